"""Two records side by side: one or two is said there with its reason, which stands where it matters."""

import pytest
from django.test import Client

from stories.curation.apart import known_apart
from stories.models import LoggedAction
from tests.factories import make_body, make_issue, make_place, make_vote
from tests.stories.desk.test_duplicates import words

pytestmark = pytest.mark.django_db
WHY = "minutes of <May 3>"
SHOWN = "minutes of &lt;May 3&gt;"


def test_bodies_issues_places_and_votes_are_told_apart_with_a_reason_that_stands_where_they_are_compared(
    desk: Client,
) -> None:
    town = make_place("Gull Cove")
    issue = make_issue("The mill", make_body("Mill Board", town))
    kinds = {
        "bodies": (make_body("Harbor Board", town), make_body("Harbor Boards", town)),
        "places": (make_place("Reedham"), make_place("Reedhams")),
        "issues": (make_issue("The mill lease", make_body("Dock Board", town)), make_issue("Mill lease", issue.body)),
        "votes": (make_vote(issue, motion="Lease the mill"), make_vote(issue, motion="Lease the mills")),
    }
    for kind, (one, other) in kinds.items():
        address = f"/desk/duplicates/{kind}/{one.pk}/{other.pk}/"
        assert address in desk.get(f"/desk/duplicates/{kind}/").text
        page = desk.post(address, {"act": "apart", "reason": " "})
        assert (page.status_code, known_apart(one, other)) == (422, None)
        assert desk.post(address, {"nothing": "apart", "reason": WHY}).status_code == 200
        assert known_apart(one, other) is None
        page = words(desk.post(address, {"act": "apart", "reason": WHY}, follow=True))
        assert f"Remembered: these are two {kind}." in page
        page = words(desk.get(address))
        assert f"Known to be two {kind}:</strong> {SHOWN}" in page
        assert 'value="merge"' not in page
        assert address not in desk.get(f"/desk/duplicates/{kind}/").text
        same = words(desk.get(f"/desk/duplicates/{kind}/{one.pk}/"))
        assert f"no. {other.pk}: {SHOWN}" in same
        assert f">Compare with {other}<" not in same
        page = words(desk.post(address, {"act": "merge", "kept": one.pk, "reason": "one after all"}))
        assert f"remembered as different {kind}: {SHOWN}" in page
        assert f"{one} and {other}: two different {kind}" in desk.get("/desk/log/").text
        desk.post(f"/desk/log/{LoggedAction.objects.latest('pk').pk}/undo/")
        assert known_apart(one, other) is None


def test_two_that_are_called_more_nearly_the_same_since_are_offered_with_the_reason_until_said_again(
    desk: Client,
) -> None:
    board = make_body("Mill Board")
    one, other = make_issue("The mill lease", board), make_issue("Mill lease", board)
    address, pairs = f"/desk/duplicates/issues/{one.pk}/{other.pk}/", "/desk/duplicates/issues/"
    desk.post(address, {"act": "apart", "reason": WHY})
    assert "still two" not in desk.get(address).text
    type(other).objects.filter(pk=other.pk).update(title="The mill lease")
    assert f"called more nearly the same since: {SHOWN}" in words(desk.get(pairs))
    page = words(desk.get(address))
    assert "Still two issues?" in page
    assert 'value="merge"' not in page
    assert desk.post(address, {"act": "apart", "reason": " "}).status_code == 422
    assert "Remembered" in words(desk.post(address, {"act": "apart", "reason": "two leases"}, follow=True))
    assert address not in desk.get(pairs).text
    desk.post(f"/desk/log/{LoggedAction.objects.latest('pk').pk}/undo/")
    row = known_apart(one, other)
    assert (row.reason if row else "", address in desk.get(pairs).text) == (WHY, True)


def test_a_near_issue_says_what_it_is_not_where_a_new_one_is_about_to_be_made(desk: Client) -> None:
    body = make_body("Mill Board")
    one, other = make_issue("Lease of the mill", body), make_issue("The mill leased", body)
    desk.post(f"/desk/duplicates/issues/{one.pk}/{other.pk}/", {"act": "apart", "reason": WHY})
    sent = {"title": "The lease of the mill", "place": body.place_id, "act": "save", "terms": "mill lease"}
    page = " ".join(desk.post("/desk/issues/new/", sent).text.split())
    assert f"· not the same as The mill leased (no. {other.pk}): {SHOWN}" in page
