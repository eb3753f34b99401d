"""How a vote or an event moved: its ledger line by line, each with the values before and after it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst

from stories.models import LoggedAction
from stories.public.disposals import by_a_vote, put_off_by
from votes.models import Event, EventChange, Vote, VoteChange
from votes.models.changes import Why
from votes.models.decisions import REPORTED_FIELDS, WHEN_FIELDS
from votes.models.events import EventKind
from votes.models.status import Status
from votes.snapshots import Dated

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
        what = "Vote" if isinstance(self.record, Vote) else capfirst(self.record.get_kind_display())
        if self.is_mistake:
            return f"{what} corrected"
        if self.is_back_on:
            return "Back on" if isinstance(self.record, Vote) else f"{what} back on"
        if self.has_status and self.after.status in FATES:
            return FATES[Status(self.after.status)].format(what)
        if self.is_first:
            return _first_news(self.record, what)
        if not self.moves_days:
            return f"{what} changed"
        if not self.after.is_dated:
            return f"{what} without a date"
        return f"{what} moved" if self.before.is_dated else f"Date of the {what.lower()} set"

    @property
    def reason(self) -> str:
        """Say by what vote it was put off, for a while or for good; nothing where no vote did it."""
        if self.moved_by is None or not isinstance(self.after, Vote):
            return ""
        return put_off_by(self.moved_by, self.after) if self.is_shelving else by_a_vote(self.moved_by)


def _first_news(record: Dated, what: str) -> str:
    if isinstance(record, Vote):
        return "Vote announced"
    return what if record.kind == EventKind.DEADLINE else f"{what} set"


def moves(record: Dated) -> list[Move]:
    """Return the moves of a vote or an event, newest first.

    The ledger holds only what changed, so each state is replayed back from today's. What was taken back, and what took
    it back, are left out: undone, a record is told as before.
    """
    state: dict[str, Any] = {name: getattr(record, name) for name in _known(record)}
    moved: list[Move] = []
    for change in reversed(ledger_of(record)):
        before = {**state, **{name: value for name, value in change.old.items() if name in state}}
        if not change.new or not set(change.new) <= LINKS:
            moved.append(Move(change, record, at_the_time(record, before), at_the_time(record, state)))
        state = before
    return _with_status(moved)


def ledger_of(record: Dated) -> list[Change]:
    """Return the lines of its ledger that tell what happened, oldest first, see `moves`."""
    return _told(_standing(record))


def _standing(record: Dated) -> Iterable[Change]:
    """Return the lines of its ledger; of what was withdrawn and stands again, not those that say only this."""
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


ByHand = Collection[tuple[str, int, dt.datetime]]


def moves_of(records: Iterable[Dated], by_hand: ByHand | None = None) -> list[Move]:
    """Return the moves of all these, each one's newest first, and those marked that an editor made by hand, as
    `by_hand_at` has it; where that is not known, a query says so.
    """
    moved = [move for record in records for move in moves(record)]
    known = _by_hand(moved) if by_hand is None else by_hand
    if not known:
        return moved
    return [
        replace(move, by_hand=any((*subject, move.change.learnt_at) in known for subject in _subjects(move)))
        for move in moved
    ]


def by_hand_at(edits: Iterable[tuple[int | None, int | None, int | None, dt.datetime]]) -> ByHand:
    """Return what an editor changed by hand, and when, from what a log names: a vote, a disposal, an event; the log and
    the ledger are written in one transaction, at one moment.
    """
    return frozenset(
        (kind, pk, at)
        for *subjects, at in edits
        for kind, pk in zip(("vote", "disposal", "event"), subjects, strict=True)
        if isinstance(pk, int)
    )


def _by_hand(moved: Iterable[Move]) -> ByHand:
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None)
    touched = {subject for move in moved for subject in _subjects(move)}
    of_these = Q(pk=None)
    for kind in {kind for kind, _ in touched}:
        of_these |= Q(**{f"after__{kind}__in": [pk for name, pk in touched if name == kind]})
    return by_hand_at(edits.filter(of_these).values_list("after__vote", "after__disposal", "after__event", "at"))


def _subjects(move: Move) -> list[tuple[str, int]]:
    """Return what a log of the act that made the move names: the record, or the meeting with which a vote moved."""
    if isinstance(move.record, Event):
        return [("event", move.record.pk)]
    meetings = {move.record.meeting_id, move.change.old.get("meeting_id"), move.change.new.get("meeting_id")}
    own = [("vote", move.record.pk), ("disposal", move.record.pk)]
    return [*own, *(("event", meeting) for meeting in meetings if meeting)]


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
