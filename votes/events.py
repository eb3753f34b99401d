"""Changes an event's date, place or status, which nothing else may: the event, its ledger, the votes taken at it, and
what is told of them, as one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Body
from votes import schedule
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Announcement, Event, EventChange, Issue, Vote
from votes.models.changes import Why
from votes.models.events import EVENT_FIELDS, EVENT_NEWS_FIELDS, EventKind, place_of
from votes.snapshots import plain, typed, values_of_event
from votes.subjects import key_of

__all__ = ["Citation", "change", "create", "restore", "take_at", "withdraw"]

# What an event's votes share with it.
SHARED_FIELDS = ("earliest", "latest", "precision", "phrase", "time", "location")
# Whom and what it is of.
OF = ("bodies", "issues")


@transaction.atomic
def create(
    kind: str, title: str, bodies: Iterable[Body], issues: Iterable[Issue], citation: Citation, now: datetime, *,
    votes: Iterable[Vote] = (), **fields: object,
) -> Event:  # fmt: skip
    """Return a new event at which the `votes` are taken, version 0, announced unless its day has gone by.

    Raises ValidationError, with a sentence that says what to do, for what contradicts itself.
    """
    bodies, issues = list(bodies), list(issues)
    if not issues:
        raise ValidationError("Say which issue this is on.")
    event = Event(kind=kind, title=title, place=place_of(bodies, issues), **_clean(fields))
    _check(event)
    event.save()
    event.bodies.set(bodies)
    event.issues.set(issues)
    blank = Event(kind=kind)
    named = {"bodies": _numbers(bodies), "issues": _numbers(issues)}
    names = ["kind", "title", *fields]
    _log(event, _of(blank, names) | {"bodies": [], "issues": []}, _of(event, names) | named, citation, now, Why.NEWS)
    take_at(event, votes, citation, now)
    if not event.is_over(now.astimezone(event.zone).date()):
        _announce(event, {}, citation, now, Why.NEWS)
    return event


@transaction.atomic
def change(
    event: Event, new: Mapping[str, Any], citation: Citation, now: datetime, why: str = Why.NEWS
) -> EventChange | None:
    """Move the event to its `new` values, and the votes yet to be taken at it along; None when nothing differs.

    `new` holds fields of EVENT_FIELDS, and of bodies and issues the numbers. Brings the caller's `event` up to date.
    """
    row = Event.objects.select_for_update().get(pk=event.pk)
    before = Event.objects.select_related("place").get(pk=event.pk)
    told_before = values_of_event(before)
    old, now_of = _of(before, EVENT_FIELDS) | _named(row), {name: sorted(new[name]) for name in OF if name in new}
    for name, value in _clean({name: value for name, value in new.items() if name not in OF}).items():
        setattr(row, name, value)
    values = _of(row, EVENT_FIELDS) | _named(row) | now_of
    names = [name for name in values if values[name] != old[name]]
    if not names:
        event.refresh_from_db()
        return None
    if not values["issues"]:
        raise ValidationError("Say which issue this is on.")
    row.version += 1
    for name in now_of:
        getattr(row, name).set(now_of[name])
    if row.place is None or "bodies" in names:
        row.place = place_of(row.bodies.all(), row.issues.all())
    _check(row)
    row.save()
    event.refresh_from_db()
    changed = _log(row, {n: old[n] for n in names}, {n: values[n] for n in names}, citation, now, why)
    if any(name in EVENT_NEWS_FIELDS for name in names):
        _move_votes(row, citation, now, why)
        _announce(row, told_before, citation, now, why)
    return changed


@transaction.atomic
def take_at(event: Event, votes: Iterable[Vote], citation: Citation, now: datetime, why: str = Why.NEWS) -> bool:
    """Have the event be the meeting of these votes and of no other undecided ones: they get its date. Say whether any
    vote was not linked so before.
    """
    votes = list(votes)
    on = set(event.issues.values_list("pk", flat=True))
    if strange := next((vote for vote in votes if vote.issue_id not in on), None):
        raise ValidationError(f"“{strange}” is on another issue; add that issue first.")
    changed = False
    for vote in event.votes.standing().undecided().exclude(pk__in=[vote.pk for vote in votes]):
        changed |= schedule.change(vote, {"meeting_id": None}, citation, now, why) is not None
    for vote in votes:
        new = _newly_shared(event, vote) | {"meeting_id": event.pk}
        changed |= schedule.change(vote, new, citation, now, why) is not None
    return changed


@transaction.atomic
def withdraw(event: Event, citation: Citation, now: datetime) -> EventChange | None:
    """Take back an event that was our mistake: it is shown nowhere, and whoever was told of it is told so."""
    row = Event.objects.select_for_update().get(pk=event.pk)
    if row.withdrawn_at is not None:
        return None
    told_before = values_of_event(row)
    row.withdrawn_at = now
    row.version += 1
    row.save()
    event.refresh_from_db()
    changed = _log(row, {}, {}, citation, now, Why.MISTAKE)
    _announce(row, told_before, citation, now, Why.MISTAKE)
    return changed


@transaction.atomic
def restore(event: Event, citation: Citation, now: datetime) -> EventChange | None:
    """Bring an event back that was withdrawn by mistake; whoever was told that there is none is told so."""
    row = Event.objects.select_for_update().get(pk=event.pk)
    if row.withdrawn_at is None:
        return None
    told_before = values_of_event(row)
    row.withdrawn_at = None
    row.version += 1
    row.save()
    event.refresh_from_db()
    changed = _log(row, {}, {}, citation, now, Why.MISTAKE)
    _announce(row, told_before, citation, now, Why.MISTAKE)
    return changed


def _clean(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return the values as the model's own types. Raises ValueError for a field that can't change here."""
    unknown = sorted(set(fields) - set(EVENT_FIELDS))
    if unknown:
        raise ValueError(f"An event's {', '.join(unknown)} can't change here; only {', '.join(EVENT_FIELDS)} can.")
    return typed(Event, fields, fields)


def _check(event: Event) -> None:
    """Raise ValidationError where the event contradicts itself."""
    event.full_clean()
    if event.kind == EventKind.DEADLINE and event.pk and event.votes.standing().exists():
        raise ValidationError("A vote is taken at this, so it is no deadline; take the vote from it first.")


def _of(event: Event, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(getattr(event, name)) for name in names}


def _named(event: Event) -> dict[str, list[int]]:
    return {name: _numbers(getattr(event, name).all()) for name in OF}


def _numbers(rows: Iterable[Body] | Iterable[Issue]) -> list[int]:
    return sorted(row.pk for row in rows)


def _move_votes(event: Event, citation: Citation, now: datetime, why: str) -> None:
    """Have the votes yet to be taken at the event move, be called off and come back with it."""
    for vote in event.votes.standing().undecided().order_by("pk"):
        schedule.change(vote, _shared(event), citation, now, why)


def _shared(event: Event) -> dict[str, Any]:
    """Return the date, place and status of the votes taken at the event."""
    return {name: getattr(event, name) for name in SHARED_FIELDS} | {"status": event.status}


def _newly_shared(event: Event, vote: Vote) -> dict[str, Any]:
    """Return what a vote takes from the event when it is linked: of the same days, what only the vote tells stays."""
    same_days = (vote.earliest, vote.latest) == (event.earliest, event.latest)
    shared = _shared(event)
    return {name: value for name, value in shared.items() if value or not same_days}


def _log(
    event: Event, old: dict[str, Any], new: dict[str, Any], citation: Citation, now: datetime, why: str
) -> EventChange:  # fmt: skip
    return EventChange.objects.create(
        event=event, version=event.version, old=old, new=new, why=why, by_what=citation.by_what, learnt_at=now,
        **citation.as_fields(),
    )  # fmt: skip


def _announce(event: Event, before: Mapping[str, Any], citation: Citation, now: datetime, why: str) -> None:
    """Tell the followers of the issues on which no vote is taken at the event: of the others that vote's move tells."""
    topics = announce.topics_of_event(event)
    if not topics:
        return
    news = announce.News(
        Announcement.Kind.EVENT,
        key_of(event),
        event.version,
        topics=topics,
        path=announce.path_of_event(event),
        citation=citation,
        old=before,
        new=values_of_event(event),
        why=why,
    )
    announce.tell(news, now)
