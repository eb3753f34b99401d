"""The room of bodies: other names, seats, what passes, and how residents take part, with the day it was checked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from officials.models import Body
from stories.models import LoggedAction
from tests.factories import make_body, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_body("Gull Cove Town Council", make_place("Gull Cove"))


def save(desk: Client, body: Body, **changed: Any) -> Any:
    seen = desk.get(f"/desk/bodies/{body.pk}/").context["form"]["seen"].value()
    shown = {"name": body.name, "place": body.place_id, "kind": body.kind, "aliases": "", "seen": seen}
    sent = {"act": "save", **shown, **changed}
    answer = desk.post(f"/desk/bodies/{body.pk}/", sent)
    body.refresh_from_db()
    return answer


def test_the_list_says_by_place_what_readers_miss_of_a_body(desk: Client, body: Body) -> None:
    make_body("Elsewhere Board", make_place("Elsewhere"), seats=5, passage_rule="unanimous")
    page = desk.get("/desk/bodies/").text
    assert page.index("Elsewhere Board") < page.index("Gull Cove Town Council")
    assert "Not known: address, sign-up link, comment link" in page
    assert "Not known: seats, what passes, address, sign-up link, comment link" in page
    assert "5 seats" in page
    assert "Elsewhere Board" not in desk.get("/desk/bodies/?q=gull").text
    assert "No body is known as “zzz”." in desk.get("/desk/bodies/?q=zzz").text


def test_a_body_gets_its_other_names_seats_and_rule(desk: Client, body: Body) -> None:
    answer = save(
        desk, body, aliases="the  council\n\nTown Board\nthe Council\nGull Cove Town Council", seats="7",
        passage_rule="two_thirds",
    )  # fmt: skip
    assert answer.headers["Location"] == f"/desk/bodies/{body.pk}/"
    assert (body.aliases, body.seats, body.passage_rule) == (["the Council", "Town Board"], 7, "two_thirds")
    assert "Body: Gull Cove Town Council: what passes, other names, seats" in desk.get("/desk/log/").text
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    body.refresh_from_db()
    assert (body.aliases, body.seats, body.passage_rule) == ([], None, "")


def test_a_way_to_take_part_that_is_new_was_checked_today_unless_a_day_is_typed(desk: Client, body: Body) -> None:
    today = timezone.localdate(timezone=body.place.zone)
    earlier = today - timedelta(days=9)
    save(desk, body, address="1 Quay", sign_up_url="town.example/speak", sign_up_checked_on=earlier)
    assert (body.address_checked_on, body.sign_up_checked_on, body.comment_checked_on) == (today, earlier, None)
    assert body.sign_up_url == "https://town.example/speak"
    known = {"address": "1 Quay", "address_checked_on": today, "sign_up_checked_on": earlier}
    save(desk, body, **known, sign_up_url="https://town.example/other")
    assert body.sign_up_checked_on == today
    save(desk, body, address="", address_checked_on=today)
    assert (body.address, body.address_checked_on, body.sign_up_url) == ("", None, "")


def test_a_known_way_is_checked_anew_by_its_day_alone(desk: Client, body: Body) -> None:
    Body.objects.filter(pk=body.pk).update(address="1 Quay", address_checked_on=date(2026, 1, 2))
    save(desk, body, address="1 Quay", address_checked_on="2026-02-03")
    assert body.address_checked_on == date(2026, 2, 3)
    answer = save(desk, body, address="1 Quay", address_checked_on="")
    assert "Say on which day it was checked." in answer.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"address": "1 Quay", "address_checked_on": "2199-01-01"}, "Nobody has checked it on a day to come."),
        ({"comment_checked_on": "2026-01-02"}, "Nothing stands here that was checked"),
        ({"passage_rule": "number"}, "Give a number of votes exactly where"),
        ({"passage_number": "4"}, "Give a number of votes exactly where"),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "9" * 5000}, "Enter a whole number"),
        ({"seats": str(10**9)}, "less than or equal to 32767"),
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 1_000_000}, "at most 250 characters"),
        ({"aliases": "x" * 1_000_000}, "at most 12000 characters"),
        ({"aliases": "x" * 251}, "250 characters at most"),
        ({"aliases": "\n".join(f"name {n}" for n in range(41))}, "41 names are too many"),
        ({"sign_up_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"comment_url": "https://" + "x" * 100_000}, "Enter a valid URL"),
        ({"seen": "old"}, "Someone else changed this body while the page was open."),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    desk: Client, body: Body, sent: dict[str, str], said: str
) -> None:
    answer = save(desk, body, **{"url": "https://town.example/typed", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="https://town.example/typed"' in answer.text
    assert body.url == ""


@pytest.mark.parametrize("field", ["name", "aliases"])
@pytest.mark.parametrize("name", ["Works Committee", "WORKS board"])
def test_a_name_of_another_body_of_the_place_is_refused(desk: Client, body: Body, field: str, name: str) -> None:
    make_body("Works Committee", body.place, aliases=["Works Board"])
    answer = save(desk, body, **{field: name})
    assert answer.status_code == 422
    assert f"Works Committee of Gull Cove is called “{name}” already." in answer.text


def test_a_name_of_a_body_elsewhere_is_anybodys(desk: Client, body: Body) -> None:
    make_body("Town Board")
    assert save(desk, body, aliases="Town Board").status_code == 302


def test_scripts_in_a_body_stay_text(desk: Client, body: Body) -> None:
    hostile = "<script>alert(1)</script> gnp.exe"
    assert save(desk, body, name=hostile, aliases=f"b {hostile}").status_code == 302
    for address in ("/desk/bodies/", f"/desk/bodies/{body.pk}/", "/desk/log/"):
        assert "<script>" not in desk.get(address).text


def test_a_body_is_set_to_accept_its_own_calendar_and_the_log_says_so(desk: Client, body: Body) -> None:
    save(desk, body, accepts_own_calendar="on")
    assert body.accepts_own_calendar
    log = desk.get("/desk/log/").text
    assert "Body: Gull Cove Town Council: whether its own calendar moves its meetings by itself" in log
    save(desk, body)
    assert not body.accepts_own_calendar


def test_a_joint_body_is_made_of_others_and_undone_is_of_none(desk: Client, body: Body) -> None:
    other, joint = make_body("Harbor Board", body.place), make_body("Joint Committee", body.place)
    save(desk, joint, parents=[body.pk, other.pk])
    assert set(joint.parents.all()) == {body, other}
    assert "Body: Joint Committee: what it is made of" in desk.get("/desk/log/").text
    save(desk, joint, parents=[other.pk], kind="committee")
    assert (list(joint.parents.all()), joint.kind) == ([other], "committee")
    for action in LoggedAction.objects.all():
        desk.post(f"/desk/log/{action.pk}/undo/")
    joint.refresh_from_db()
    assert (joint.parents.count(), joint.kind) == (0, "council")


def test_a_body_is_no_part_of_itself(desk: Client, body: Body) -> None:
    part = make_body("Works Committee", body.place)
    part.parents.add(body)
    answer = save(desk, body, parents=[part.pk])
    assert answer.status_code == 422
    assert "made of itself" in answer.text
    assert save(desk, body, parents=[body.pk]).status_code == 422
    assert "Part of, or made of" not in desk.get(f"/desk/bodies/{make_body('Far Board', make_place()).pk}/").text
    assert not body.parents.exists()


def test_a_body_moves_to_the_place_that_it_is_of(desk: Client, body: Body) -> None:
    county = make_place("Gull County")
    save(desk, body, place=county.pk)
    assert body.place == county
