"""What is decided or met about in the next seven days, day by day; where little is, what comes after."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from django.db.models import F, QuerySet
from django.utils.text import capfirst

from stories.public.agenda import soonest
from stories.public.queries import in_time, with_issues
from votes.disposals import on_their_own
from votes.models import Event, Issue, Vote
from votes.snapshots import Dated
from votes.timing import is_over
from votes.windows import Precision
from votes.words import window_in_words

DAYS = 7
# Of twelve bodies that meet in one week all are shown; of three hundred votes the soonest. A day that has begun is
# shown to its end, as long as it has less than `LOADED`.
MOST, LOADED = 24, 96
# So many rows stand there at least, as far as anything is known to come.
NEXT = 3
NO_DAY = "Within these days, no day posted"


@dataclass(frozen=True)
class Day:
    """What falls on one day, by the clock; `has_no_day` where only the days are known of which it will be one."""

    title: str
    has_no_day: bool
    records: list[Dated] = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    """The days on which something falls; `is_cut` where there is more than is shown; `later` what comes after them,
    where they are few or none. `more` counts the votes ahead that are in neither.
    """

    days: list[Day]
    is_cut: bool
    later: list[Dated]
    more: int


def week(now: dt.datetime) -> Week:
    """Return the week that begins today, from the soonest votes and events ahead."""
    today = now.date()
    coming = _coming(now)
    votes = sum(isinstance(record, Vote) for record in coming)
    records = [record for record in coming if _falls_within(record, today + dt.timedelta(days=DAYS - 1))]
    shown = _whole_days(records, MOST)
    later = _whole_days([record for record in coming if record not in records], max(0, NEXT - len(records)))
    told = sum(isinstance(record, Vote) for record in [*shown, *later])
    known = votes if votes < LOADED else _votes(today).count()
    return Week(list(_by_day(shown, today)), len(records) > len(shown), later, known - told)


def _whole_days(records: Sequence[Dated], most: int) -> list[Dated]:
    """Return the first of them, and all others of the last one's day."""
    first, rest = list(records[:most]), records[most:]
    if not first or first[-1].precision != Precision.DAY:
        return first
    return [*first, *takewhile(lambda record: record.latest == first[-1].latest, rest)]


def _votes(today: dt.date) -> QuerySet[Vote]:
    return on_their_own(Vote.objects.ahead(today).filter(issue__in=Issue.objects.public()))


def _coming(now: dt.datetime) -> list[Dated]:
    """Return the soonest votes and events ahead, but for those of no public issue; those without a date last."""
    today, order = now.date(), (F("latest").asc(nulls_last=True), "earliest", "time", "pk")
    votes = in_time(_votes(today)).order_by(*order)[:LOADED]
    events = with_issues(Event.objects.ahead(today).unfolded()).order_by(*order)[:LOADED]
    shown = [event for event in events if event.issues.all() and not is_over(event, now)]
    records: list[Dated] = [*votes, *shown]
    return sorted(records, key=soonest)


def _falls_within(record: Dated, last: dt.date) -> bool:
    """Say whether it falls on a day until then, or within a week that has begun by then; a month says too little."""
    if record.earliest is None or record.latest is None:
        return False
    return record.latest <= last or (record.earliest <= last and record.precision == Precision.WEEK)


def _by_day(records: Iterable[Dated], today: dt.date) -> Iterable[Day]:
    days: dict[dt.date | None, Day] = {}
    for record in records:
        day = record.earliest if record.precision == Precision.DAY else None
        days.setdefault(day, Day(_title(day, today), day is None)).records.append(record)
    return sorted(days.values(), key=lambda day: day.has_no_day)


def _title(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return NO_DAY
    named = window_in_words(Vote(earliest=day, latest=day, precision=Precision.DAY), today)
    near = {0: "Today, ", 1: "Tomorrow, "}.get((day - today).days, "")
    return capfirst(f"{near}{named}")
