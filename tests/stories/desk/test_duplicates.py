"""The pages of records that may be one: pairs, what each has, and making them one."""

from typing import Any

import pytest
from django.test import Client

from officials.models import Body
from stories.models import LoggedAction
from tests.factories import make_account, make_body, make_issue, make_official, make_place, make_vote
from votes.models import Issue

pytestmark = pytest.mark.django_db


def words(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_pairs_stand_with_what_each_has_and_lead_to_both_side_by_side(desk: Client) -> None:
    body = make_body("Reedham Council")
    one, other = make_official("Ada Reed", body), make_official("Ada Reede", body)
    page = words(desk.get("/desk/people/duplicates/"))
    assert "1 role" in page
    address = f"/desk/duplicates/people/{one.pk}/{other.pk}/"
    assert f'href="{address}"' in page
    assert desk.get(address).headers["Location"] == f"/desk/people/{one.pk}/and/{other.pk}/"


@pytest.mark.parametrize("kind", ["people", "bodies", "places", "issues", "votes"])
def test_each_kind_has_its_page_which_says_so_where_nothing_is_near(desk: Client, kind: str) -> None:
    assert f"No two {kind} of one place are called nearly the same" in words(desk.get(f"/desk/duplicates/{kind}/"))
    assert desk.get("/desk/duplicates/towns/").status_code == 404
    assert desk.get(f"/desk/duplicates/{kind}/?page={'9' * 50}").status_code == 200


def test_two_bodies_of_quite_other_names_are_made_one(desk: Client) -> None:
    town = make_place("Reedham")
    kept = make_body("Joint committee", town)
    gone = make_body("Public Safety and Efficiency committees", town, seats=9)
    make_issue("The mill", gone)
    page = words(desk.get(f"/desk/duplicates/bodies/{kept.pk}/"))
    address = f"/desk/duplicates/bodies/{kept.pk}/{gone.pk}/"
    assert f'<a class="words" href="{address}">Compare with {gone}</a>' in page
    page = words(desk.get(address))
    assert "1 issue" in page
    assert '<dt>Seats</dt> <dd class="words"> 9 </dd>' in page
    sent = {"act": "merge", "kept": kept.pk, "reason": "minutes of May 3"}
    assert "They are one body now." in words(desk.post(address, sent, follow=True))
    assert Body.objects.get() == kept
    assert f"Body: {gone} into {kept}" in desk.get("/desk/log/").text
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    assert Issue.objects.get().body == gone


def test_what_can_not_be_one_is_said_beside_the_form(desk: Client) -> None:
    one, other = make_vote(), make_vote()
    address = f"/desk/duplicates/votes/{one.pk}/{other.pk}/"
    page = desk.post(address, {"act": "merge", "kept": one.pk, "reason": "one"})
    assert (page.status_code, "Merge the issues first" in page.text) == (422, True)
    assert desk.post(address, {"nothing": "", "kept": one.pk, "reason": "one"}).status_code == 200
    assert not LoggedAction.objects.exists()


def test_a_curator_may_look_and_only_an_editor_may_merge(client: Client) -> None:
    client.force_login(make_account("cora", "curator"))
    town = make_place("Reedham")
    one, other = make_body("Mill Board", town), make_body("The Mill Board", town)
    address = f"/desk/duplicates/bodies/{one.pk}/{other.pk}/"
    assert 'value="merge"' not in words(client.get(address))
    assert client.post(address, {"act": "merge", "kept": one.pk, "reason": "one"}).status_code == 403


def test_a_new_issue_is_set_beside_those_on_the_same_matter(desk: Client) -> None:
    known = make_issue("Lease of the mill")
    sent = {"title": "The lease of the mill", "place": known.place_id, "act": "save", "terms": "mill lease"}
    page = desk.post("/desk/issues/new/", sent)
    assert page.status_code == 422
    assert "Is it one of those above? Open that one, or say that it is another matter." in page.text
    assert f'href="/desk/issues/{known.pk}/"' in page.text
    desk.post("/desk/issues/new/", {**sent, "another": "on"})
    assert Issue.objects.count() == 2
