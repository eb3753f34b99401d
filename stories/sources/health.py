"""How the sources are doing: when each was last asked, last had something new, last yielded a finding, and alarms."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, When, Window
from django.db.models.functions import Coalesce, RowNumber

from stories.models import Article, CalendarRow, Entry, EntryTally, Source, YieldDay

# So many failures in a row, or unread stories, are still no alarm.
MOST_FAILURES = 2
MOST_UNREAD = 4
# A source's usual pace is known from so many days with findings on; it is silent when it takes so many times longer.
FEWEST_YIELDS = 3
LONGER_THAN_USUAL = 4
SOONEST_ALARM = timedelta(days=7)
# How long a source may be silent whose usual pace is not known yet.
WITHOUT_HISTORY = timedelta(days=30)
LOOKED_BACK = timedelta(days=180)
# Meetings that are named which a calendar lists no more.
MISSING_SHOWN = 3
# The newest unread stories that are shown of a source.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Meetings:
    """How many meetings a calendar has listed, how many of them lie ahead, and those ahead that it lists no more."""

    listed: int = 0
    ahead: int = 0
    missing: tuple[str, ...] = ()

    @property
    def notes(self) -> dict[str, bool]:
        """Return what is to be said of them, each with whether it holds."""
        named = "; ".join(self.missing[:MISSING_SHOWN])
        more = f" and {len(self.missing) - MISSING_SHOWN} more" if len(self.missing) > MISSING_SHOWN else ""
        return {
            f"{self.listed} meetings are known from it, {self.ahead} of them ahead.": True,
            f"No longer in it, though still ahead: {f'{named}{more}'.rstrip('.')}.": bool(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Health:
    """`alarm` says in plain words what an operator should look at, empty where all is well; `unread` are the newest
    of the entries whose stories could not be read, each with its `problem`; `skipped` what its words and rules left
    out, `partial` the stories that it shows only in part, `undated` those of an outlet without a place whose dates
    can't be counted for that. `meetings` are those of a calendar.
    """

    source: Source
    waiting: int
    failed: int
    skipped: int
    partial: int
    unread: list[Entry]
    alarm: str
    undated: int = 0
    meetings: Meetings | None = None

    @property
    def without_place(self) -> str:
        """Say that nobody has said where the outlet is, and what that costs; "" where somebody has."""
        if self.source.outlet.place_id or (self.source.is_calendar and self.source.place_id):
            return ""
        so_far = f"; so far that is so of {self.undated} of its stories" if self.undated else ""
        return (
            "Its outlet has no place, so no date is counted from times without a zone or in UTC"
            f"{so_far}. Say where it is with --place."
        )

    @property
    def host(self) -> str:
        """Return the host of the source's address."""
        return urlsplit(self.source.url).hostname or ""

    @property
    def notes(self) -> list[str]:
        """Return what is particular about how it is asked; of its headers no values, which may be secrets."""
        source = self.source
        notes = {
            f"Asked with headers of its own: {', '.join(source.request_headers)}.": source.request_headers,
            f"Its rules for addresses: {'; '.join(source.url_rules)}.": source.url_rules,
            "Asked each time for all that it lists: its server calls it unmodified when it is not.": (
                source.unconditional
            ),
            "It is asked afresh at its next turn.": source.is_afresh,
            **(self.meetings.notes if self.meetings else {}),
        }
        return [note for note, holds in notes.items() if holds]


class State(NamedTuple):
    """The entries of a source in one state: how many, and how many of their stories are partial."""

    entries: int
    partial: int


NOTHING = State(0, 0)


def health(now: datetime) -> list[Health]:
    """Return all sources, those with an alarm first, in four queries, and two more for calendars."""
    states, unread, yields = _states(), _unread(), _yields(now)
    unclear = Article.objects.of_unknown_clock().filter(outlet=OuterRef("outlet")).order_by().values("outlet")
    many = Subquery(unclear.annotate(many=Count("pk")).values("many"))
    # Not even asked of the others, whose stories would all be read for it.
    undated = Case(When(outlet__place=None, then=many))
    done = Entry.objects.filter(source=OuterRef("pk"), state=Entry.State.DONE).order_by("-pk").values("pk")[:1]
    sources = list(Source.objects.select_related("outlet").annotate(undated=undated, last_done=Subquery(done)))
    meetings = _meetings(now) if any(source.is_calendar for source in sources) else {}
    healths = [
        replace(
            _health(source, states[source.pk], unread[source.pk], alarm(source, yields[source.pk], now)),
            undated=source.undated or 0,  # type: ignore[attr-defined]
            meetings=meetings.get(source.pk, Meetings()) if source.is_calendar else None,
        )
        for source in sources
    ]
    return sorted(healths, key=lambda health: (not health.alarm, health.source.outlet.name, health.source.url))


def alarm(source: Source, yields: Collection[date], now: datetime) -> str:
    """Say what is wrong with a source, if anything; `yields` are the days on which its stories gave findings."""
    if source.gone_at:
        return f"It is not asked any more: {source.problem}"
    if source.paused:
        return ""
    if source.failures > MOST_FAILURES:
        return f"It failed {source.failures} times in a row: {source.problem}"
    # A calendar may list for months what is on no followed issue.
    return "" if source.is_calendar else _silence(source, sorted(yields), now)


def _health(source: Source, states: Mapping[str, State], unread: list[Entry], alarm: str) -> Health:
    due, failed, skipped, done = (
        states.get(state, NOTHING)
        for state in (Entry.State.DUE, Entry.State.FAILED, Entry.State.SKIPPED, Entry.State.DONE)
    )
    # What could not be read since a story could: one bad page is no alarm, a site that locks us out is.
    since = [entry for entry in unread if entry.pk > (source.last_done or 0)]  # type: ignore[attr-defined]
    if not source.paused and not alarm and len(since) > MOST_UNREAD:
        many = f"{len(since)}{' or more' if len(since) == SHOWN else ''}"
        alarm = f"None of its newest {many} stories could be read: {since[0].problem}"
    return Health(source, due.entries, failed.entries, skipped.entries, done.partial, unread, alarm)


def _meetings(now: datetime) -> dict[int, Meetings]:
    """Return what calendars list, by source; the day is UTC's, which is near enough."""
    today = now.date()
    is_ahead = Q(day=None) | Q(day__gte=today)
    counts = CalendarRow.objects.order_by().values("source")
    missing: defaultdict[int, list[str]] = defaultdict(list)
    for row in CalendarRow.objects.missing(today).select_related("article").order_by("day", "id"):
        missing[row.source_id].append(row.article.title)
    counts = counts.annotate(listed=Count("id"), ahead=Count("id", filter=is_ahead & Q(gone_at=None)))
    return {
        source: Meetings(listed, ahead, tuple(missing[source]))
        for source, listed, ahead in counts.values_list("source", "listed", "ahead")
    }


def _states() -> defaultdict[int, dict[str, State]]:
    """Return what entries each source has, by their state."""
    counts = EntryTally.objects.values_list("source", "state").annotate(Sum("entries"), Sum("partial"))
    states: defaultdict[int, dict[str, State]] = defaultdict(dict)
    for source, state, *sums in counts:
        states[source][state] = State(*sums)
    return states


def _unread() -> defaultdict[int, list[Entry]]:
    """Return, by source, what could not be read, given up or to be tried again, the newest first."""
    failing = Q(state=Entry.State.FAILED) | Q(state=Entry.State.DUE, attempts__gt=0)
    rank = Window(RowNumber(), partition_by="source", order_by=("-seen_at", "-id"))
    rows = Entry.objects.filter(failing).annotate(rank=rank).filter(rank__lte=SHOWN).defer("content")
    by_source: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in rows:
        by_source[entry.source_id].append(entry)
    return by_source


def _silence(source: Source, days: list[date], now: datetime) -> str:
    """Say that a source lacks findings where that is unlike it, judged by the days on which it yielded."""
    if not days:
        followed = now - source.created_at
        if followed <= WITHOUT_HISTORY:
            return ""
        # Perhaps nothing it lists can be read.
        many = f"all the {followed.days} days it is followed"
        return f"No finding in {many}. Does it list news, and can its stories be read?"
    if len(days) < FEWEST_YIELDS:
        patience, before = WITHOUT_HISTORY, "though it did yield some"
    else:
        usual = timedelta(days=median((later - earlier).days for earlier, later in pairwise(days)))
        patience, before = max(usual * LONGER_THAN_USUAL, SOONEST_ALARM), "though it used to yield some far more often"
    since = now.date() - days[-1]
    return f"No finding for {since.days} days, {before}. Has its site changed?" if since > patience else ""


def _yields(now: datetime) -> defaultdict[int, set[date]]:
    """Return, by source, the days on which its stories gave findings, up to half a year before the last of them."""
    last = Coalesce(F("source__last_yield_at"), now)
    by_source: defaultdict[int, set[date]] = defaultdict(set)
    for source, day in YieldDay.objects.filter(day__gt=last - LOOKED_BACK).values_list("source", "day"):
        by_source[source].add(day)
    return by_source
