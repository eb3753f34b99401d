"""The indexes of issues, people, bodies, votes and places: narrowed by what is asked of them, a page at a time."""

import datetime as dt
from collections.abc import Mapping
from functools import reduce
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse

from officials.models import Person, Role
from stories.public.clock import site_zone
from stories.public.listing import Listing, listing_of
from stories.public.pages import with_opening
from stories.public.queries import bodies_shown, in_time, open_issues, places_shown
from stories.public.stances import is_held, seats_first
from votes.disposals import on_their_own
from votes.models import Issue, Vote
from votes.models.status import OPEN_STATUSES, Status

Context = dict[str, Any]
Params = Mapping[str, str]

ISSUE_STATES = {"open": "Open", "closed": "Closed"}
PEOPLE_STATES = {"all": "All", "now": "In office now"}
VOTE_STATES = {
    "ahead": "Ahead",
    "awaited": "Time over, no result known",
    "decided": "Decided",
    "off": "Shelved or called off",
    "all": "All",
}


class Surname(Func):
    """The last word of a name, but for "Jr." and the like: what lists of people go by."""

    template = (
        r"lower(regexp_replace(regexp_replace(%(expressions)s, ',? (jr|sr|ii|iii|iv)\.?$', '', 'i'), '^.* ', ''))"
    )


def issues_index(params: Params, now: dt.datetime) -> Context:
    asked, page = _begin("issues", params, now, ISSUE_STATES)
    issues: QuerySet[Issue] = Issue.objects.public().filter(closed_at__isnull=asked.state == "open")
    issues = _with_words(issues, asked, "title", "question")
    if asked.place:
        issues = issues.filter(Q(place=asked.place) | Q(place=None, body__place=asked.place))
    if asked.body:
        issues = issues.filter(body=asked.body)
    in_order = issues.select_related("place").order_by("-closed_at", "title", "pk")  # of open ones none is closed
    shown = asked.page(in_order)
    listed = list(shown)
    if asked.state == "open":
        of_page = open_issues(page["today"]).filter(pk__in=[issue.pk for issue in listed]).order_by("title", "pk")
        listed = with_opening(of_page, page["now"])
    return page | {"page": shown, "issues": listed}


def people_index(params: Params, now: dt.datetime) -> Context:
    """Return those who may have a page, by surname: each with the roles held now, else the last one held."""
    asked, page = _begin("people", params, now, PEOPLE_STATES)
    people = _with_words(Person.objects.with_page(), asked, "name", "aliases__name", "roles__body__name")
    roles = Role.objects.all()
    if asked.place:
        roles = roles.filter(body__place=asked.place)
    if asked.body:
        roles = roles.filter(body=asked.body)
    if asked.state == "now":
        roles = roles.held_on(page["today"])
    if asked.place or asked.body or asked.state == "now":
        people = people.filter(pk__in=roles.values("person"))
    in_order = people.annotate(surname=Surname("name")).order_by("surname", "name", "pk")
    shown = asked.page(in_order.prefetch_related("roles__body"))
    return page | {"page": shown, "people": [(person, _roles(person, page["today"])) for person in shown]}


def _roles(person: Person, today: dt.date) -> list[Role]:
    """Return the roles that the person holds now, a seat first, else the one that ended last."""
    roles = sorted(person.roles.all(), key=lambda role: (role.until or dt.date.max, role.pk), reverse=True)
    return seats_first(role for role in roles if is_held(role, today)) or roles[:1]


def bodies_index(params: Params, now: dt.datetime) -> Context:
    """Return the bodies by their places, each with `members`, how many are known to hold a role in it."""
    asked, page = _begin("bodies", params, now)
    bodies = _with_words(bodies_shown(), asked, "name", "aliases", "place__name")
    if asked.place:
        bodies = bodies.filter(place=asked.place)
    held = Role.objects.held_on(page["today"]).filter(person__in=Person.objects.shown(), body=OuterRef("pk"))
    counted = held.order_by().values("body").annotate(many=Count("person", distinct=True)).values("many")
    members = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    in_order = bodies.distinct().annotate(members=members).select_related("place")
    shown = asked.page(in_order.order_by("place__name", "place_id", "name"))
    places = [(place, list(there)) for place, there in groupby(shown, key=lambda body: body.place)]
    return page | {"page": shown, "places": places}


def votes_index(params: Params, now: dt.datetime) -> Context:
    """Return the votes on public issues: those ahead the soonest first, all others the last first."""
    asked, page = _begin("votes", params, now, VOTE_STATES)
    today = page["today"]
    votes = on_their_own(Vote.objects.standing().filter(issue__in=Issue.objects.public()))
    votes = _with_words(votes, asked, "motion", "issue__title", "body__name")
    if asked.place:
        votes = votes.filter(Q(body__place=asked.place) | Q(issue__place=asked.place))
    if asked.body:
        votes = votes.filter(body=asked.body)
    votes = _in_state(votes, asked.state, today)
    years = list(
        votes.filter(earliest__isnull=False)
        .order_by()
        .annotate(year=ExtractYear("earliest"))
        .values_list("year", flat=True)
        .distinct()
        .order_by("-year")
    )
    if asked.year:
        votes = votes.filter(earliest__year__lte=asked.year, latest__year__gte=asked.year)
    soonest = (F("earliest").asc(nulls_last=True), "pk")
    latest = (F("latest").desc(nulls_last=True), "-pk")
    in_order = votes.order_by(*(soonest if asked.state == "ahead" else latest))
    by_year = [(year, asked.address(year=year), year == asked.year) for year in years]
    return page | {"page": asked.page(in_time(in_order)), "years": by_year, "all_years": asked.address(year=None)}


def _in_state(votes: QuerySet[Vote], state: str, today: dt.date) -> QuerySet[Vote]:
    is_open, over = Q(status__in=OPEN_STATUSES), Q(latest__lt=today)
    conditions = {
        "ahead": is_open & (Q(latest=None) | ~over),
        "awaited": is_open & over,
        "decided": Q(status=Status.HELD),
        "off": Q(status__in=[Status.SHELVED, Status.CANCELLED]),
    }
    return votes.filter(conditions[state]) if state in conditions else votes


def places_index(params: Params, now: dt.datetime) -> Context:
    """Return the places of which anything is shown, each with `many_bodies` and `many_issues`."""
    asked, page = _begin("places", params, now)
    places = _with_words(places_shown(), asked, "name", "state")
    bodies = _count_of(bodies_shown().filter(place=OuterRef("pk")))
    issues = _count_of(Issue.objects.public().filter(closed_at=None, place=OuterRef("pk")))
    return page | {"page": asked.page(places.annotate(many_bodies=bodies, many_issues=issues).order_by("name", "pk"))}


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows of a place there are, counted beside it."""
    counted = rows.order_by().values("place").annotate(many=Count("pk", distinct=True)).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _begin(name: str, params: Params, now: dt.datetime, states: Params | None = None) -> tuple[Listing, Context]:
    """Return what is asked of the index of this name, and what every index shows."""
    zone = site_zone()
    now = now.astimezone(zone)
    asked = listing_of(reverse(name), params, states)
    return asked, {"asked": asked, "zone": zone, "now": now, "today": now.date()}


def _with_words(rows: QuerySet[Any], asked: Listing, *fields: str) -> QuerySet[Any]:
    """Return those in one of whose fields each word that is asked for stands."""
    for word in asked.words.split()[:10]:
        rows = rows.filter(reduce(Q.__or__, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows
