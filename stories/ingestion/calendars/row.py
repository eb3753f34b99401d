"""What a calendar says of one meeting, and of which days its rows are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

# A row older than this says nothing that anybody still waits for; one further ahead than this will be said again.
BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
# Of a longer calendar the rows nearest to today are taken.
MOST_ROWS = 2_000
MOST_ITEMS = 200
# Letters taken of a field that people fill in.
LONGEST = 500


class Standing(StrEnum):
    """How it stands with a meeting: `POSTPONED` and `RECESSED` without a day are to be held when nobody knows."""

    SCHEDULED = "scheduled"
    # The body has not fixed it yet.
    EXPECTED = "expected"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RECESSED = "recessed"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an agenda, with its number as printed, "" where it has none."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting as its calendar lists it, by the clock of the body's place.

    `uid` is what the calendar knows it by whatever else changes. `body` is "" where the calendar names none, `title`
    what it calls the meeting, `topic` what it says of it beside an agenda. `day` is the one on which it is held, or on
    which it goes on where it was recessed. Where `is_doubtful`, it may be off by
    its words. `sequence` counts the calendar's own changes, and `changed_at` is when it
    made the last. `series` is the UID of the repeating event whose occurrence it is, `twin_of` the one that another
    meeting bears as well.
    """

    uid: str
    body: str
    title: str
    day: date | None
    time: time | None = None
    location: str = ""
    standing: Standing = Standing.SCHEDULED
    is_doubtful: bool = False
    topic: str = ""
    items: tuple[Item, ...] = ()
    url: str = ""
    agenda_url: str = ""
    sequence: int | None = None
    changed_at: datetime | None = None
    series: str = ""
    twin_of: str = ""

    @property
    def name(self) -> str:
        """Return whose meeting it is and what it is called, without saying the body twice."""
        if not self.body or self.body.casefold() in self.title.casefold():
            return self.title or self.body
        return f"{self.body}, {self.title}" if self.title else self.body


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which rows are taken, around today on the clock of the body's place."""

    today: date
    zone: tzinfo

    @property
    def first(self) -> date:
        return self.today - BEHIND

    @property
    def last(self) -> date:
        return self.today + AHEAD

    def holds(self, day: date | None) -> bool:
        """Say whether rows of that day are taken; a row without a day is."""
        return day is None or self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar's server sent, and for which address."""

    body: bytes
    url: str
    content_type: str = ""


# Asks for a further page of the same calendar; raises an IngestionError.
Ask = Callable[[str], Answer]


@dataclass(slots=True)
class Reading:
    """The rows of an answer. `remarks` say in plain words what was not taken and why; `unread` are the meetings (by
    UID) of which something could not be asked for: they stay as they are known.
    """

    rows: list[Row]
    remarks: list[str] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    truncated: bool = False


def nearest(rows: Sequence[Row], span: Span) -> Reading:
    """Return the rows of the span's days, as many as are taken of one calendar, in the order of their days."""
    held = [row for row in rows if span.holds(row.day)]
    kept = sorted(held, key=lambda row: abs((row.day or span.today) - span.today))[:MOST_ROWS]
    reading = Reading(sorted(kept, key=lambda row: (row.day or span.last, row.time or time.min, row.uid)))
    if len(held) > len(kept):
        reading.truncated = True
        reading.remarks.append(f"It lists {len(held):,} meetings: only the {len(kept):,} nearest to today are taken.")
    return reading
