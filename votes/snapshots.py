"""A vote or an event as plain values, and back: what an announcement keeps of it, so that what was told stays what was
told.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from officials.models import Body
from votes.models import Announcement, Event, Issue, Vote
from votes.models.decisions import NEWS_FIELDS, SCHEDULE_FIELDS
from votes.models.events import EVENT_FIELDS, EVENT_NEWS_FIELDS
from votes.subjects import read_key

Values = dict[str, Any]
# How a vote's classification was called in what was written before November 2026.
STAGES = {"first": "reading-1", "second": "reading-2", "final": "passage"}


def plain(value: object) -> object:
    """Return a value as JSON keeps it: days and times in ISO form."""
    return value.isoformat() if isinstance(value, (date, time)) else value


def values_of(vote: Vote) -> Values:
    """Return all that is told of a vote, its issue's title and its body's name with it."""
    values: Values = {name: plain(getattr(vote, name)) for name in SCHEDULE_FIELDS}
    return values | {"issue": vote.issue.title, "body": vote.body.name, "withdrawn": vote.withdrawn_at is not None}


def values_of_event(event: Event) -> Values:
    """Return all that is told of a saved event, the names of its bodies with it."""
    values: Values = {name: plain(getattr(event, name)) for name in EVENT_FIELDS}
    bodies = [body.name for body in event.bodies.all()]
    return values | {"bodies": bodies, "withdrawn": event.withdrawn_at is not None}


def vote_of(values: Mapping[str, Any]) -> Vote:
    """Return the unsaved vote that has these values, with an issue and a body that have names only."""
    columns = {field.attname: field for field in Vote._meta.fields}
    known = {name: columns[name].to_python(values[name]) for name in SCHEDULE_FIELDS if name in values}
    if "stage" in values:
        known.setdefault("classification", STAGES.get(values["stage"], values["stage"]))
    return Vote(issue=Issue(title=values["issue"]), body=Body(name=values["body"]), **known)


def event_of(values: Mapping[str, Any]) -> Event:
    """Return the unsaved event that has these values; of its bodies the values alone tell."""
    columns = {field.attname: field for field in Event._meta.fields}
    return Event(**{name: columns[name].to_python(values[name]) for name in EVENT_FIELDS if name in values})


def values_told(announcement: Announcement) -> Values:
    """Return what an announcement told; of a vote's old one, written in words only, what the ledger says."""
    kind, pk = read_key(announcement.subject)
    if announcement.new or kind != "vote":
        values: Values = announcement.new
        return values
    return values_at(pk, announcement.version)


def values_at(pk: int, version: int) -> Values:
    """Return what was known of a vote as of a version, by its ledger."""
    vote = Vote.objects.select_related("issue", "body").get(pk=pk)
    values = values_of(Vote(issue=vote.issue, body=vote.body, motion=vote.motion))
    for new in vote.changes.filter(version__lte=version).values_list("new", flat=True):
        values |= new
    return values


def is_same_news(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two tellings of a subject leave no difference worth a mail; of a vote, its motion or link alone."""
    if "earliest" not in one:
        return one == other
    names = EVENT_NEWS_FIELDS if "bodies" in one else NEWS_FIELDS
    return all(one.get(name) == other.get(name) for name in (*names, "withdrawn"))
