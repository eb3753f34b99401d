"""Votes as a calendar (iCalendar, RFC 5545): a window is an all-day stretch that says it is one."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.text import capfirst
from icalendar import Calendar, Event

from stories.public.timing import has_date, last_dated, timing
from votes.models import Vote
from votes.models.status import Status
from votes.windows import Precision

# Shown for a vote whose hour is known; its end never is.
LENGTH = dt.timedelta(hours=1)


def calendar(name: str, votes: Iterable[Vote], now: dt.datetime) -> bytes:
    """Return the votes that have or had a date as an iCalendar file.

    One that has none any more, and one that was withdrawn, are cancelled events at the date they last had.
    """
    file = Calendar()
    file.add("prodid", "-//Civictrack//Votes//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for vote in votes:
        if dated := last_dated(vote):
            file.add_component(event_of(vote, dated, now))
    return bytes(file.to_ical())


def event_of(vote: Vote, dated: Vote, now: dt.datetime) -> Event:
    """Return the vote as an event, at the date of `dated`, the vote as it was when it last had one.

    Its UID stays for the vote's life, SEQUENCE counts the vote's changes.
    """
    event = Event()
    event.add("uid", f"vote-{vote.pk}@{settings.SITE_URL.split('//')[-1]}")
    event.add("sequence", vote.version)
    event.add("dtstamp", now)
    event.add("summary", summary(vote))
    event.add("description", description(vote, now.astimezone(vote.body.place.zone).date()))
    event.add("url", settings.SITE_URL + vote.get_absolute_url())
    event.add("status", status(vote))
    event.add("transp", "TRANSPARENT")
    if vote.location:
        event.add("location", vote.location)
    for name, moment in zip(("dtstart", "dtend"), bounds(dated), strict=True):
        event.add(name, moment)
    return event


def status(vote: Vote) -> str:
    """Return the vote's status in the words of RFC 5545: nothing is certain of what is only expected, or has no day."""
    if vote.withdrawn_at or not has_date(vote):
        return "CANCELLED"
    moved_to_days = vote.status == Status.POSTPONED and vote.precision != Precision.DAY
    return "TENTATIVE" if vote.status == Status.EXPECTED or moved_to_days else "CONFIRMED"


def description(vote: Vote, today: dt.date) -> str:
    """Say when the vote is, what it moved from, what it is about and how sure its date is, in short sentences."""
    said = timing(vote, today)
    when = capfirst(", ".join(part for part in (said.when, said.moved) if part))
    parts = (when, said.had and f"It had been set for {said.had}", vote.issue.title, capfirst(said.status))
    return " ".join(f"{part}." for part in parts if part)


def summary(vote: Vote) -> str:
    """Return the event's title; that of a window says that the vote is some time in it."""
    if vote.precision in (Precision.DAY, Precision.NONE):
        return f"Vote: {vote.motion} ({vote.body})"
    return f"Vote some time in these days: {vote.motion} ({vote.body})"


def bounds(vote: Vote) -> tuple[dt.date, dt.date]:
    """Return start and end of a dated vote's event; an all-day event ends on the day after, as the format has it."""
    assert vote.earliest is not None
    assert vote.latest is not None
    if vote.precision == Precision.DAY and vote.time:
        start = dt.datetime.combine(vote.earliest, vote.time, vote.body.place.zone).astimezone(dt.UTC)
        return start, start + LENGTH
    return vote.earliest, vote.latest + dt.timedelta(days=1)
