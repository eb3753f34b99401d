"""The events of an iCalendar as their lines stand there. Most of a long one lies behind or far ahead; what the lines
say of that is read before anything is parsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stories.ingestion.calendars.row import MOST_ROWS, Span

# A body meets twice a day at most; what repeats more often is no meeting.
MOST_OCCURRENCES = 1_000
# Far enough for any clock of the world.
A_DAY = timedelta(days=1)
# Lines of their own: a description may have such words.
_BEGIN, _END = (re.compile(rf"^{word}:VEVENT[ \t]{{0,9}}$", re.M | re.I) for word in ("BEGIN", "END"))
_DAY = re.compile(r"^DTSTART[^:\n]{0,200}:(\d{8})", re.M | re.I)
_MOVED = re.compile(r"^RECURRENCE-ID[^:\n]{0,200}:(\d{8})", re.M | re.I)
_UID = re.compile(r"^UID(?:;[^:\n]{0,100})?:(.{1,1000})$", re.M | re.I)
_RRULE = re.compile(r"^RRULE(?:;[^:\n]{0,200})?:(.{1,1000})$", re.M | re.I)
_UNTIL, _COUNT = re.compile(r"\bUNTIL=(\d{8})", re.I), re.compile(r"\bCOUNT=(\d{1,6})", re.I)
_INTERVAL = re.compile(r"\bINTERVAL=(\d{1,4})", re.I)
_FREQ = re.compile(r"\bFREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b", re.I)
_DATES = re.compile(r"^((?:RDATE|EXDATE)(?:;[^:\n]{0,200})?:)([^\n]*)\n", re.M | re.I)
_RDATE = re.compile(r"^RDATE\b", re.M | re.I)
# Days between two times of a rule.
_PACE = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
TOO_FAR = "{many:,} further event{s} of the calendar, the furthest from today, were not looked at."
TOO_MANY_DATES = "{many:,} list{s} of an event's own days are too long: the first thousand days are taken."


@dataclass(frozen=True, slots=True)
class Block:
    """An event as its lines stand in the calendar, and how far from today it is at its nearest, by these lines."""

    lines: str
    uid: str
    repeats: bool
    distance: timedelta


def head_of(text: str) -> str:
    """Return what stands before the first event."""
    return _BEGIN.split(text, maxsplit=1)[0]


def blocks_near(text: str, span: Span, remarks: Counter[str]) -> tuple[list[Block], dict[str, timedelta]]:
    """Return the events that may have a row in the span, those nearest to today, as many as are parsed of one calendar;
    and by UID from how far away on a repeating one is not known, since what moves its times there is not among them.
    """
    near = sorted(_near(_blocks(text), span, remarks), key=lambda block: block.distance)
    unknown: dict[str, timedelta] = {}
    for block in near[MOST_ROWS:]:
        remarks[TOO_FAR] += 1
        if _MOVED.search(block.lines):
            unknown.setdefault(block.uid, block.distance)
    return near[:MOST_ROWS], unknown


def _blocks(text: str) -> Iterator[str]:
    for piece in _BEGIN.split(text)[1:]:
        lines, *ended = _END.split(piece, maxsplit=1)
        if ended:
            yield lines


def _near(blocks: Iterable[str], span: Span, remarks: Counter[str]) -> Iterator[Block]:
    """Yield the events that may have a row in the span."""
    first, last = span.first - A_DAY, span.last + A_DAY
    for lines in blocks:
        days = [day for pattern in (_DAY, _MOVED) if (day := _day(pattern.search(lines)))]
        goes_on = bool(_RRULE.search(lines) or _RDATE.search(lines))
        if goes_on:
            if _is_over(lines, first):
                continue
        elif days and not any(first <= day <= last for day in days):
            continue
        uid = _UID.search(lines)
        distance = _distance(lines, days, goes_on, span)
        near = _few_dates(lines, first, last, remarks)
        yield Block(near, uid[1].strip() if uid else "", goes_on or bool(_MOVED.search(lines)), distance)


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _is_over(lines: str, first: date) -> bool:
    """Say whether a repeating event ended before that day, by its own rule alone."""
    rules = _RRULE.findall(lines)
    until = _day(_UNTIL.search(rules[0])) if len(rules) == 1 and not _RDATE.search(lines) else None
    return until is not None and until < first


def _distance(lines: str, days: Iterable[date], goes_on: bool, span: Span) -> timedelta:
    """Return how far from today an event is at its nearest; of a rule that counts, about. One without a day is last."""
    nearest_day = min((abs(day - span.today) for day in days), default=timedelta.max)
    begin, rule = _day(_DAY.search(lines)), _RRULE.search(lines)
    if not goes_on or begin is None or begin >= span.today:
        return nearest_day
    if rule is None or not (freq := _FREQ.search(rule[1])):
        return timedelta(0)
    end = _day(_UNTIL.search(rule[1]))
    if end is None and (count := _COUNT.search(rule[1])):
        interval = _INTERVAL.search(rule[1])
        lasts = int(count[1]) * (int(interval[1]) if interval else 1) * _PACE[freq[1].upper()]
        end = begin + timedelta(lasts) if lasts < (date.max - begin).days else None
    return max(timedelta(0), span.today - end) if end else timedelta(0)


def _few_dates(lines: str, first: date, last: date, remarks: Counter[str]) -> str:
    """Return the lines of an event without the days outside of the span that it names by themselves."""
    left = MOST_OCCURRENCES

    def near(line: re.Match[str]) -> str:
        nonlocal left
        dates = (one.strip() for one in line[2].split(","))
        held = [one for one in dict.fromkeys(dates) if f"{first:%Y%m%d}" <= one[:8] <= f"{last:%Y%m%d}"]
        remarks[TOO_MANY_DATES] += left < len(held)
        kept, left = held[:left], max(0, left - len(held))
        return f"{line[1]}{','.join(kept)}\n" if kept else ""

    return _DATES.sub(near, lines)
