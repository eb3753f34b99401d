"""What is ahead on an issue or in a body, what became of the rest, and what of it is shown large."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from votes.models import Event, Vote
from votes.models.events import EventKind
from votes.models.status import Status
from votes.snapshots import Dated
from votes.timing import is_over, shelving


@dataclass(frozen=True)
class Agenda:
    """Votes by what became of them, and the `events` ahead.

    `lead` is shown large: the next vote, meeting or hearing, else the next deadline, else the `vote`. `vote` is shown
    large as well: the next one, else one overdue, else the last of which we know what came of it. `deadlines` fall
    before the lead or with it, and are shown on top of it.
    """

    lead: Dated | None
    vote: Vote | None
    deadlines: list[Event]
    ahead: list[Vote]
    events: list[Event]
    overdue: list[Vote]
    held: list[Vote]
    shelved: list[Vote]
    called_off: list[Vote]

    @property
    def event(self) -> Event | None:
        """Return the event that leads, if one does."""
        return self.lead if isinstance(self.lead, Event) else None

    @property
    def shown(self) -> list[Dated]:
        """Return all that is shown large."""
        return [*self.deadlines, *([self.event] if self.event else []), *([self.vote] if self.vote else [])]

    @property
    def coming(self) -> list[Dated]:
        """Return the votes and events ahead, the soonest first."""
        coming: list[Dated] = [*self.ahead, *self.events]
        return sorted(coming, key=soonest)

    @property
    def past(self) -> list[Vote]:
        return [*self.held, *self.shelved, *self.called_off]

    @property
    def others(self) -> list[Dated]:
        """Return all but those shown large."""
        return [record for record in (*self.coming, *self.overdue, *self.past) if record not in self.shown]


def agenda(votes: Iterable[Vote], now: dt.datetime, events: Iterable[Event] = ()) -> Agenda:
    """Return what was not withdrawn, the soonest first, of what is over the last first; `now` is by the place's clock.

    Every vote is in one of the lists.
    """
    today = now.date()
    rows = sorted((vote for vote in votes if not vote.withdrawn_at), key=soonest)
    shelved = sorted((vote for vote in rows if vote.status == Status.SHELVED), key=shelved_on, reverse=True)
    overdue = [vote for vote in rows if vote.is_open and vote.is_over(today)]
    ahead = [vote for vote in rows if vote.is_open and not vote.is_over(today)]
    held = [vote for vote in reversed(rows) if vote.status == Status.HELD]
    called_off = [vote for vote in rows if vote.status == Status.CANCELLED]
    standing = (event for event in events if event.is_open and not event.withdrawn_at)
    coming = sorted((event for event in standing if not is_over(event, now)), key=soonest)
    put_off = [vote for vote in shelved if (move := shelving(vote)) and move.moved_by]
    awaited = [vote for vote in reversed(overdue) if not _is_moot(vote, put_off)]
    since = [vote for vote in held if not _is_moot(vote, shelved)]
    vote = next(iter([*ahead, *awaited, *since, *shelved, *held, *called_off]), None)
    lead, deadlines = _lead(ahead, coming)
    return Agenda(lead or vote, vote, deadlines, ahead, coming, overdue, held, shelved, called_off)


def soonest(record: Dated) -> tuple[dt.date, dt.date, dt.time, int]:
    """Return what to sort by: the last possible day, then the first and the hour; without a day it comes last."""
    return record.latest or dt.date.max, record.earliest or dt.date.max, record.time or dt.time.max, record.pk


def shelved_on(vote: Vote) -> dt.date:
    """Return the day on which a vote was shelved, as far as its ledger says: that of the vote that did it, else the day
    on which we learnt of it.
    """
    move = shelving(vote)
    if move is None:
        return dt.date.min
    told = move.moved_by.latest if move.moved_by else None
    return told or move.change.learnt_at.astimezone(vote.body.place.zone).date()


def _is_moot(vote: Vote, shelved: Iterable[Vote]) -> bool:
    """Say whether the matter was shelved on the vote's last day or later: what came of that is what readers ask."""
    day = vote.latest or dt.date.min
    return any(other.issue_id == vote.issue_id and shelved_on(other) >= day for other in shelved)


def _lead(ahead: list[Vote], events: list[Event]) -> tuple[Dated | None, list[Event]]:
    """Return what is next, and the deadlines that fall before it or with it."""
    deadlines = [event for event in events if event.kind == EventKind.DEADLINE]
    gatherings = [event for event in events if event.kind != EventKind.DEADLINE]
    nearest: list[Dated] = sorted([*ahead, *gatherings], key=soonest)
    lead = next((record for record in nearest if record.is_dated), None)
    if lead is None:
        # What can be met by a day comes before what has none yet.
        return next(iter([*deadlines, *nearest]), None), []
    last = lead.latest or dt.date.max
    return lead, [deadline for deadline in deadlines if deadline.latest and deadline.latest <= last]
