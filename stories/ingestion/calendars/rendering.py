"""A row as a person reads it: the words that a claim about it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from stories.ingestion.calendars.row import Item, Row, Standing

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STANDINGS = {
    Standing.SCHEDULED: "scheduled",
    Standing.EXPECTED: "expected, not fixed yet",
    Standing.CANCELLED: "cancelled",
    Standing.POSTPONED: "postponed, without a new date",
    Standing.RECESSED: "recessed, to go on then",
}
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The row's title and text, and where in the text its parts stand: what says when the meeting is, what it is on,
    and the title of each agenda item.
    """

    title: str
    text: str
    meeting: Place
    topic: Place | None
    items: tuple[Place, ...]


def rendered(row: Row) -> Rendered:
    """Return the row in words. Each agenda item is a paragraph that says alone when and by whom it is taken up."""
    text, items = "", []
    meeting = f"{row.name}, {when(row)}{f', {row.location}' if row.location else ''}: {_standing(row)}."
    text = meeting
    topic = None
    if row.topic:
        text += "\n\nAbout: "
        topic = (len(text), len(text) + len(row.topic))
        text += row.topic
    for item in row.items:
        text += f"\n\n{_numbered(item)} of {row.name}, {when(row)}: "
        items.append((len(text), len(text) + len(item.title)))
        text += item.title
    for label, url in (("Details", row.url), ("Agenda", row.agenda_url)):
        text += f"\n\n{label}: {url}" if url else ""
    return Rendered(f"{row.name}, {when(row)}", text, (0, len(meeting)), topic, tuple(items))


def when(row: Row) -> str:
    """Return day and hour in words: "Wednesday, November 4, 2026, 6:30 p.m."; "no date" where the row has none."""
    if row.day is None or row.standing == Standing.POSTPONED:
        return "no date"
    day = f"{WEEKDAYS[row.day.weekday()]}, {MONTHS[row.day.month - 1]} {row.day.day}, {row.day.year}"
    return f"{day}, {hour(row.time)}" if row.time else day


def hour(moment: time) -> str:
    """Return a time of day as American papers print it: "6 p.m.", "9:30 a.m.", "noon"."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


def _standing(row: Row) -> str:
    if row.standing == Standing.RECESSED and row.day is None:
        return "recessed, to go on when it is called"
    return STANDINGS[row.standing]


def _numbered(item: Item) -> str:
    return f"Item {item.number}" if item.number else "An item"
