"""Votes as a calendar (iCalendar, RFC 5545): a window is an all-day stretch that says it is one."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

from votes.models import Vote
from votes.models.decisions import Status
from votes.windows import Precision
from votes.words import window_in_words

LENGTH = dt.timedelta(hours=1)  # shown for a vote whose hour is known; its end never is
STATUSES = {Status.EXPECTED: "TENTATIVE", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}


def calendar(name: str, votes: Iterable[Vote], now: dt.datetime) -> bytes:
    """Undated votes have no place in a calendar; a withdrawn one is a cancelled event."""
    made = Calendar()
    made.add("prodid", "-//Civictrack//Votes//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for vote in votes:
        if vote.is_dated:
            made.add_component(event(vote, now))
    return bytes(made.to_ical())


def event(vote: Vote, now: dt.datetime) -> Event:
    """Its UID stays for the vote's life; SEQUENCE counts the changes of the vote."""
    made = Event()
    made.add("uid", f"vote-{vote.pk}@{settings.SITE_URL.split('//')[-1]}")
    made.add("sequence", vote.version)
    made.add("dtstamp", now)
    made.add("summary", summary(vote))
    made.add("description", f"{window_in_words(vote, now.date())}. {vote.issue.title}. {vote.get_status_display()}.")
    made.add("url", settings.SITE_URL + vote.get_absolute_url())
    made.add("status", "CANCELLED" if vote.withdrawn_at else STATUSES.get(Status(vote.status), "CONFIRMED"))
    made.add("transp", "TRANSPARENT")
    if vote.location:
        made.add("location", vote.location)
    for name, moment in zip(("dtstart", "dtend"), bounds(vote), strict=True):
        made.add(name, moment)
    return made


def summary(vote: Vote) -> str:
    """A window's event says that the vote is some time in it."""
    if vote.precision == Precision.DAY:
        return f"Vote: {vote.motion} ({vote.body})"
    return f"Vote some time in these days: {vote.motion} ({vote.body})"


def bounds(vote: Vote) -> tuple[dt.date, dt.date]:
    """Start and end; an all-day event ends on the day after, as the format has it."""
    assert vote.earliest is not None
    assert vote.latest is not None
    if vote.precision == Precision.DAY and vote.time:
        start = dt.datetime.combine(vote.earliest, vote.time, vote.body.place.zone).astimezone(dt.UTC)
        return start, start + LENGTH
    return vote.earliest, vote.latest + dt.timedelta(days=1)
