"""How a vote or an event moved: its ledger line by line, each with the values before and after it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst

from votes.disposals import by_whom, put_off_by
from votes.models import Event, EventChange, Vote, VoteChange
from votes.models.changes import Why
from votes.models.decisions import REPORTED_FIELDS, WHEN_FIELDS
from votes.models.events import EventKind
from votes.models.status import Status
from votes.snapshots import Dated
from votes.windows import Precision

# A line of a ledger.
Change = VoteChange | EventChange

# Links between our own records, which alone are no news.
LINKS = {"meeting_id", "disposes_of_id"}
STATUS_WORDS = {
    Status.EXPECTED: "expected",
    Status.SCHEDULED: "scheduled",
    Status.POSTPONED: "postponed",
    Status.SHELVED: "shelved",
    Status.CANCELLED: "called off",
    Status.HELD: "held",
}
# What a new status is called as news of a vote or a meeting.
FATES = {
    Status.HELD: "{} held",
    Status.CANCELLED: "{} called off",
    Status.POSTPONED: "{} postponed",
    Status.SHELVED: "Shelved",
}


@dataclass(frozen=True)
class Move:
    """One line of the ledger of a `record`. `before` and `after` are unsaved and hold the values of then.

    `status_before` and `status_after` name the status of then; what was postponed to a date has "moved". `by_hand` says
    that an editor changed it and named the source; `reported` is when the story that told it appeared, if we have one.
    """

    change: Change
    record: Dated
    before: Dated
    after: Dated
    status_before: str = ""
    status_after: str = ""
    by_hand: bool = False
    reported: dt.datetime | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.change._meta.model_name or "", self.change.pk

    @property
    def moved_by(self) -> Vote | None:
        """Return the procedural vote that made it."""
        return self.change.moved_by if isinstance(self.change, VoteChange) else None

    @property
    def is_first(self) -> bool:
        """Say whether it is no move: the vote or event was first heard of."""
        return self.change.version == 0

    @property
    def moves_date(self) -> bool:
        return any(name in self.change.new for name in WHEN_FIELDS)

    @property
    def moves_days(self) -> bool:
        return "earliest" in self.change.new or "latest" in self.change.new

    @property
    def moves_status(self) -> bool:
        return "status" in self.change.new

    @property
    def moves_place(self) -> bool:
        return "location" in self.change.new

    @property
    def has_status(self) -> bool:
        """Say whether its line names the status: that it moved is said by the dates."""
        return self.moves_status and not (self.moves_days and self.status_after == "moved")

    @property
    def is_back_on(self) -> bool:
        """Say whether what had been shelved or called off is to come again."""
        revives = self.moves_status and self.after.is_open and not self.before.is_open
        return revives and not (self.is_first or self.is_mistake)

    @property
    def is_shelving(self) -> bool:
        return self.moves_status and self.after.status == Status.SHELVED

    @property
    def is_result(self) -> bool:
        return bool(self.change.new.get("status") == Status.HELD)

    @property
    def is_mistake(self) -> bool:
        return self.change.why == Why.MISTAKE

    @property
    def news(self) -> str:
        """Say in two or three words what happened: "Vote moved", "Shelved", "Public hearing set"."""
        if self.is_first and not (self.is_mistake or (self.after.status in FATES and self.has_status)):
            return _first_news(self.record)
        return news_in_words(self.after, self.before, is_mistake=self.is_mistake)

    @property
    def reason(self) -> str:
        """Say by whom it was put off, for a while or for good; nothing where no body did it."""
        if self.moved_by is None or not isinstance(self.after, Vote):
            return ""
        return put_off_by(self.moved_by, self.after) if self.is_shelving else by_whom(self.moved_by)

    @property
    def by_whom(self) -> str:
        """Say who moved it, where a body put it off; else nothing."""
        return by_whom(self.moved_by) if self.moved_by else ""


def news_in_words(now: Dated, before: Dated, *, is_mistake: bool = False) -> str:
    """Say in two or three words what is new of it against `before`: "Vote moved", "Shelved", "Public hearing set"."""
    what = capfirst(name_of(now))
    if is_mistake:
        return f"{what} corrected"
    if now.is_open and not before.is_open:
        return "Back on" if isinstance(now, Vote) else f"{what} back on"
    has_moved = now.status == Status.POSTPONED and now.is_dated and _days(now) != _days(before)
    if now.status != before.status and now.status in FATES and not has_moved:
        return FATES[Status(now.status)].format(what)
    if _days(now) != _days(before):
        return _news_of_days(now, before, what)
    if (before.status, now.status) == (Status.EXPECTED, Status.SCHEDULED) and now.is_dated:
        return f"{what} confirmed"
    changed = next((name for name in ("time", "location") if getattr(now, name) != getattr(before, name)), "")
    if not changed:
        return f"{what} changed"
    part = {"time": "Time", "location": "Place"}[changed]
    if not getattr(now, changed):
        return f"{part} of the {what.lower()} not known any more"
    return f"{part} of the {what.lower()} {'changed' if getattr(before, changed) else 'set'}"


def name_of(record: Dated) -> str:
    """Return what it is: "vote", "public hearing"."""
    return record.get_kind_display().lower() if isinstance(record, Event) else "vote"


def _days(record: Dated) -> tuple[dt.date | None, dt.date | None]:
    return record.earliest, record.latest


def _news_of_days(now: Dated, before: Dated, what: str) -> str:
    """Say how other days differ from those before: a window that narrows has not moved."""
    if now.earliest is None or now.latest is None:
        return f"{what} without a date"
    if before.earliest is None or before.latest is None:
        return f"Date of the {what.lower()} set"
    if not before.earliest <= now.earliest <= now.latest <= before.latest:
        return f"{what} moved"
    return f"Date of the {what.lower()} {'set' if now.precision == Precision.DAY else 'narrowed down'}"


def _first_news(record: Dated) -> str:
    if isinstance(record, Vote):
        return "Vote announced"
    what = capfirst(name_of(record))
    return what if record.kind == EventKind.DEADLINE else f"{what} set"


def moves(record: Dated) -> list[Move]:
    """Return the moves of a vote or an event, newest first.

    The ledger holds only what changed, so each state is replayed back from today's. What was taken back, and what took
    it back, are left out: undone, a record is told as before.
    """
    state: dict[str, Any] = {name: getattr(record, name) for name in _known(record)}
    moved: list[Move] = []
    for change in reversed(_folded(ledger_of(record))):
        before = {**state, **{name: value for name, value in change.old.items() if name in state}}
        if not change.new or not set(change.new) <= LINKS:
            moved.append(Move(change, record, at_the_time(record, before), at_the_time(record, state)))
        state = before
    return _with_status(moved)


def ledger_of(record: Dated) -> list[Change]:
    """Return the lines of its ledger that tell what happened, oldest first, see `moves`."""
    return _told(_standing(record))


def _folded(ledger: Iterable[Change]) -> list[Change]:
    """Return the lines of a ledger, oldest first: what a vote gets by being linked with its meeting, in one breath with
    its date and out of the same report, is told with that.
    """
    folded: list[Change] = []
    for change in ledger:
        if folded and _is_told_with(change, folded[-1]):
            folded[-1] = _with(folded[-1], change)
        else:
            folded.append(change)
    return folded


def _is_told_with(change: Change, line: Change) -> bool:
    """Say whether it only fills in, by a link with a meeting, what the line left open."""
    is_link = bool(change.new.get("meeting_id")) and line.why == change.why
    fills_in = not any(value for name, value in change.old.items() if name not in ("phrase", "status"))
    is_status_kept = "status" not in change.new
    same_act = (change.learnt_at, change.source_url) == (line.learnt_at, line.source_url)
    return is_link and fills_in and is_status_kept and same_act


def _with(line: Change, further: Change) -> Change:
    """Return the line, unsaved, with what the further one adds; by whom they were linked is another matter."""
    added = {name: value for name, value in further.new.items() if name not in LINKS}
    both = copy(line)
    both.old = {name: further.old[name] for name in added} | line.old
    both.new = {**line.new, **added}
    return both


def _standing(record: Dated) -> Iterable[Change]:
    """Return the lines of its ledger; of what was withdrawn and stands again, not those that say only this."""
    if record.pk is None:
        return []
    if record.withdrawn_at is not None:
        return record.changes.all()
    return [change for change in record.changes.all() if change.new or change.why != Why.MISTAKE]


def _told(changes: Iterable[Change]) -> list[Change]:
    """Return the lines of a ledger, oldest first, without those that were taken back and those that took them back.

    A correction that brings back an earlier state takes back all that came after it.
    """
    told: list[tuple[Change, dict[str, Any]]] = []
    for change, state in _with_states(sorted(changes, key=lambda change: change.version)):
        is_correction = change.why == Why.MISTAKE and change.new
        if is_correction and (same := [place for place, (_, then) in enumerate(told) if then == state]):
            told = told[: same[-1] + 1]
        else:
            told.append((change, state))
    return [change for change, _ in told]


def _with_states(ledger: Sequence[Change]) -> list[tuple[Change, dict[str, Any]]]:
    """Return each line, oldest first, with all that any line names, but for links, as it was after it."""
    state: dict[str, Any] = {name: value for change in ledger for name, value in change.new.items()}
    states = []
    for change in reversed(ledger):
        states.append((change, {name: value for name, value in state.items() if name not in LINKS}))
        state = state | change.old
    return states[::-1]


def _with_status(moved: Sequence[Move]) -> list[Move]:
    """Return the moves, newest first, with the status before and after each in words."""
    worded: list[Move] = []
    word = ""
    for move in reversed(moved):
        before = word
        if move.moves_days or move.moves_status:
            is_moved = move.after.status == Status.POSTPONED and move.moves_days and move.after.is_dated
            word = "moved" if is_moved else STATUS_WORDS[Status(move.after.status)]
        worded.append(replace(move, status_before=before, status_after=word))
    return worded[::-1]


def _known(record: Dated) -> tuple[str, ...]:
    """Return the fields whose values of then a page shows."""
    return REPORTED_FIELDS if isinstance(record, Vote) else (*WHEN_FIELDS, "location", "status")


def at_the_time(record: Dated, values: dict[str, Any]) -> Dated:
    """Return it unsaved with these values, dates and times as JSON has them or typed; what is left out is empty."""
    typed = {name: value for name, value in values.items() if name in _known(record) and value is not None}
    for name, read in (("earliest", dt.date), ("latest", dt.date), ("time", dt.time)):
        if isinstance(typed.get(name), str):
            typed[name] = read.fromisoformat(typed[name])
    if isinstance(record, Event):
        return Event(kind=record.kind, title=record.title, place=record.place, **typed)
    return Vote(
        body=record.body, issue=record.issue, motion=record.motion, classification=record.classification, **typed
    )
