"""How each outlet's sources are doing, as readers are told: when it was last read, and since when it says nothing, so
that a blind spot shows. Of addresses, headers and errors, which are an operator's, nothing is told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from officials.models import Place
from stories.models import Article, Finding, Outlet, Source
from stories.sources.health import MOST_FAILURES, WITHOUT_HISTORY
from votes.models import Issue

# An outlet whose sources were all last read longer ago than this counts as unread, however few tries failed.
UNREAD_AFTER = dt.timedelta(days=2)

# What its sources are, in readers' words.
KINDS = {Source.Kind.FEED: "feed", Source.Kind.PAGE: "section page", Source.Kind.SITEMAP: "sitemap"}

# What can be said of an outlet, the most alarming first: whether it is a blind spot, and its words.
STATES = {
    "unread": (True, "It could not be read since"),
    "never": (True, "It could not be read so far."),
    "stopped": (True, "It is asked no more: its sources are gone since"),
    "partly": (True, "Some of its sources can’t be read."),
    "silent": (True, "It is read, but nothing in it was about what is followed here since"),
    "nothing_yet": (True, "It is read, but nothing in it was about what is followed here so far."),
    "paused": (True, "We have paused reading it."),
    "by_hand": (False, "Stories from it come in one by one, by hand."),
    "well": (False, "It is being read."),
}


@dataclass(frozen=True)
class OutletHealth:
    """How the sources of an outlet are doing at the moment `now`."""

    outlet: Outlet
    sources: Sequence[Source]
    now: dt.datetime

    @property
    def running(self) -> list[Source]:
        return [source for source in self.sources if not source.paused]

    @property
    def working(self) -> list[Source]:
        """Return those that were read not long ago."""
        return [source for source in self.running if self._works(source)]

    def _works(self, source: Source) -> bool:
        read = source.last_ok_at is not None and self.now - source.last_ok_at <= UNREAD_AFTER
        return read and source.gone_at is None and source.failures <= MOST_FAILURES

    @property
    def last_read(self) -> dt.datetime | None:
        return max((source.last_ok_at for source in self.sources if source.last_ok_at), default=None)

    @property
    def last_finding(self) -> dt.datetime | None:
        """Return when the newest story of the outlet appeared of which something was accepted."""
        return max((source.last_told_at for source in self.sources if source.last_told_at), default=None)  # type: ignore[attr-defined]

    @property
    def state(self) -> str:
        """Return the key in STATES."""
        running, working = self.running, self.working
        if not running:
            return "paused" if self.sources else "by_hand"
        if not working:
            if all(source.gone_at for source in running):
                return "stopped"
            return "unread" if self.last_read else "never"
        return self._silence() or ("partly" if len(working) < len(running) else "well")

    def _silence(self) -> str:
        """Return how it is silent, if it is. A calendar may list for months what is on no followed issue."""
        asked = [source for source in self.running if not source.is_calendar]
        if not asked or all(self.now - source.created_at <= WITHOUT_HISTORY for source in asked):
            return ""
        if self.last_finding is None:
            return "nothing_yet"
        return "silent" if self.now - self.last_finding > WITHOUT_HISTORY else ""

    @property
    def is_blind_spot(self) -> bool:
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        return STATES[self.state][1]

    @property
    def since(self) -> dt.datetime | None:
        """Return since when, where the words ask for it."""
        gone = max((source.gone_at for source in self.running if source.gone_at), default=None)
        return {"unread": self.last_read, "silent": self.last_finding, "stopped": gone}.get(self.state)

    @property
    def kinds(self) -> list[str]:
        """Return what its sources are: "2 feeds", "1 section page"."""
        counted = Counter(KINDS.get(Source.Kind(source.kind), "public calendar") for source in self.sources)
        return [f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in counted.items()]

    @property
    def in_words(self) -> str:
        """Return how many sources it has and how many can be read: "3 sources, 2 of them read"."""
        number, read = len(self.running), len(self.working)
        sources = f"{number} source{'' if number == 1 else 's'}"
        return sources if read == number else f"{sources}, {f'{read} of them read' if read else 'not read'}"


def health_of(outlets: Iterable[Outlet], now: dt.datetime) -> list[OutletHealth]:
    """Return how these outlets, as `with_sources`, are doing, the blind spots first."""
    healths = [OutletHealth(outlet, list(outlet.sources.all()), now) for outlet in outlets]
    order = list(STATES)
    return sorted(healths, key=lambda health: (order.index(health.state), health.outlet.name))


def with_sources() -> Prefetch[str, QuerySet[Source], str]:
    """Return the prefetch of outlets' sources, without what is an operator's. Each has as `last_told_at` when the
    newest story of its outlet appeared of which something was accepted.
    """
    appeared = Coalesce("published_at", "first_read_at")
    told = Article.objects.filter(Exists(Finding.objects.accepted().filter(article=OuterRef("pk"))))
    newest = told.filter(outlet=OuterRef("outlet")).order_by(appeared.desc()).values(at=appeared)[:1]
    sources = Source.objects.annotate(last_told_at=Subquery(newest))
    return Prefetch("sources", queryset=sources.defer("url", "problem", "request_headers", "selector"))


def unread_places(healths: Iterable[OutletHealth]) -> list[Place]:
    """Return the places with an open issue of which no outlet at home there can be read now."""
    read = {
        place
        for health in healths
        for source in health.working
        for place in (source.place_id, health.outlet.place_id)
        if place
    }
    open_here = Issue.objects.public().filter(closed_at=None)
    places = Q(pk__in=open_here.values("place")) | Q(pk__in=open_here.values("body__place"))
    return list(Place.objects.filter(places).exclude(pk__in=read).order_by("name"))
