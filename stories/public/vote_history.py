"""An issue's votes as a reader needs them: what is ahead, how its date moved, what came of the others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stories.models import LoggedAction
from votes.models import Vote, VoteChange
from votes.models.status import Status

# The fields of a vote that make its date, and all whose values of then a page shows.
WINDOW = ("earliest", "latest", "precision", "phrase", "time")
KNOWN = (*WINDOW, "status", "location", "outcome", "yes", "no")


STATUS_WORDS = {
    Status.EXPECTED: "expected",
    Status.SCHEDULED: "scheduled",
    Status.POSTPONED: "postponed",
    Status.CANCELLED: "called off",
    Status.HELD: "held",
}
# What a vote's new status is called as news.
FATES = {Status.HELD: "Vote held", Status.CANCELLED: "Vote called off", Status.POSTPONED: "Vote postponed"}


@dataclass(frozen=True)
class Move:
    """One line of the ledger. `before` and `after` are unsaved votes that hold the values of then, for `|when`.

    `status_before` and `status_after` name the status of then; what was postponed to a date has "moved". `by_hand` says
    that an editor changed it and named the source; `reported` is when the story that told it appeared, if we have one.
    """

    change: VoteChange
    before: Vote
    after: Vote
    status_before: str = ""
    status_after: str = ""
    by_hand: bool = False
    reported: dt.datetime | None = None

    @property
    def is_first(self) -> bool:
        """Say whether it is no move: the vote was first heard of."""
        return self.change.version == 0

    @property
    def moves_date(self) -> bool:
        return any(name in self.change.new for name in WINDOW)

    @property
    def moves_days(self) -> bool:
        return "earliest" in self.change.new or "latest" in self.change.new

    @property
    def moves_status(self) -> bool:
        return "status" in self.change.new

    @property
    def has_status(self) -> bool:
        """Say whether its line names the status: that it moved is said by the dates."""
        return self.moves_status and not (self.moves_days and self.status_after == "moved")

    @property
    def news(self) -> str:
        """Say in two or three words what happened to the vote."""
        if self.is_mistake:
            return "Vote corrected"
        if self.has_status and self.after.status in FATES:
            return FATES[Status(self.after.status)]
        if self.is_first:
            return "Vote announced"
        if not self.moves_days:
            return "Vote changed"
        if not self.after.is_dated:
            return "Vote without a date"
        return "Vote moved" if self.before.is_dated else "Date of the vote set"

    @property
    def is_result(self) -> bool:
        return bool(self.change.new.get("status") == Status.HELD)

    @property
    def is_mistake(self) -> bool:
        return self.change.why == VoteChange.Why.MISTAKE


def moves(vote: Vote) -> list[Move]:
    """Return the vote's moves, newest first.

    The ledger holds only what changed, so each state is replayed back from today's.
    """
    state: dict[str, Any] = {name: getattr(vote, name) for name in KNOWN}
    moved: list[Move] = []
    for change in sorted(vote.changes.all(), key=lambda change: change.version, reverse=True):
        before = {**state, **{name: value for name, value in change.old.items() if name in KNOWN}}
        moved.append(Move(change, at_the_time(vote, before), at_the_time(vote, state)))
        state = before
    return _with_status(moved)


def moves_of(votes: Iterable[Vote]) -> list[Move]:
    """Return the moves of all these votes, each vote's newest first, and those marked that an editor made by hand."""
    moved = [move for vote in votes for move in moves(vote)]
    edits = LoggedAction.objects.filter(act=LoggedAction.Act.EDIT, finding=None)
    edits = edits.filter(after__vote__in=list({move.change.vote_id for move in moved}))
    # The log and the ledger are written in one transaction, at one moment.
    by_hand = set(edits.values_list("after__vote", "at"))
    return [replace(move, by_hand=(move.change.vote_id, move.change.learnt_at) in by_hand) for move in moved]


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


def at_the_time(vote: Vote, values: dict[str, Any]) -> Vote:
    """Return an unsaved vote of the same body, with dates and times as JSON has them; what is left out is empty."""
    typed = {name: value for name, value in values.items() if name in KNOWN and value is not None}
    for name, read in (("earliest", dt.date), ("latest", dt.date), ("time", dt.time)):
        if isinstance(typed.get(name), str):
            typed[name] = read.fromisoformat(typed[name])
    return Vote(body=vote.body, issue=vote.issue, motion=vote.motion, **typed)


@dataclass(frozen=True)
class Agenda:
    """Votes by what became of them; `lead`, shown large, is the next one, else one overdue, else the last held."""

    lead: Vote | None
    ahead: list[Vote]
    overdue: list[Vote]
    held: list[Vote]
    called_off: list[Vote]

    @property
    def past(self) -> list[Vote]:
        return [*self.held, *self.called_off]

    @property
    def others(self) -> list[Vote]:
        """Return all but the one shown large."""
        return [vote for vote in (*self.ahead, *self.overdue, *self.past) if vote != self.lead]


def agenda(votes: Iterable[Vote], today: dt.date) -> Agenda:
    """Return the votes that were not withdrawn, the soonest first, those held the last first."""
    rows = sorted(
        (vote for vote in votes if not vote.withdrawn_at), key=lambda vote: (vote.earliest or dt.date.max, vote.pk)
    )
    overdue = [vote for vote in rows if vote.is_open and vote.is_over(today)]
    ahead = [vote for vote in rows if vote.is_open and not vote.is_over(today)]
    held = [vote for vote in reversed(rows) if vote.status == Status.HELD]
    called_off = [vote for vote in rows if vote.status == Status.CANCELLED]
    lead = next(iter([*ahead, *overdue[::-1], *held, *called_off]), None)
    return Agenda(lead, ahead, overdue, held, called_off)
