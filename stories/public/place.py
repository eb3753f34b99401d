"""The page of a place, with everything in it: bodies, issues, what is ahead, officials, outlets, and smaller places."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from officials.models import Person, Place, Role
from stories.models import Outlet
from stories.public.agenda import soonest
from stories.public.pages import with_opening
from stories.public.queries import bodies_shown, in_time, open_issues, places_shown, with_issues
from stories.public.source_health import health_of, with_sources
from stories.public.stances import seats_first
from votes.disposals import on_their_own
from votes.models import Event, Issue, Vote
from votes.snapshots import Dated
from votes.timing import is_over

# Of each kind on the page; the index has the others.
SHOWN = 24


def place_page(place: Place, now: dt.datetime) -> dict[str, Any]:
    now = now.astimezone(place.zone)
    today = now.date()
    of_place = Q(place=place) | Q(place=None, body__place=place)
    issues = open_issues(today).filter(of_place).order_by("title", "pk")
    bodies = bodies_shown().filter(place=place).distinct().order_by("name")
    officials = _officials(place, today)
    outlets = Outlet.objects.filter(Q(place=place) | Q(sources__place=place)).distinct()
    return {
        "place": place,
        "zone": place.zone,
        "today": today,
        "within": list(within(place)[:SHOWN]),
        "above": above(place),
        "ahead": _ahead(place, now)[:SHOWN],
        "issues": with_opening(issues[:SHOWN], now),
        "bodies": list(bodies[:SHOWN]),
        "officials": officials[:SHOWN],
        "more": {
            "issues": max(0, issues.count() - SHOWN),
            "bodies": max(0, bodies.count() - SHOWN),
            "officials": max(0, len(officials) - SHOWN),
        },
        "outlets": health_of(outlets.prefetch_related(with_sources())[:SHOWN], now),
    }


def within(place: Place) -> QuerySet[Place]:
    """Return the places inside this one that are shown, as far as Open Civic Data's identifiers say so."""
    if not place.ocd_division_id:
        return Place.objects.none()
    return places_shown().filter(ocd_division_id__startswith=f"{place.ocd_division_id}/").order_by("name")


def above(place: Place) -> list[Place]:
    """Return the places that this one lies in and that are shown, the largest first."""
    parts = place.ocd_division_id.split("/")
    wider = ["/".join(parts[:end]) for end in range(2, len(parts))]
    return sorted(places_shown().filter(ocd_division_id__in=wider), key=lambda wide: len(wide.ocd_division_id))


def _officials(place: Place, today: dt.date) -> list[tuple[Person, list[Role]]]:
    """Return who holds a role in a body of the place now, each with their roles there, by body and seat."""
    held = Role.objects.held_on(today).filter(body__in=bodies_shown().filter(place=place))
    held = held.filter(person__in=Person.objects.with_page()).select_related("person", "body")
    people: dict[Person, list[Role]] = {}
    for role in held.order_by("body__name", "seat", "title", "person__name", "pk")[: SHOWN * 20]:
        people.setdefault(role.person, []).append(role)
    return [(person, seats_first(roles)) for person, roles in people.items()]


def _ahead(place: Place, now: dt.datetime) -> list[Dated]:
    """Return the votes and events ahead in the place, the soonest first."""
    today = now.date()
    of_place = Q(body__place=place) | Q(issue__place=place)
    votes = on_their_own(Vote.objects.ahead(today).filter(of_place, issue__in=Issue.objects.public()))
    events = (
        Event.objects.ahead(today)
        .unfolded()
        .filter(Q(place=place) | Q(pk__in=Event.bodies.through.objects.filter(body__place=place).values("event")))
    )
    shown = [event for event in with_issues(events)[:SHOWN] if event.issues.all() and not is_over(event, now)]
    coming: list[Dated] = [*in_time(votes)[:SHOWN], *shown]
    return sorted(coming, key=soonest)
