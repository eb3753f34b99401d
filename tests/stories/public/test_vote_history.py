"""Votes as a reader needs them."""

from datetime import date

import pytest

from stories.public.vote_history import agenda, moves
from tests.factories import NOW, make_issue, make_vote
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


def test_the_next_vote_leads_then_one_overdue_then_the_last_held() -> None:
    issue = make_issue()
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    older = make_vote(issue, earliest=date(2026, 1, 1), status="held")
    assert agenda([older, held], TODAY).lead == held
    overdue = make_vote(issue, earliest=date(2026, 3, 1))
    assert agenda([held, overdue], TODAY).lead == overdue
    undated, ahead = make_vote(issue), make_vote(issue, earliest=TODAY)
    assert agenda([held, overdue, undated, ahead], TODAY).lead == ahead
    assert agenda([held, overdue, undated, ahead], TODAY).others == [undated, overdue, held]


def test_a_withdrawn_vote_is_on_no_agenda() -> None:
    assert agenda([make_vote(earliest=TODAY, withdrawn_at=NOW)], TODAY).lead is None
