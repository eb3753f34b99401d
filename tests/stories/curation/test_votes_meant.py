"""Which known vote a claim means."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice
from stories.curation.choice import CurationError
from stories.curation.votes_meant import (
    is_surely,
    matching_disposal,
    matching_vote,
    matter_put_off,
    motion_of,
    refuse_unsure,
)
from tests.factories import NOW, make_body, make_issue, make_place
from tests.stories.curation import kiln
from tests.stories.curation.kiln import day
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


def two_votes(issue: Issue, by: User) -> tuple[Vote, Vote]:
    """Two motions of one council on one issue."""
    for matter in ("the kiln's roof", "the kiln's fuel"):
        claim = kiln.told(issue, f"A vote on {matter}.", matter=matter, status="scheduled", **day("2026-03-17"))
        curation.accept(claim.pk, by, NOW, Choice(new_vote=True))
    roof, fuel = Vote.objects.order_by("pk")
    return roof, fuel


def test_of_two_open_votes_it_is_the_one_on_the_claims_own_matter(issue: Issue, by: User) -> None:
    _, fuel = two_votes(issue, by)
    moved = kiln.told(issue, "It moved.", matter="The kiln's fuel", status="postponed", **day("2026-04-07"))
    unsaid = kiln.told(issue, "It moved, too.", matter="the matter", status="postponed", **day("2026-04-07"))
    assert matching_vote(moved, issue, issue.body, ()) == fuel
    assert matching_vote(unsaid, issue, issue.body, ()) is None


def test_a_motion_puts_off_the_vote_on_its_own_matter_and_none_of_another_body(issue: Issue, by: User) -> None:
    roof, _ = two_votes(issue, by)
    tabled = kiln.told(
        issue, "They tabled it.", NOW + timedelta(days=8), matter="the kiln's roof", status="held", outcome="tabled",
        **day("2026-03-17"),
    )  # fmt: skip
    assert matter_put_off(tabled, issue, issue.body, ()) == roof
    assert matter_put_off(tabled, issue, make_body(kiln.COMMITTEE, issue.place), ()) is None
    assert matching_disposal(tabled, issue, issue.body, ()) is None


def test_what_a_story_calls_only_the_matter_is_the_issue(issue: Issue) -> None:
    assert motion_of(kiln.told(issue, "A vote.", matter="the measure")) == "The old kiln"
    assert motion_of(kiln.told(issue, "Another vote.", matter="the kiln's roof")) == "The kiln's roof"


@pytest.mark.parametrize("matter", ["Table the kiln's roof", "postponement of the kiln's roof", "the kiln's roof"])
def test_a_motion_named_by_what_it_does_is_on_the_matter_that_it_puts_off(
    issue: Issue, by: User, matter: str
) -> None:  # fmt: skip
    roof, fuel = two_votes(issue, by)
    tabled = kiln.told(issue, "They tabled it.", matter=matter, status="held", outcome="tabled", **day("2026-03-17"))
    assert is_surely(tabled, roof)
    assert not is_surely(tabled, fuel)


def test_a_claim_on_another_matter_is_refused_until_somebody_says_which_vote_it_is(issue: Issue, by: User) -> None:
    claim = kiln.told(issue, "A vote.", matter="the kiln's roof", status="scheduled", **day("2026-03-17"))
    roof = Vote.objects.get(pk=curation.accept(claim.pk, by, NOW).after["vote_id"])
    books = kiln.told(issue, "They passed it.", matter="math books", status="held", outcome="passed")
    with pytest.raises(CurationError, match="may be on another matter than the known vote"):
        refuse_unsure(books, roof)
    refuse_unsure(books, None)
