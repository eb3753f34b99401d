"""What a feed or a calendar is of: an issue, a person, a body, a place, or all there is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from officials.models import Body, Person, Place
from stories.evidence.privacy import listed_quotes
from stories.models import Quote
from stories.public.former_names import once_at, person_once_called
from stories.public.queries import bodies_shown, events_of
from votes.models import Event, Issue, Position, Vote
from votes.models.events import EventQuerySet

Record = Issue | Person | Body | Place
# Where a row of an issue, or of a person, names each.
OWN = {"issue": "issue", "body": "issue__body", "place": "issue__place", "person": "person"}


@dataclass(frozen=True)
class Scope:
    """One such thing; without a record it is all there is."""

    record: Record | None = None

    @property
    def kind(self) -> str:
        return (self.record._meta.model_name or "") if self.record else "all"

    @property
    def name(self) -> str:
        return str(self.record) if self.record else "All issues"

    @property
    def path(self) -> str:
        """Return the address of its page, of what has none that of the front page."""
        try:
            return reverse(self.kind, args=[self.record.slug] if self.record else [])
        except NoReverseMatch:
            return reverse("home")

    def address(self, what: str) -> str:
        """Return the address of its `feed` or `calendar`."""
        return reverse(f"{self.kind}_{what}", args=[self.record.slug] if self.record else [])

    @property
    def positions(self) -> QuerySet[Position]:
        """Return where people stand in it; under a body's name on the issues that it decides."""
        listed = Q(person__in=Person.objects.with_page(), issue__in=Issue.objects.public())
        positions: QuerySet[Position] = Position.objects.filter(listed, self._own)
        return positions

    @property
    def quotes(self) -> QuerySet[Quote]:
        """Return what was said in it, but for the words of private people."""
        public = Q(issue__in=Issue.objects.public())
        return listed_quotes().filter(self._own, public | Q(issue=None) if self.kind == "person" else public)

    def votes(self, today: dt.date) -> QuerySet[Vote]:
        """Return its votes, also those withdrawn; a person's are those of the bodies in which they vote and of the
        issues on which they stand.
        """
        votes = Vote.objects.filter(issue__in=Issue.objects.public())
        if isinstance(self.record, Person):
            return votes.filter(Q(body__in=_seats(self.record, today)) | Q(issue__in=_matters(self.record)))
        if isinstance(self.record, Body):
            return votes.filter(body=self.record)
        return votes.filter(self._own | Q(body__place=self.record) if isinstance(self.record, Place) else self._own)

    def events(self, today: dt.date) -> EventQuerySet:
        """Return its events, as `votes`, but for those that are told as a vote."""
        if isinstance(self.record, Issue):
            return events_of(self.record)
        events = Event.objects.filter(pk__in=Issue.objects.public().values("events")).unfolded()
        if isinstance(self.record, Person):
            seats = Event.bodies.through.objects.filter(body__in=_seats(self.record, today))
            return events.filter(Q(pk__in=seats.values("event")) | Q(pk__in=_matters(self.record, "issue__events")))
        if isinstance(self.record, Body):
            return events.filter(bodies=self.record)
        return events.filter(place=self.record) if self.record else events

    @property
    def _own(self) -> Q:
        """Return the condition on rows of an issue, and perhaps of a person."""
        return Q(**{OWN[self.kind]: self.record}) if self.record else Q()


def scope_at(kind: str, slug: str) -> Scope:
    """Return what stands at this address or stood there under another of its names; raises Http404."""
    if kind == "all":
        return Scope()
    if kind == "issue":
        return Scope(once_at(Issue.objects.public().select_related("place", "body__place"), slug))
    if kind == "body":
        return Scope(once_at(bodies_shown().select_related("place"), slug))
    if kind == "place":
        return Scope(get_object_or_404(Place, slug=slug))
    person = Person.objects.with_page().filter(slug=slug).first() or person_once_called(slug)
    if person is None:
        raise Http404("There is nobody at this address.")
    return Scope(person)


def _seats(person: Person, today: dt.date) -> QuerySet[Body]:
    return Body.objects.filter(roles__in=person.roles.held_on(today).filter(voting=True))


def _matters(person: Person, field: str = "issue") -> QuerySet[Position]:
    matters: QuerySet[Position] = person.positions.filter(**{f"{field}__isnull": False}).values(field)
    return matters
