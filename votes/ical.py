"""A vote or an event as an entry of a calendar (iCalendar, RFC 5545), the same in calendars and mails: a window is an
all-day stretch that says it is one.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TypeGuard

from django.apps import apps
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
from votes.words import as_sentence, one_line, outcome_in_words

# Shown for what begins at a known hour; its end never is known.
LENGTH = dt.timedelta(hours=1)
# What is said in years that are not this one: with it every date has its year, and no text changes with the calendar.
NO_YEAR = dt.date.min


def empty() -> Calendar:
    """Return a calendar without entries."""
    file = Calendar()
    file.add("prodid", "-//Civictrack//Votes//EN")
    file.add("version", "2.0")
    return file


def for_mail(records: Iterable[Dated], organizer: str) -> dict[str, bytes]:
    """Return by method the calendars that a mail carries of these (RFC 5546): "PUBLISH" with what comes, "CANCEL" with
    what does not, or not then. The calendars to subscribe to have the same entries; `organizer` is the mail's sender.
    """
    signed = apps.get_model(settings.INSTALLATION_MODEL).own_name()
    files: dict[str, Calendar] = {}
    for record in records:
        if (dated := last_dated(record)) is None:
            continue
        component = component_of(record, dated, signed)
        component.add("organizer", f"mailto:{organizer}")
        method = "CANCEL" if status(record) == "CANCELLED" else "PUBLISH"
        if method not in files:
            files[method] = empty()
            files[method].add("method", method)
        files[method].add_component(component)
    return {method: bytes(file.to_ical()) for method, file in files.items()}


def component_of(record: Dated, dated: Dated, signed: str) -> Component:
    """Return the vote or event as a calendar has it, at the date of `dated`, as it was when it last had one.

    Its UID, `signed` by the installation, stays for its life; SEQUENCE counts its changes, and DTSTAMP is of the last.
    """
    component = Component()
    component.add("uid", f"{record._meta.model_name}-{record.pk}@{signed}")
    component.add("sequence", record.version)
    component.add("dtstamp", changed_at(record))
    component.add("last-modified", changed_at(record))
    component.add("summary", summary(record))
    component.add("description", description(record))
    component.add("url", settings.SITE_URL + record.get_absolute_url())
    component.add("status", status(record))
    component.add("transp", "TRANSPARENT")
    if location := location_of(record):
        component.add("location", one_line(location))
    start, end = bounds(record, dated)
    component.add("dtstart", start)
    if end:
        component.add("dtend", end)
    return component


def changed_at(record: Dated) -> dt.datetime:
    """Return when there was news of it: when the last line of its ledger was learnt, or it was withdrawn."""
    told = [change.learnt_at for change in record.changes.all()]
    return max(filter(None, (*told, record.withdrawn_at)), default=record.created_at).replace(microsecond=0)


def status(record: Dated) -> str:
    """Return the status in the words of RFC 5545: nothing is certain of what is only expected, or has no day."""
    if record.withdrawn_at or not has_date(record):
        return "CANCELLED"
    is_window = record.is_open and record.precision != Precision.DAY
    return "TENTATIVE" if record.status == Status.EXPECTED or is_window else "CONFIRMED"


def description(record: Dated) -> str:
    """Say when it is, what it moved from and by whom, what it is about and how sure its date is or how it
    went, in short sentences."""
    if record.withdrawn_at:
        return "This was listed by our mistake, and was withdrawn."
    said = timing(record, NO_YEAR)
    when = capfirst(", ".join(part for part in (said.when, " ".join((said.moved, said.by)).strip()) if part))
    issues = [record.issue] if isinstance(record, Vote) else record.issues.all()
    parts = (
        when, said.had and f"It had been set for {said.had}", *(issue.title for issue in issues),
        capfirst(outcome_in_words(record) if _is_decided(record) else said.status),
    )  # fmt: skip
    return " ".join(as_sentence(one_line(part)) for part in parts if part)


def _is_decided(record: Dated) -> TypeGuard[Vote]:
    return isinstance(record, Vote) and record.status == Status.HELD and bool(record.outcome)


def summary(record: Dated) -> str:
    """Return what it is, what on and whose. Many programs don't show that an entry is cancelled, nor that it is a
    window: so the title says first that it is off, has no day any more, was our mistake, or is some time in these days.
    """
    if isinstance(record, Vote):
        what, on, bodies = "Vote", record.motion, str(record.body)
    else:
        what, on = capfirst(record.get_kind_display()), record.title
        bodies = ", ".join(str(body) for body in record.bodies.all())
    if record.withdrawn_at:
        what = f"{what} listed by our mistake"
    elif record.status == Status.SHELVED:
        what = "Shelved"
    elif record.status == Status.CANCELLED:
        what = f"{what} called off"
    elif not has_date(record):
        what = f"{what} without a date now"
    elif record.precision != Precision.DAY:
        what = f"{what} some time in these days"
    return one_line(f"{what}: {on} ({bodies})" if bodies else f"{what}: {on}")


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
