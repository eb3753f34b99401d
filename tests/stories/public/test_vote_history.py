"""Votes as a reader needs them."""

from datetime import date, timedelta

import pytest

from stories.evidence.book import book_of
from stories.public.vote_history import agenda, moves, vote_claims
from tests.factories import NOW, make_article, make_finding, make_issue, make_vote
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


def test_claims_tell_who_governs_who_disagrees_and_what_has_been_overtaken() -> None:
    vote = april_vote()
    said = [
        (3, {"earliest": "2026-03-20", "latest": "2026-03-20", "precision": "day"}, False),
        (2, {"earliest": "2026-04-01", "latest": "2026-04-07", "precision": "week"}, True),
        (1, {"earliest": "2026-05-05", "latest": "2026-05-05", "precision": "day"}, False),
        (0, {"earliest": "2026-04-01", "latest": "2026-04-07", "precision": "week"}, False),
    ]
    for days, payload, governs in said:
        article = make_article("They vote then.", published_at=NOW - timedelta(days=days))
        make_finding(article, "They vote then.", "vote", "evidence", state="accepted", vote=vote, payload=payload,
                     governs=governs)  # fmt: skip
    claims = vote_claims(vote, book_of(votes=[vote]).of(vote))
    assert [claim.bearing for claim in claims] == ["governs", "agrees", "differs", "earlier"]


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
