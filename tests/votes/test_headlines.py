"""What an announcement about a vote says."""

from datetime import date, time

import pytest

from tests.factories import NOW
from tests.votes.alerts.readers import DAY, make_scheduled, move
from votes.models import Announcement, Vote

pytestmark = pytest.mark.django_db


def title_after(vote: Vote, new: dict[str, object]) -> str:
    move(vote, new, NOW)
    return Announcement.objects.latest("id").title.split(":")[0]


@pytest.mark.parametrize(
    ("new", "title"),
    [
        ({"earliest": date(2026, 4, 7), "latest": date(2026, 4, 7), "precision": "day"}, "Date set, Tuesday, April 7"),
        ({"status": "scheduled"}, "Confirmed for the first week of April (April 1–7)"),
        ({"time": time(19, 30)}, "Time set, the first week of April (April 1–7)"),
        ({"location": "Elm School"}, "Place set, Elm School"),
        ({"status": "cancelled"}, "Called off"),
        ({"status": "postponed", "earliest": None, "latest": None, "precision": "none"}, "Postponed, no new date"),
        ({"status": "postponed", **DAY}, "Postponed to Tuesday, May 5"),
        ({"earliest": None, "latest": None, "precision": "none"}, "No longer has a date"),
        ({"status": "held", "outcome": "passed", "yes": 8, "no": 3}, "Passed 8–3"),
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
    assert title_after(vote, {"status": "postponed", **DAY}) == "Postponed to Tuesday, May 5"
    assert title_after(vote, {"time": "18:30"}) == "Time set, Tuesday, May 5, 6"
