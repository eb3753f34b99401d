"""How the sources are doing: when each was last asked, last had something new, last yielded a finding, and alarms."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from django.db.models import Count

from stories.models import Entry, Finding, Source

FEWEST_YIELDS = 3
LONGER_THAN_USUAL = 4
SOONEST_ALARM = timedelta(days=7)
LOOKED_BACK = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Health:
    """`alarm` says in plain words what an operator should look at; empty where all is well."""

    source: Source
    waiting: int
    failed: int
    alarm: str

    @property
    def host(self) -> str:
        return urlsplit(self.source.url).hostname or ""


def health(now: datetime) -> list[Health]:
    """All sources, those with an alarm first, in four queries."""
    sources = Source.objects.select_related("outlet")
    due, failed = _entries(Entry.State.DUE), _entries(Entry.State.FAILED)
    yields = _yields(now)
    found = [
        Health(source, due.get(source.pk, 0), failed.get(source.pk, 0), alarm(source, yields[source.pk], now))
        for source in sources
    ]
    return sorted(found, key=lambda one: (not one.alarm, one.source.outlet.name, one.source.url))


def _entries(state: Entry.State) -> dict[int, int]:
    """By source, how many of its entries are in a state."""
    return dict(Entry.objects.filter(state=state).values_list("source").annotate(Count("id")))


def alarm(source: Source, yields: list[datetime], now: datetime) -> str:
    """What is wrong with a source, if anything; a silence is judged by the source's own history."""
    if source.gone_at:
        return f"It is not asked any more: {source.problem}"
    if source.paused:
        return ""
    if source.failures > 2:
        return f"It failed {source.failures} times in a row: {source.problem}"
    silence = _silence(yields, now)
    if silence is None:
        return ""
    return f"No finding for {silence.days} days, though it used to yield some far more often. Has its site changed?"


def _silence(yields: list[datetime], now: datetime) -> timedelta | None:
    """How long the source has yielded nothing, if that is unlike it."""
    days = sorted({moment.date(): moment for moment in yields}.values())
    if len(days) < FEWEST_YIELDS:
        return None
    usual = timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in pairwise(days)))
    since = now - days[-1]
    return since if since > max(usual * LONGER_THAN_USUAL, SOONEST_ALARM) else None


def _yields(now: datetime) -> defaultdict[int, list[datetime]]:
    """By source, when its stories gave findings."""
    found = Finding.objects.filter(created_at__gt=now - LOOKED_BACK, article__entries__source__isnull=False)
    rows = found.values_list("article__entries__source", "created_at").distinct()
    by_source: defaultdict[int, list[datetime]] = defaultdict(list)
    for source, moment in rows:
        by_source[source].append(moment)
    return by_source
