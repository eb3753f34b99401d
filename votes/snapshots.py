"""A vote or an event as plain values, and back: what an announcement keeps of it, so that what was told stays what was
told.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from officials.models import Body
from votes.models import Announcement, Event, EventChange, Issue, Vote, VoteChange
from votes.models.decisions import NEWS_FIELDS, SCHEDULE_FIELDS
from votes.models.events import EVENT_FIELDS, EVENT_NEWS_FIELDS
from votes.subjects import read_key

Values = dict[str, Any]
# What has a date, a place and a status, which move.
Dated = Vote | Event
# By what a body's votes pass where nothing else is said of one.
BODY_FIELDS = ("seats", "passage_rule", "passage_number")
# How a vote's classification was called in what was written before November 2026.
STAGES = {"first": "reading-1", "second": "reading-2", "final": "passage"}


def plain(value: object) -> object:
    """Return a value as JSON keeps it: days and times in ISO form."""
    return value.isoformat() if isinstance(value, (date, time)) else value


def typed(model: type[Dated], values: Mapping[str, Any], names: Iterable[str]) -> Values:
    """Return those of the values that have these names, as the model's own types; days and times may be in ISO form."""
    columns = {field.attname: field for field in model._meta.fields}
    return {name: columns[name].to_python(values[name]) for name in names if name in values}


def values_of(vote: Vote) -> Values:
    """Return all that is told of a vote, its issue's title, its body's name and rule to pass with it."""
    values: Values = {name: plain(getattr(vote, name)) for name in SCHEDULE_FIELDS}
    rule = {name: getattr(vote.body, name) for name in BODY_FIELDS}
    named = {"issue": vote.issue.title, "body": vote.body.name, "body_rule": rule}
    return values | named | {"withdrawn": vote.withdrawn_at is not None}


def values_of_event(event: Event) -> Values:
    """Return all that is told of a saved event, the names of its bodies and issues with it."""
    values: Values = {name: plain(getattr(event, name)) for name in EVENT_FIELDS}
    of = {"bodies": [body.name for body in event.bodies.all()], "issues": [str(issue) for issue in event.issues.all()]}
    return values | of | {"withdrawn": event.withdrawn_at is not None}


def dated_of(subject: str, values: Mapping[str, Any]) -> Dated:
    """Return the unsaved vote or event that has these values, whichever the subject's key names."""
    return event_of(values) if read_key(subject)[0] == "event" else vote_of(values)


def vote_of(values: Mapping[str, Any]) -> Vote:
    """Return the unsaved vote that has these values, with an issue and a body of which no more is known."""
    known = typed(Vote, values, SCHEDULE_FIELDS)
    if "stage" in values:
        known.setdefault("classification", STAGES.get(values["stage"], values["stage"]))
    body = Body(name=values["body"], **values.get("body_rule", {}))
    return Vote(issue=Issue(title=values["issue"]), body=body, **known)


def event_of(values: Mapping[str, Any]) -> Event:
    """Return the unsaved event that has these values; of its bodies and issues the values alone tell."""
    return Event(**typed(Event, values, EVENT_FIELDS))


def values_told(announcement: Announcement) -> Values:
    """Return what an announcement told; of a vote's old one, written in words only, what the ledger says."""
    if announcement.new or read_key(announcement.subject)[0] != "vote":
        values: Values = announcement.new
        return values
    return values_at(announcement.subject, announcement.version)


def changes_of(subject: str) -> QuerySet[VoteChange] | QuerySet[EventChange]:
    """Return the ledger's lines of the vote or event that the subject's key names."""
    kind, pk = read_key(subject)
    return EventChange.objects.filter(event=pk) if kind == "event" else VoteChange.objects.filter(vote=pk)


def values_at(subject: str, version: int) -> Values:
    """Return what was known of a vote or an event as of a version, by its ledger."""
    kind, pk = read_key(subject)
    if kind == "event":
        blank = {name: plain(getattr(Event(), name)) for name in EVENT_FIELDS}
        values = values_of_event(Event.objects.get(pk=pk)) | blank
    else:
        vote = Vote.objects.select_related("issue", "body").get(pk=pk)
        values = values_of(Vote(issue=vote.issue, body=vote.body, motion=vote.motion))
    for new in changes_of(subject).filter(version__lte=version).values_list("new", flat=True):
        # An event's ledger has its bodies and issues by number.
        values |= {name: value for name, value in new.items() if name not in ("bodies", "issues")}
    return values


def is_same_news(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two tellings of a subject leave no difference worth a mail; of a vote, its motion or link alone."""
    if "earliest" not in one:
        return one == other
    names = EVENT_NEWS_FIELDS if "bodies" in one else NEWS_FIELDS
    return all(one.get(name) == other.get(name) for name in (*names, "withdrawn"))
