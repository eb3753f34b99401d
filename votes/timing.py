"""When a vote or an event is, as pages and calendars say it: with a new date it has moved; only without one is it
postponed, and what was shelved has none.
"""

import datetime as dt
from dataclasses import dataclass

from votes.disposals import by_whom, is_told_as_vote, put_off_by, put_off_on
from votes.models import Vote
from votes.models.events import EventKind
from votes.models.status import Status
from votes.moves import Move, moves
from votes.snapshots import Dated
from votes.windows import Precision
from votes.words import moved_in_words, window_in_words

# What stands beside a date; how it was called off, shelved or postponed is said in place of its date.
BESIDE = {Status.EXPECTED: "expected", Status.SCHEDULED: "scheduled", Status.HELD: "held"}
BACK_ON = "back on"


@dataclass(frozen=True)
class Timing:
    """A vote's or an event's time in words.

    `when` is its date, or what is known in place of one; `moved` "moved from Dec 1" or "back on", or empty; `had` the
    date that it had been set for, where it has none any more; `status` a word beside the date, or empty; `by` the
    procedural vote that put it off, or empty.
    """

    when: str
    moved: str
    had: str
    status: str
    by: str = ""


def timing(record: Dated, today: dt.date) -> Timing:
    """Return the words for it; reads its ledger, which whoever shows many loads beforehand."""
    if has_date(record):
        moved, by = _moved(record, today) if record.is_open else ("", "")
        return Timing(_when(record, today), moved, "", _beside(record), by)
    before = last_dated(record)
    had = window_in_words(before, today) if before else ""
    if record.status == Status.CANCELLED:
        return Timing("called off", "", had, "")
    if record.status == Status.SHELVED:
        return Timing("shelved", "", "" if _fell_on_its_day(record, before) else had, "", _shelved_by(record, today))
    last = next((move for move in moves(record) if move.moves_status or move.moves_days), None)
    if last and last.is_back_on:
        return Timing("no date set", BACK_ON, had, _beside(record))
    if record.status == Status.POSTPONED:
        return Timing("no new date", "", had, "postponed", _put_off_by(last))
    return Timing("no date set", "", had, _beside(record))


def has_date(record: Dated) -> bool:
    """Say whether its date holds: not once it was called off, nor if it was postponed and no day set since."""
    if record.status == Status.CANCELLED or not record.is_dated:
        return False
    if record.status != Status.POSTPONED:
        return True
    since = (move.moves_days for move in moves(record) if move.moves_days or move.moves_status)
    return next(since, True)


def is_over(record: Dated, now: dt.datetime) -> bool:
    """Say whether it lies behind: a deadline with its hour, all else with its last day, by the clock of its place."""
    local = now.astimezone(record.zone)
    if record.is_over(local.date()):
        return True
    if isinstance(record, Vote) or record.kind != EventKind.DEADLINE or record.precision != Precision.DAY:
        return False
    if record.time is None or record.ends_with_its_day:
        return False
    return record.latest == local.date() and record.time <= local.time()


def location_of(record: Dated) -> str:
    """Return where it is; nothing once it was shelved, called off or postponed with no new date."""
    is_off = not (record.is_open or record.status == Status.HELD)
    has_no_day = record.status == Status.POSTPONED and not has_date(record)
    return "" if is_off or has_no_day else record.location


def shelving(vote: Vote) -> Move | None:
    """Return the move that shelved it; None where the ledger has none, or it was brought back since."""
    return next((move for move in moves(vote) if move.moves_status and move.is_shelving), None)


def last_dated(record: Dated) -> Dated | None:
    """Return it as it was when it last had a date, which may be now; None if it never had one."""
    if record.is_dated:
        return record
    return next((move.before for move in moves(record) if move.before.is_dated and not move.is_mistake), None)


def _beside(record: Dated) -> str:
    """Return the word beside its date; none where a body is known to have put something off, but not by what vote."""
    is_deed = isinstance(record, Vote) and not is_told_as_vote(record)
    return "" if is_deed else BESIDE.get(Status(record.status), "")


def _when(record: Dated, today: dt.date) -> str:
    when = window_in_words(record, today)
    return when if isinstance(record, Vote) or record.kind != EventKind.DEADLINE else f"by {when}"


def _put_off_by(move: Move | None) -> str:
    if move is None or move.moved_by is None or not isinstance(move.after, Vote):
        return ""
    return put_off_by(move.moved_by, move.after)


def _shelved_by(record: Dated, today: dt.date) -> str:
    move = shelving(record) if isinstance(record, Vote) else None
    if move is None or move.moved_by is None or not isinstance(move.after, Vote):
        return ""
    return put_off_on(move.moved_by, move.after, today)


def _fell_on_its_day(record: Dated, before: Dated | None) -> bool:
    """Say whether it was shelved by a vote on the very day for which it had been set, which is told with that."""
    move = shelving(record) if isinstance(record, Vote) else None
    if before is None or move is None or move.moved_by is None:
        return False
    days = (move.moved_by.earliest, move.moved_by.latest)
    return before.precision == Precision.DAY and days == (before.earliest, before.latest)


def _moved(record: Dated, today: dt.date) -> tuple[str, str]:
    """Return "moved from Dec 1" and by whose vote, for what was set for other days before; empty where its date only
    firmed up.

    A correction of ours moves nothing. Postponed to a date when it was first heard of, it has moved from a day that
    nobody told us. What was shelved or called off before it got these days is back on.
    """
    moved = [move for move in moves(record) if not move.is_mistake]
    for move in moved:
        before = move.before
        if move.is_back_on:
            return BACK_ON, ""
        if not move.moves_days or before.earliest is None or before.latest is None:
            continue
        if (before.earliest, before.latest) == (record.earliest, record.latest):
            break
        if not (_within(record, before) or _within(before, record)):
            return moved_in_words(before.earliest, before.latest, today), _by(move)
    if record.status == Status.POSTPONED:
        return "moved from an earlier date", _by(moved[-1] if moved else None)
    return "", ""


def _by(move: Move | None) -> str:
    return by_whom(move.moved_by) if move and move.moved_by else ""


def _within(inner: Dated, outer: Dated) -> bool:
    assert inner.earliest
    assert inner.latest
    assert outer.earliest
    assert outer.latest
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest
