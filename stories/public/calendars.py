"""Votes as a calendar (iCalendar, RFC 5545): a window is an all-day stretch that says it is one."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

from votes.models import Vote
from votes.models.decisions import Status
from votes.windows import Precision
from votes.words import window_in_words

# Shown for a vote whose hour is known; its end never is.
LENGTH = dt.timedelta(hours=1)
# The words of RFC 5545; a vote of any other status is confirmed.
STATUSES = {Status.EXPECTED: "TENTATIVE", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}


def calendar(name: str, votes: Iterable[Vote], now: dt.datetime) -> bytes:
    """Return the votes that have a date as an iCalendar file; a withdrawn one is a cancelled event."""
    file = Calendar()
    file.add("prodid", "-//Civictrack//Votes//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for vote in votes:
        if vote.is_dated:
            file.add_component(event_of(vote, now))
    return bytes(file.to_ical())


def event_of(vote: Vote, now: dt.datetime) -> Event:
    """Return the vote as an event: its UID stays for the vote's life, SEQUENCE counts the vote's changes."""
    event = Event()
    event.add("uid", f"vote-{vote.pk}@{settings.SITE_URL.split('//')[-1]}")
    event.add("sequence", vote.version)
    event.add("dtstamp", now)
    event.add("summary", summary(vote))
    event.add("description", f"{window_in_words(vote, now.date())}. {vote.issue.title}. {vote.get_status_display()}.")
    event.add("url", settings.SITE_URL + vote.get_absolute_url())
    event.add("status", "CANCELLED" if vote.withdrawn_at else STATUSES.get(Status(vote.status), "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    if vote.location:
        event.add("location", vote.location)
    for name, moment in zip(("dtstart", "dtend"), bounds(vote), strict=True):
        event.add(name, moment)
    return event


def summary(vote: Vote) -> str:
    """Return the event's title; that of a window says that the vote is some time in it."""
    if vote.precision == Precision.DAY:
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
