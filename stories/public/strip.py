"""The months of an issue in a strip: its stories, changes of mind, and each window that was announced, row by row, so
that a date that slid is seen to have slid; and the same in words.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.text import Truncator, capfirst

from stories.models import Appearance, ArticleIssue, Withdrawal
from votes.models import Issue, Position, Vote
from votes.models.status import Status
from votes.moves import Move
from votes.snapshots import Dated
from votes.words import MONTHS, outcome_in_words, range_in_words, window_in_words

# What is drawn at most: this many months, of what is ahead a year; rows of windows; labels, which fit on a phone.
MONTHS_DRAWN = 24
AHEAD = dt.timedelta(days=365)
ROWS_DRAWN = 14
LABELS = 6
# From so many days on a tick is a week's.
BY_WEEK = 150
# In pixels: the band of the months, that of stories and changes of mind, and a row of a window, or a title's.
MONTH_BAND, STORY_BAND, ROW = 20, 30, 20
# A label stands at its bar's right, else at its left, else upon it: on a phone a letter takes so many percent.
LETTER, SPACE = 2.3, 5
# Characters of a title, which has a phone's width.
TITLE = 36


@dataclass(frozen=True)
class Mark:
    """Something on a day, `x` from the left in percent; of stories `size` says how many there are, 1 to 3."""

    x: str
    size: int = 1


@dataclass(frozen=True)
class Row:
    """What was announced of a vote or an event: `words` in full, `label` beside the bar. It was said at `said`; the bar
    stands from `x` for `width` percent, and `is_day` if it is a single day; without one there was no date any more. The
    label stands on that `side` of `label_x`: "right", "left", "upon" the bar, or "start" where it needs all there is.
    """

    words: str
    label: str
    y: int
    said: str
    x: str = ""
    width: str = ""
    is_day: bool = False
    is_last: bool = False
    label_x: str = ""
    side: str = "right"


@dataclass(frozen=True)
class Group:
    """A vote or an event with what was announced of it, in that order; `short` is its title where it is drawn."""

    title: str
    short: str
    y: int
    rows: list[Row]


@dataclass(frozen=True)
class Strip:
    """What is drawn, `height` pixels high and as wide as there is room; `in_words` says of each month what happened."""

    height: int
    labels: list[tuple[str, str]]
    lines: list[str]
    stories: list[Mark]
    changes: list[Mark]
    groups: list[Group]
    today: str
    in_words: list[str]
    left_out: int = 0


@dataclass
class _Axis:
    start: dt.date
    end: dt.date
    months: list[dt.date] = field(default_factory=list)

    def at(self, day: dt.date) -> float:
        """Return where a day begins, from 0 to 100."""
        days = (self.end - self.start).days
        return min(max(100 * (day - self.start).days / days, 0.0), 100.0)

    def has(self, day: dt.date) -> bool:
        return self.start <= day < self.end


def story_days(
    issue: Issue, zone: dt.tzinfo, until: dt.datetime | None = None
) -> QuerySet[Any, Any]:  # fmt: skip
    """Return each `day` with how many `stories` of the issue appeared on it by the zone's clock: no copies, nor
    what was withdrawn.
    """
    rows = Appearance.objects.filter(issue=issue, **({"at__lte": until} if until else {}))
    withdrawn = Withdrawal.objects.filter(article=OuterRef("first")).values("show")
    match = ArticleIssue.objects.filter(pk=OuterRef("match")).values("state")
    rows = rows.alias(gone=Subquery(withdrawn[:1]), state=Subquery(match[:1]))
    rows = rows.filter(gone=None, state=ArticleIssue.State.ACCEPTED)
    days = rows.annotate(day=TruncDate("at", tzinfo=zone)).values("day").annotate(stories=Count("first", distinct=True))
    return days.order_by("day")


def strip(
    stories: Mapping[dt.date, int], changes: Sequence[Position], moved: Iterable[Move], today: dt.date, zone: dt.tzinfo
) -> Strip | None:  # fmt: skip
    """Return the strip; None where there is too little for a line in time. `changes` are the changes of mind."""
    announced = _announced(moved)
    told = [move for _, own in announced for move in own]
    ends = [day for move in told for day in (move.after.earliest, move.after.latest) if day]
    days = {*stories, *(change.since for change in changes), *(_day(move, zone) for move in told)}
    if len(days) < 2 and not ends:
        return None
    axis = _axis({*days, *ends}, today)
    groups, top = _groups(announced, axis, today, zone)
    return Strip(
        height=top,
        labels=_labels(axis.months[:: -(-len(axis.months) // LABELS)], axis),
        lines=[_percent(axis.at(month)) for month in axis.months],
        stories=_ticks(stories, axis),
        changes=[Mark(_percent(axis.at(day))) for day in sorted({c.since for c in changes}) if axis.has(day)],
        groups=groups,
        today=_percent(axis.at(today)) if axis.has(today) else "",
        in_words=_in_words(stories, changes),
        left_out=len(told) - sum(len(group.rows) for group in groups),
    )


def _announced(moved: Iterable[Move]) -> list[tuple[Dated, list[Move]]]:
    """Return each vote and event of which days were told, with the moves that told them, both in the order of that."""
    records: defaultdict[Dated, list[Move]] = defaultdict(list)
    for move in moved:
        if _announces(move):
            records[move.record].insert(0, move)
    return sorted(records.items(), key=lambda told: told[1][0].change.learnt_at)


def _groups(
    announced: Sequence[tuple[Dated, list[Move]]], axis: _Axis, today: dt.date, zone: dt.tzinfo
) -> tuple[list[Group], int]:
    """Return the newest of what was announced, as much as is drawn, and where it ends."""
    kept: list[tuple[Dated, list[Move]]] = []
    left = ROWS_DRAWN
    for record, own in reversed(announced):
        if left > 0:
            kept.append((record, own[-left:]))
            left -= len(own)
    groups, top = list[Group](), MONTH_BAND + STORY_BAND
    for record, own in reversed(kept):
        groups.append(_group(record, own, axis, top, today, zone))
        top += ROW * (len(own) + 1)
    return groups, top


def _announces(move: Move) -> bool:
    """Say whether it told of other days, or what became of it."""
    if move.is_first or move.moves_days:
        return move.after.is_dated or not move.is_first
    return move.moves_status and not move.after.is_open


def _day(move: Move, zone: dt.tzinfo) -> dt.date:
    """Return the day on which readers heard of it."""
    return (move.reported or move.change.learnt_at).astimezone(zone).date()


def _axis(days: set[dt.date], today: dt.date) -> _Axis:
    """Return the months from the first day to the last, as many as are drawn."""
    last = min(max(days), max(today + AHEAD, min(days)))
    end = _next_month(last)
    months = [min(days).replace(day=1)]
    while (month := _next_month(months[-1])) < end:
        months.append(month)
    months = months[-MONTHS_DRAWN:]
    return _Axis(months[0], end, months)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _ticks(stories: Mapping[dt.date, int], axis: _Axis) -> list[Mark]:
    weeks = (axis.end - axis.start).days > BY_WEEK
    count: Counter[dt.date] = Counter()
    for day, number in stories.items():
        if axis.has(day):
            first = max(day - dt.timedelta(days=day.weekday()), axis.start) if weeks else day
            count[first] += number
    return [Mark(_percent(axis.at(day)), 1 if number < 2 else 2 if number < 4 else 3) for day, number in count.items()]


def _group(
    record: Dated, own: Sequence[Move], axis: _Axis, top: int, today: dt.date, zone: dt.tzinfo
) -> Group:  # fmt: skip
    is_vote = isinstance(record, Vote)
    name = record.motion if isinstance(record, Vote) else record.title
    what = "Vote" if is_vote else capfirst(record.get_kind_display())  # type: ignore[union-attr]
    rows = [
        _row(move, axis, top + ROW * number, today, zone, is_last=move is own[-1])
        for number, move in enumerate(own, 1)
    ]  # fmt: skip
    title = f"{what}: {name}"
    return Group(title, Truncator(title).chars(TITLE), top, rows)


def _row(move: Move, axis: _Axis, y: int, today: dt.date, zone: dt.tzinfo, *, is_last: bool) -> Row:
    said, after = _day(move, zone), move.after
    words, label = _told(move, today)
    row = {"words": f"{range_in_words(said, said, today)}: {words}", "label": label, "y": y, "is_last": is_last}
    at = _percent(axis.at(said))
    shown = after.is_dated and (after.is_open or after.status == Status.HELD)
    if not shown or after.earliest is None or after.latest is None:
        label_x, side = _beside(axis.at(said), axis.at(said), label)
        return Row(**row, said=at, label_x=label_x, side=side)  # type: ignore[arg-type]
    begins, ends = axis.at(after.earliest), axis.at(after.latest + dt.timedelta(days=1))
    label_x, side = _beside(begins, ends, label)
    return Row(
        **row, said=at, x=_percent(begins), width=_percent(max(ends - begins, 0)),  # type: ignore[arg-type]
        is_day=after.earliest == after.latest, label_x=label_x, side=side,
    )  # fmt: skip


def _beside(begins: float, ends: float, label: str) -> tuple[str, str]:
    """Return where the label of a bar stands so that no edge cuts it, and on which side of that."""
    room = SPACE + LETTER * len(label)
    if ends + room <= 100:
        return _percent(ends), "right"
    if begins >= room:
        return _percent(begins), "left"
    return (_percent(ends), "upon") if ends >= room else (_percent(0), "start")


def _told(move: Move, today: dt.date) -> tuple[str, str]:
    """Return what was announced, in full and in short."""
    after = move.after
    if isinstance(after, Vote) and after.status == Status.HELD:
        words = outcome_in_words(after)
        return (f"{words}, {window_in_words(after, today)}" if after.is_dated else words), words
    if move.is_shelving:
        return f"shelved{f', {move.reason}' if move.reason else ''}", "shelved"
    if after.status == Status.CANCELLED:
        return "called off", "called off"
    if after.earliest is None or after.latest is None:
        return "postponed, no new date", "no date"
    short = range_in_words(after.earliest, after.latest, today)
    when = window_in_words(after, today)
    if move.is_back_on:
        return f"back on, {when}", short
    return (f"set for {when}" if not move.before.is_dated else f"now {when}"), short


def _in_words(stories: Mapping[dt.date, int], changes: Sequence[Position]) -> list[str]:
    """Return a line a month, oldest first: "November 2025: 4 stories, 1 change of mind (Ada Quill)"."""
    months: dict[dt.date, list[str]] = {}
    for month in sorted({day.replace(day=1) for day in (*stories, *(change.since for change in changes))}):
        told = sum(number for day, number in stories.items() if day.replace(day=1) == month)
        minds = list(dict.fromkeys(str(c.person) for c in changes if c.since.replace(day=1) == month))
        parts = months.setdefault(month, [])
        if told:
            parts.append(f"{told} stor{'y' if told == 1 else 'ies'}")
        if minds:
            parts.append(f"{len(minds)} change{'' if len(minds) == 1 else 's'} of mind ({', '.join(minds)})")
    return [f"{month:%B} {month.year}: {', '.join(parts)}" for month, parts in months.items()]


def _labels(months: Sequence[dt.date], axis: _Axis) -> list[tuple[str, str]]:
    """Return where each month stands, and its name; with the year where that is new."""
    years = [None, *(month.year for month in months)]
    names = (
        MONTHS[month.month - 1] if month.year == before else f"{MONTHS[month.month - 1]} {month.year}"
        for month, before in zip(months, years, strict=False)
    )  # fmt: skip
    return [(_percent(axis.at(month)), name) for month, name in zip(months, names, strict=True)]


def _percent(share: float) -> str:
    return f"{share:.2f}%"
