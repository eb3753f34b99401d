"""How a vote or an event moved."""

from datetime import date

import pytest

from stories.public.moves import moves
from tests.factories import NOW, make_issue
from votes import schedule
from votes.citation import Citation
from votes.models import Vote
from votes.words import window_in_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SAID = Citation("The vote moves.", "The Reed", "https://reed.example/a")
APRIL = {
    "earliest": date(2026, 4, 1),
    "latest": date(2026, 4, 7),
    "precision": "week",
    "phrase": "the first week of April",
}
MAY = {"earliest": date(2026, 5, 5), "latest": date(2026, 5, 5), "precision": "day", "phrase": "May 5"}


def april_vote() -> Vote:
    issue = make_issue()
    assert issue.body
    return schedule.create(issue, issue.body, "Adopt it", SAID, NOW, status="expected", **APRIL)


def test_each_move_knows_the_window_before_and_after_it() -> None:
    vote = april_vote()
    schedule.change(vote, {**MAY, "status": "scheduled"}, SAID, NOW)
    schedule.change(vote, {"time": "18:00"}, SAID, NOW)
    shown = [(window_in_words(m.before, TODAY), window_in_words(m.after, TODAY)) for m in moves(vote) if not m.is_first]
    assert shown == [
        ("Tuesday, May 5", "Tuesday, May 5, 6 p.m."),
        ("the first week of April (April 1–7)", "Tuesday, May 5"),
    ]


def test_first_word_of_a_vote_is_no_move() -> None:
    assert [move.is_first for move in moves(april_vote())] == [True]
