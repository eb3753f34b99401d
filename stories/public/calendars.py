"""Votes and events as a calendar (iCalendar, RFC 5545): a window is an all-day stretch that says it is one."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.text import capfirst
from icalendar import Calendar
from icalendar import Event as Component

from votes.models import Event, Vote
from votes.models.events import EventKind
from votes.models.status import Status
from votes.snapshots import Dated
from votes.timing import has_date, last_dated, location_of, timing
from votes.windows import Precision
from votes.words import as_sentence

# Shown for what begins at a known hour; its end never is known.
LENGTH = dt.timedelta(hours=1)


def calendar(name: str, records: Iterable[Dated], now: dt.datetime) -> bytes:
    """Return the votes and events that have or had a date as an iCalendar file.

    One that has none any more, and one that was withdrawn, are cancelled at the date they last had.
    """
    file = Calendar()
    file.add("prodid", "-//Civictrack//Votes//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for record in records:
        if dated := last_dated(record):
            file.add_component(component_of(record, dated, now))
    return bytes(file.to_ical())


def component_of(record: Dated, dated: Dated, now: dt.datetime) -> Component:
    """Return the vote or event as a calendar has it, at the date of `dated`, as it was when it last had one.

    Its UID stays for its life, SEQUENCE counts its changes.
    """
    component = Component()
    component.add("uid", f"{record._meta.model_name}-{record.pk}@{settings.SITE_URL.split('//')[-1]}")
    component.add("sequence", record.version)
    component.add("dtstamp", now)
    component.add("summary", summary(record))
    component.add("description", description(record, now.astimezone(record.zone).date()))
    component.add("url", settings.SITE_URL + record.get_absolute_url())
    component.add("status", status(record))
    component.add("transp", "TRANSPARENT")
    if location := location_of(record):
        component.add("location", location)
    start, end = bounds(record, dated)
    component.add("dtstart", start)
    if end:
        component.add("dtend", end)
    return component


def status(record: Dated) -> str:
    """Return the status in the words of RFC 5545: nothing is certain of what is only expected, or has no day."""
    if record.withdrawn_at or not has_date(record):
        return "CANCELLED"
    moved_to_days = record.status == Status.POSTPONED and record.precision != Precision.DAY
    return "TENTATIVE" if record.status == Status.EXPECTED or moved_to_days else "CONFIRMED"


def description(record: Dated, today: dt.date) -> str:
    """Say when it is, what it moved from and by whom, what it is about and how sure its date is, in short sentences."""
    said = timing(record, today)
    when = capfirst(", ".join(part for part in (said.when, " ".join((said.moved, said.by)).strip()) if part))
    issues = [record.issue] if isinstance(record, Vote) else record.issues.all()
    parts = (
        when, said.had and f"It had been set for {said.had}", *(issue.title for issue in issues), capfirst(said.status)
    )  # fmt: skip
    return " ".join(as_sentence(part) for part in parts if part)


def summary(record: Dated) -> str:
    """Return the title; that of a window says that it is some time in it, a shelved vote's that it was shelved."""
    if isinstance(record, Vote):
        what, on, bodies = "Vote", record.motion, str(record.body)
    else:
        what, on = capfirst(record.get_kind_display()), record.title
        bodies = ", ".join(str(body) for body in record.bodies.all())
    if record.status == Status.SHELVED:
        what = "Shelved"
    elif record.precision not in (Precision.DAY, Precision.NONE):
        what = f"{what} some time in these days"
    return f"{what}: {on} ({bodies})" if bodies else f"{what}: {on}"


def bounds(record: Dated, dated: Dated) -> tuple[dt.date, dt.date | None]:
    """Return start and end; an all-day entry ends on the day after, as the format has it. A deadline is a moment, which
    has no end of its own.
    """
    assert dated.earliest is not None
    assert dated.latest is not None
    if dated.precision == Precision.DAY and dated.time:
        start = dt.datetime.combine(dated.earliest, dated.time, record.zone).astimezone(dt.UTC)
        is_moment = isinstance(record, Event) and record.kind == EventKind.DEADLINE
        return start, None if is_moment else start + LENGTH
    return dated.earliest, dated.latest + dt.timedelta(days=1)
