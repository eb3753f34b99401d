"""When a vote is, as pages and calendars say it: with a new date it has moved; only without one is it postponed."""

import datetime as dt
from dataclasses import dataclass

from stories.public.vote_history import moves
from votes.models import Vote
from votes.models.status import Status
from votes.words import moved_in_words, window_in_words

# What stands beside a date; how a vote was called off or postponed is said in place of its date.
BESIDE = {Status.EXPECTED: "expected", Status.SCHEDULED: "scheduled", Status.HELD: "held"}


@dataclass(frozen=True)
class Timing:
    """A vote's time in words.

    `when` is its date, or what is known in place of one; `moved` "moved from Dec 1", or empty; `had` the date that it
    had been set for, where it has none any more; `status` a word beside the date, or empty.
    """

    when: str
    moved: str
    had: str
    status: str


def timing(vote: Vote, today: dt.date) -> Timing:
    """Return the words for the vote; reads its ledger, which whoever shows many loads beforehand."""
    if has_date(vote):
        status = BESIDE.get(Status(vote.status), "")
        return Timing(window_in_words(vote, today), moved(vote, today) if vote.is_open else "", "", status)
    before = last_dated(vote)
    had = window_in_words(before, today) if before else ""
    if vote.status == Status.CANCELLED:
        return Timing("called off", "", had, "")
    if vote.status == Status.POSTPONED:
        return Timing("no new date", "", had, "postponed")
    return Timing("no date set", "", had, BESIDE[Status(vote.status)])


def has_date(vote: Vote) -> bool:
    """Say whether the vote's date holds: not once it was called off, nor if it was postponed and no day set since."""
    if vote.status == Status.CANCELLED or not vote.is_dated:
        return False
    if vote.status != Status.POSTPONED:
        return True
    since = (move.moves_days for move in moves(vote) if move.moves_days or move.moves_status)
    return next(since, True)


def moved(vote: Vote, today: dt.date) -> str:
    """Return "moved from Dec 1" for a vote that was set for other days before, empty for one whose date only firmed up.

    A correction of ours moves nothing. Postponed to a date when it was first heard of, it has moved from a day that
    nobody told us.
    """
    before = _moved_from(vote)
    if before and before.earliest and before.latest:
        return moved_in_words(before.earliest, before.latest, today)
    return "moved from an earlier date" if vote.status == Status.POSTPONED and before is None else ""


def _moved_from(vote: Vote) -> Vote | None:
    """Return the last state in which other days were named; None without one."""
    for move in moves(vote):
        before = move.before
        if move.is_mistake or not move.moves_days or not before.is_dated:
            continue
        if (before.earliest, before.latest) == (vote.earliest, vote.latest):
            return None
        if not (_within(vote, before) or _within(before, vote)):
            return before
    return None


def _within(inner: Vote, outer: Vote) -> bool:
    assert inner.earliest
    assert inner.latest
    assert outer.earliest
    assert outer.latest
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def last_dated(vote: Vote) -> Vote | None:
    """Return the vote as it was when it last had a date, which may be now; None if it never had one."""
    if vote.is_dated:
        return vote
    return next((move.before for move in moves(vote) if move.before.is_dated and not move.is_mistake), None)
