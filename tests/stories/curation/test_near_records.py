"""Known records that may be meant where a new one is about to be made."""

import pytest

from stories.curation.choice import CurationError
from stories.curation.near_records import bodies_near, issues_near, places_near, refuse_unasked, votes_near
from tests.factories import make_body, make_issue, make_place, make_vote

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Calder City Counsil", True),
        ("City Councill", True),
        ("The council of the citty", False),
        ("Calder Councl", True),  # by its other name
        ("Calder Town Council", False),
        ("Calder Planning Board", False),
        ("", False),
    ],
)
def test_a_body_is_near_to_what_a_slip_makes_of_its_name(name: str, near: bool) -> None:
    body = make_body("Calder City Council", make_place("Calder"), aliases=["Calder Council"])
    make_body("Calder City Council")
    assert bodies_near(name, body.place, is_town_known=True) == ([body] if near else [])


def test_a_number_tells_two_bodies_apart() -> None:
    body = make_body("Fire District 1", make_place("Calder"))
    assert bodies_near("Fire District 2", body.place, is_town_known=True) == []
    assert bodies_near("Fire Distrct 1", body.place, is_town_known=True) == [body]


def test_in_a_town_that_nobody_knows_the_slip_may_be_in_its_name() -> None:
    body = make_body("Gull Cove Board", make_place("Gull Cove"))
    assert bodies_near("Gul Cove Board", body.place, is_town_known=False) == [body]
    assert bodies_near("Gul Cove Board", body.place, is_town_known=True) == []
    assert bodies_near("Gul Cove Board", None, is_town_known=False) == []


def test_places_and_issues_are_near_by_their_names() -> None:
    place, _ = make_place("Gull Cove"), make_place("Calder")
    assert places_near("Gul Cove") == [place]
    issue = make_issue("Lease of the mill", make_body(place=place))
    make_issue("Parking meters", make_body(place=place))
    assert issues_near("The mill lease", place) == [issue]
    assert issues_near("The mill lease", make_place()) == []
    assert issues_near("Lease of a mill", None) == [issue]


def test_nothing_is_made_beside_one_of_nearly_the_name_unless_a_curator_agreed() -> None:
    body = make_body("Calder City Council")
    with pytest.raises(CurationError, match="Did you mean Calder City Council"):
        refuse_unasked("Calder City Counsil", [body], "")
    refuse_unasked("Calder City Counsil", [body], " calder city counsil ")
    refuse_unasked("Calder City Counsil", [], "")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Pinley Council", True),
        ("the Pinley City Council", True),
        ("Pinley Town Council", False),
        ("Pinley Council Staff", False),
    ],
)
def test_a_body_is_near_to_its_name_without_what_kind_of_place_it_is(name: str, near: bool) -> None:
    body = make_body("Pinley City Council", make_place("Pinley"))
    assert bodies_near(name, body.place, is_town_known=True) == ([body] if near else [])


def test_votes_that_may_be_the_one_about_to_be_made_are_the_issues_own_and_the_likest_of_the_place() -> None:
    body = make_body("Gull Cove Council", make_place("Gull Cove"))
    issue, other = make_issue("The harbor fee", body), make_issue("The harbor", body)
    elsewhere = make_issue("The Reedham fee", make_body("Reedham Council", make_place("Reedham")))
    own = make_vote(issue, motion="Close the road")
    like, _ = make_vote(other, motion="Raise the harbor fee"), make_vote(other, motion="Name the pier")
    make_vote(elsewhere, motion="Raise the harbor fee")
    make_vote(issue, motion="Put it off", classification="postpone", status="held", outcome="passed")
    assert votes_near("Raising the harbor fee", issue) == [like, own]
