"""What an announcement about a vote says."""

from datetime import date, time

import pytest

from tests.factories import NOW
from tests.votes.alerts.readers import DAY, make_scheduled, move
from votes.headlines import Fact, facts, headline, matter
from votes.models import Vote

pytestmark = pytest.mark.django_db


def title_after(vote: Vote, new: dict[str, object]) -> str:
    """The news, to who was told how the vote stood before."""
    before = Vote.objects.get(pk=vote.pk)
    move(vote, new, NOW)
    return headline(vote, before, matter(vote), NOW.date()).split(":")[0]


@pytest.mark.parametrize(
    ("new", "title"),
    [
        ({"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "day"}, "Date set, Tuesday, April 7"),
        ({"status": "scheduled"}, "Confirmed for the first week of April (April 1–7)"),
        ({"time": time(19, 30)}, "Time set, the first week of April (April 1–7)"),
        ({"location": "Elm School"}, "Place set, Elm School"),
        ({"status": "cancelled"}, "Called off"),
        ({"status": "postponed", "earliest": None, "latest": None, "precision": "none"}, "Postponed, no new date"),
        ({"status": "postponed", **DAY}, "Moved to Tuesday, May 5"),
        ({"earliest": None, "latest": None, "precision": "none"}, "No longer has a date"),
        ({"status": "held", "outcome": "passed", "yes": 8, "no": 3}, "Passed, 8–3"),
        ({"status": "held"}, "Vote held"),
    ],
)
def test_a_headline_says_the_news_first(new: dict[str, object], title: str) -> None:
    assert title_after(make_scheduled(), new) == title


def test_a_vote_that_was_called_off_can_be_on_again() -> None:
    vote = make_scheduled()
    title_after(vote, {"status": "cancelled"})
    assert title_after(vote, {"status": "scheduled", **DAY}) == "On again, scheduled for Tuesday, May 5"


def test_the_hour_of_a_postponed_vote_is_told_as_its_hour() -> None:
    vote = make_scheduled()
    assert title_after(vote, {"status": "postponed", **DAY}) == "Moved to Tuesday, May 5"
    assert title_after(vote, {"time": "18:30"}) == "Time set, Tuesday, May 5, 6"


def test_who_was_told_nothing_yet_is_told_how_it_stands_and_of_no_day_before() -> None:
    vote = make_scheduled()
    move(vote, {"status": "postponed", **DAY}, NOW)
    assert headline(vote, None, matter(vote), NOW.date()).startswith("Expected Tuesday, May 5: ")
    assert facts(vote, None, NOW.date()) == [Fact("When", "Tuesday, May 5"), Fact("Motion", "Ban gas leaf blowers")]


def test_an_hour_that_is_new_on_the_same_day_strikes_no_day() -> None:
    vote = make_scheduled(**DAY)
    before = Vote.objects.get()
    move(vote, {"time": "18:30"}, NOW)
    assert [fact.label for fact in facts(vote, before, NOW.date())] == ["When", "Motion"]


def test_a_day_that_has_passed_without_word_is_told_as_past() -> None:
    vote = make_scheduled(**DAY)
    assert headline(vote, None, matter(vote), date(2026, 5, 6)).startswith("Was to be held Tuesday, May 5: ")


def test_a_vote_called_off_says_when_it_was_to_be() -> None:
    vote = make_scheduled(**DAY)
    move(vote, {"status": "cancelled"}, NOW)
    assert facts(vote, None, NOW.date())[0] == Fact("Was set for", "Tuesday, May 5", gone=True)
