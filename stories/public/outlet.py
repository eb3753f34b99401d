"""The outlets that are read, and the page of one: how its sources are doing, and what was taken from its stories."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from stories.models import Article, Outlet, Rank, Source, Taken
from stories.public.clock import site_zone
from stories.public.listing import listing_of
from stories.public.queries import public_stories, why_public
from stories.public.source_health import OutletHealth, health_of, unread_places, with_sources

STORIES_A_PAGE = 25


def outlets_shown() -> QuerySet[Outlet]:
    """Return those that are read, or were and have a public story."""
    is_read = Exists(Source.objects.filter(outlet=OuterRef("pk")))
    # Of the others each reason by itself, and no further than to the first story: for one beside another, or for all
    # outlets at once, PostgreSQL would read every story there is; so it would for those that are read.
    untold = set(Outlet.objects.exclude(is_read).values_list("pk", flat=True))
    others = sorted(untold)
    for why in why_public() if others else ():
        first = Article.objects.shown().filter(why, outlet=OuterRef("pk")).order_by().values("pk")[:1]
        told = Outlet.objects.filter(pk__in=untold).alias(first=Subquery(first)).filter(first__isnull=False)
        untold.difference_update(told.values_list("pk", flat=True))
    shown = Outlet.objects.filter(Q(is_read) | Q(pk__in=set(others) - untold))
    return shown.select_related("place").prefetch_related(with_sources())


def outlets_index(params: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Return how every outlet is doing, those that leave a blind spot first; and the places of which none is read."""
    zone, asked = site_zone(), listing_of(reverse("outlets"), params)
    every = health_of(outlets_shown(), now)
    shown = every
    if asked.place:
        places = {asked.place.pk}
        shown = [health for health in shown if places & {health.outlet.place_id, *(s.place_id for s in health.sources)}]
    for word in asked.words.casefold().split():
        shown = [health for health in shown if word in health.outlet.name.casefold()]
    return {
        "asked": asked, "zone": zone, "today": now.astimezone(zone).date(), "page": asked.page(shown),
        "blind": sum(health.is_blind_spot for health in every), "unread_places": unread_places(every),
    }  # fmt: skip


def outlet_page(outlet: Outlet, params: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Return how an outlet, as `outlets_shown`, is doing, and its public stories, the newest first."""
    zone = outlet.place.zone if outlet.place else site_zone()
    asked = listing_of(reverse("outlet", args=[outlet.slug]), {"page": params.get("page", "")})
    page = asked.page(Taken.objects.filter(outlet=outlet).order_by("-at", "-article_id"), STORIES_A_PAGE)
    # Of what was taken back since the page has one story less.
    taken = [row.article_id for row in page]
    stories = public_stories().filter(pk__in=taken, rank=Rank.REPORT).in_bulk()
    page.object_list = [stories[pk] for pk in taken if pk in stories]
    return {
        "outlet": outlet,
        "health": OutletHealth(outlet, list(outlet.sources.all()), now),
        "zone": zone,
        "today": now.astimezone(zone).date(),
        "page": page,
    }
