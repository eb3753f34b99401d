"""What a reader can do before a vote is taken or a meeting is held: what ends before it, and how to take part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from officials.models import Body
from votes.models import Event, Vote
from votes.models.events import EventKind
from votes.snapshots import Dated
from votes.subjects import read_key
from votes.taking_part import ways_of
from votes.timing import is_over, timing
from votes.words import one_line, web_address


@dataclass(frozen=True)
class Action:
    """A thing to do: "Sign up to speak by Wednesday, Nov 5, 5 p.m.", at an address, if it has one in the web."""

    words: str
    link: str = ""
    note: str = ""


def actions(subject: str, now: datetime) -> list[Action]:
    """Return what can be done by now before the vote or event that the key names; nothing once it is over or off."""
    record = _record(subject)
    if record is None or record.withdrawn_at or not record.is_open or is_over(record, now):
        return []
    return [*_deadlines(record, now), *_ways(record, now)]


def _record(subject: str) -> Dated | None:
    kind, pk = read_key(subject)
    if kind == "event":
        return Event.objects.select_related("place").prefetch_related("bodies", "issues").filter(pk=pk).first()
    return Vote.objects.select_related("issue", "body__place", "meeting").filter(pk=pk).first()


def _deadlines(record: Dated, now: datetime) -> Iterator[Action]:
    """Yield the deadlines on the same matter that end before it, or with it."""
    issues = [record.issue] if isinstance(record, Vote) else record.issues.all()
    today = now.astimezone(record.zone).date()
    coming = Event.objects.ahead(today).filter(kind=EventKind.DEADLINE, issues__in=issues, latest__isnull=False)
    if record.latest:
        coming = coming.filter(latest__lte=record.latest)
    if isinstance(record, Event):
        coming = coming.exclude(pk=record.pk)
    for deadline in coming.select_related("place").prefetch_related("changes").distinct():
        if not is_over(deadline, now):
            url = deadline.url or settings.SITE_URL + deadline.get_absolute_url()
            yield Action(one_line(f"{deadline.title} {timing(deadline, today).when}"), web_address(url))


def _ways(record: Dated, now: datetime) -> Iterator[Action]:
    """Yield where those who decide meet, and where to sign up and comment, each with the day it was checked."""
    bodies = _bodies(record)
    for body, ways in ways_of(bodies, now.astimezone(record.zone).date()):
        whose = f" ({body})" if len(bodies) > 1 else ""
        for way in ways:
            words = f"{way.label}{whose}" if way.is_link else f"{way.label}{whose}: {way.address}"
            yield Action(one_line(words), web_address(way.address) if way.is_link else "", f"checked {way.checked}")


def _bodies(record: Dated) -> list[Body]:
    if isinstance(record, Event):
        return list(record.bodies.all())
    return list(dict.fromkeys([record.body, *(record.meeting.bodies.all() if record.meeting else [])]))
