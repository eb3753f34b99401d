"""iCalendar, of whatever program: parsed by `icalendar`, its repetitions counted by `recurring-ical-events`.

Most of a long calendar lies behind or far ahead; what its lines say of that is read before anything is parsed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event

from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge, SlowCalendar
from stories.ingestion.calendars.markup import address
from stories.ingestion.calendars.row import (
    LONGEST,
    MOST_ITEMS,
    MOST_ROWS,
    Answer,
    Ask,
    Item,
    Reading,
    Row,
    Span,
    Standing,
    nearest,
)  # fmt: skip
from stories.ingestion.calendars.standing import Fate, fate
from stories.ingestion.feeds.markup import to_text
from stories.ingestion.pages.charset import decode, storable
from stories.ingestion.pages.markup import one_line
from stories.jobs.deadline import deadline

MAX_BYTES = 16_000_000
# Seconds of work for a whole calendar, and for the repetitions of one of its events.
LONGEST_READING, LONGEST_REPEATING = 20.0, 1.0
# Repeating events that are taken, and that are looked at for it: many ended long ago.
MOST_REPEATING, MOST_TRIED, MOST_TOO_SLOW = 200, 1_000, 5
# A body meets twice a day at most; what repeats more often is no meeting.
MOST_OCCURRENCES = 1_000
_BREAK, _FOLD = re.compile(r"\r\n?"), re.compile(r"\n[ \t]")
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
_NAME = re.compile(r"^X-WR-CALNAME(?:;[^:\n]{0,100})?:(.{1,300})$", re.M | re.I)
# Days between two times of a rule.
_PACE = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
# Of no meeting, and of every bomb.
_BOMB = re.compile(
    r"^RRULE(?:;[^:\n]{0,200})?:.{0,1000}?(?:FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:SECOND|MINUTE|HOUR)=[^;\n]{0,1000}?,|INTERVAL=0*(?:;|\r|$))",
    re.M | re.I,
)
_RULE, _RDATE = (re.compile(rf"^(?:{name})\b.*\n?", re.M | re.I) for name in ("RRULE|RDATE", "RDATE"))
_LINE = re.compile(r"\n|<br\s{0,3}/?>|</(?:p|li|div)>", re.I)
_ITEM = re.compile(
    r"^(?:agenda\s{1,3})?(?:item\s{1,3})?(?:no\.\s{0,2})?#?\s{0,2}(?P<number>\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?|[ivx]{1,5})[.):]{1,2}\s{1,8}(?P<title>\S.*)$",
    re.I,
)
# Far enough for any clock of the world.
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Block:
    """An event as its lines stand in the calendar, and how far from today it is at its nearest, by these lines."""

    lines: str
    uid: str
    repeats: bool
    distance: timedelta


def looks_like(answer: Answer) -> bool:
    """Say whether the answer is an iCalendar."""
    return b"BEGIN:VCALENDAR" in answer.body[:4096].upper()


def read(answer: Answer, span: Span, ask: Ask) -> Reading:
    """Return the meetings of the span's days. Raises a CalendarError where the answer is no iCalendar, or too much."""
    if len(answer.body) > MAX_BYTES:
        raise CalendarTooLarge(f"The calendar is larger than {MAX_BYTES // 1_000_000} MB. Has it an address by year?")
    if not looks_like(answer):
        raise CalendarError("This is no iCalendar any more: its first line is not BEGIN:VCALENDAR.")
    slow = SlowCalendar(f"Reading it took longer than {LONGEST_READING:.0f} seconds of work; it was given up.")
    with deadline(LONGEST_READING, slow, "work"):
        lines = _BREAK.sub("\n", decode(answer.body, "text/calendar; charset=utf-8"))
        return _read(_FOLD.sub("", lines), span)


def _read(text: str, span: Span) -> Reading:
    head, remarks = _BEGIN.split(text, maxsplit=1)[0], Counter[str]()
    named = _NAME.search(head)
    body = _plain(named[1]) if named else ""
    blocks, unknown = _nearest(_near(_blocks(text), span, remarks), remarks)
    repeating = {block.uid for block in blocks if block.repeats}
    groups: defaultdict[str, list[_Block]] = defaultdict(list)
    for block in blocks:
        groups[block.uid if block.uid in repeating else ""].append(block)
    rows: list[Row] = []
    for event in _parsed(groups.pop("", []), remarks):
        if row := _row(event, body, span, remarks):
            rows.append(row)
    taken = 0
    for number, group in enumerate(groups.values()):
        if taken >= MOST_REPEATING or number >= MOST_TRIED or remarks[_TOO_SLOW] >= MOST_TOO_SLOW:
            remarks[_TOO_MANY] += len(groups) - number
            break
        occurrences = _occurrences(group, body, span, remarks)
        taken += bool(occurrences)
        until = unknown.get(group[0].uid, timedelta.max)
        rows += [row for row in occurrences if row.day is None or abs(row.day - span.today) < until]
    reading = nearest(_told_apart(rows, remarks), span)
    reading.remarks += [words.format(many=many, s="" if many == 1 else "s") for words, many in remarks.items() if many]
    reading.truncated = reading.truncated or any(remarks[words] for words in (_TOO_FAR, _TOO_MANY, _TOO_SLOW))
    return reading


_TOO_FAR = "{many:,} further event{s} of the calendar, the furthest from today, were not looked at."
_TOO_MANY = "{many:,} further repeating event{s} were not looked at: 200 are, those first that go on nearest to today."
_TOO_SLOW = "{many:,} event{s} left out: counting the repetitions takes too long."
_TOO_OFTEN = "{many:,} event{s} repeat by the hour or more often, which no meeting does: taken once, without the rule."
_TOO_MANY_DATES = "{many:,} list{s} of an event's own days are too long: the first thousand days are taken."
_UNREADABLE = "{many:,} event{s} can't be read, without a day or against the rules of iCalendar."
_WITHOUT_ZONE = "{many:,} event{s} name a time zone that nobody knows: their hours are taken as those of the place."
_SAME_UID = (
    "{many:,} event{s} bear the UID of another meeting: they are told apart by their days, no move is "
    "seen, and nothing is proposed of them."
)
_OLDER_TWIN = "{many:,} event{s} stand there in an older state as well: the newest is taken."


def _blocks(text: str) -> Iterator[str]:
    for piece in _BEGIN.split(text)[1:]:
        lines, *ended = _END.split(piece, maxsplit=1)
        if ended:
            yield lines


def _near(blocks: Iterable[str], span: Span, remarks: Counter[str]) -> Iterator[_Block]:
    """Yield the events that may have a row in the span."""
    first, last = span.first - _A_DAY, span.last + _A_DAY
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
        yield _Block(near, uid[1].strip() if uid else "", goes_on or bool(_MOVED.search(lines)), distance)


def _nearest(blocks: Iterable[_Block], remarks: Counter[str]) -> tuple[list[_Block], dict[str, timedelta]]:
    """Return the events nearest to today, as many as are parsed of one calendar; and by UID from how far away on a
    repeating one is not known, since what moves its times there is not among them.
    """
    near = sorted(blocks, key=lambda block: block.distance)
    unknown: dict[str, timedelta] = {}
    for block in near[MOST_ROWS:]:
        remarks[_TOO_FAR] += 1
        if _MOVED.search(block.lines):
            unknown.setdefault(block.uid, block.distance)
    return near[:MOST_ROWS], unknown


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
        remarks[_TOO_MANY_DATES] += left < len(held)
        kept, left = held[:left], max(0, left - len(held))
        return f"{line[1]}{','.join(kept)}\n" if kept else ""

    return _DATES.sub(near, lines)


def _parsed(blocks: list[_Block], remarks: Counter[str]) -> list[Event]:
    """Return the events; where one can't be parsed it alone is lost."""
    try:
        return _calendar(blocks).events
    except (ValueError, KeyError, IndexError, AttributeError):
        pass
    events: list[Event] = []
    for block in blocks:
        try:
            events += _calendar([block]).events
        except (ValueError, KeyError, IndexError, AttributeError):
            remarks[_UNREADABLE] += 1
    return events


def _calendar(blocks: Iterable[_Block]) -> Calendar:
    """Return the events alone as a calendar: without its own zones, whose rules may be bombs, the known ones hold."""
    lines = "".join(f"BEGIN:VEVENT{block.lines}END:VEVENT\r\n" for block in blocks)
    return Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{lines}END:VCALENDAR\r\n")


def _occurrences(group: list[_Block], body: str, span: Span, remarks: Counter[str]) -> list[Row]:
    """Return a row for each time that a repeating event takes place in the span, moved ones at their new times."""
    tame = []
    for block in group:
        bomb = _BOMB.search(block.lines)
        remarks[_TOO_OFTEN] += bool(bomb)
        tame.append(replace(block, lines=_RULE.sub("", block.lines)) if bomb else block)
    calendar, rows = Calendar(), []
    for event in _parsed(tame, remarks):
        if _begin(event) is None:
            remarks[_UNREADABLE] += 1
        else:
            # Its times do not bear the zone's name any more.
            remarks[_WITHOUT_ZONE] += _is_of_unknown_zone(event)
            calendar.add_component(event)
    slow = SlowCalendar("slow")
    try:
        with deadline(LONGEST_REPEATING, slow, "work"):
            times = recurring_ical_events.of(calendar, components=["VEVENT"]).between(span.first, span.last + _A_DAY)
            for event in times[:MOST_OCCURRENCES]:
                if row := _row(event, body, span, remarks, _time_of_rule(event, span)):
                    rows.append(row)
    except SlowCalendar:
        remarks[_TOO_SLOW] += 1
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError):
        remarks[_UNREADABLE] += 1
    return rows


def _row(event: Any, body: str, span: Span, remarks: Counter[str], of_rule: str = "") -> Row | None:
    """Return the row of an event, None where it has no day. `of_rule` tells one occurrence of it from the others."""
    begin = _begin(event)
    if begin is None:
        remarks[_UNREADABLE] += 1
        return None
    day, hour = _local(begin, span)
    remarks[_WITHOUT_ZONE] += not of_rule and _is_of_unknown_zone(event)
    title, described = _plain(event.get("SUMMARY")), str(event.get("DESCRIPTION") or "")[:100_000]
    items, topic = _agenda(described)
    told, status = fate(title=title, on=day), str(event.get("STATUS") or "").upper()
    if status == "CANCELLED":
        told = Fate(Standing.CANCELLED)
    elif status == "TENTATIVE" and told.standing == Standing.SCHEDULED:
        told = replace(told, standing=Standing.EXPECTED)
    is_recessed = told.standing == Standing.RECESSED
    uid = _plain(event.get("UID")) or f"{title}/{day}/{hour}"
    changed = _value(event, "LAST-MODIFIED")
    return Row(
        uid=f"{uid[: LONGEST - 40]}{'/' if of_rule else ''}{of_rule}",
        body=body[:LONGEST],
        title=title[:LONGEST],
        day=told.day if is_recessed else day,
        time=told.time if is_recessed else hour,
        location=_plain(event.get("LOCATION"))[:LONGEST],
        standing=told.standing,
        is_doubtful=told.is_doubtful,
        topic=topic,
        items=items,
        url=address(str(event.get("URL") or "")),
        agenda_url=_attached(event),
        sequence=_sequence(event),
        changed_at=changed if isinstance(changed, datetime) and changed.tzinfo else None,
        series=uid[: LONGEST - 40] if of_rule else "",
    )


def _value(event: Any, name: str) -> Any:
    """Return the date or moment that a property holds, None where it can't be read."""
    held = event.get(name)
    held = held[0] if isinstance(held, list) and held else held
    try:
        return getattr(held, "dt", None)
    except (ValueError, AttributeError):
        return None


def _begin(event: Any) -> date | None:
    begin = _value(event, "DTSTART")
    return begin if isinstance(begin, date) and 1900 <= begin.year <= 9000 else None


def _local(begin: date, span: Span) -> tuple[date, time | None]:
    """Return day and hour by the clock of the place; a floating time is of that clock already."""
    if not isinstance(begin, datetime):
        return begin, None
    local = begin.astimezone(span.zone) if begin.tzinfo else begin
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _is_of_unknown_zone(event: Any) -> bool:
    begin = _begin(event)
    is_floating = isinstance(begin, datetime) and begin.tzinfo is None
    return is_floating and "TZID" in getattr(event.get("DTSTART"), "params", {})


def _time_of_rule(event: Any, span: Span) -> str:
    """Return when an occurrence was to be by its rule, wherever it was moved since: what names it."""
    named = _value(event, "RECURRENCE-ID") or _value(event, "DTSTART")
    if isinstance(named, datetime):
        return (named.astimezone(UTC) if named.tzinfo else named).strftime("%Y%m%dT%H%M")
    return f"{named:%Y%m%d}" if named else ""


def _sequence(event: Any) -> int | None:
    held = event.get("SEQUENCE")
    return int(held) if isinstance(held, int) and 0 <= held < 2**31 else None


def _attached(event: Any) -> str:
    attached = event.get("ATTACH")
    first = attached[0] if isinstance(attached, list) and attached else attached
    return address(str(first)) if first else ""


def _plain(value: object) -> str:
    return one_line(to_text(str(value)[: 4 * LONGEST])) if value else ""


def _agenda(described: str) -> tuple[tuple[Item, ...], str]:
    """Return the numbered lines of a description as the agenda, and the other words as what the meeting is on."""
    items: list[Item] = []
    others: list[str] = []
    for line in _LINE.split(storable(described)):
        words = one_line(to_text(line))
        found = _ITEM.match(words[: LONGEST + 40])
        if found and len(items) < MOST_ITEMS:
            items.append(Item(found["number"], found["title"][:LONGEST]))
        elif words:
            others.append(words)
    return tuple(items), " ".join(others)[:LONGEST]


def _told_apart(rows: Iterable[Row], remarks: Counter[str]) -> list[Row]:
    """Return the rows, each with a UID of its own: of two states of one meeting the newest, while two meetings that
    bear one UID are known by their days as well.
    """
    by_uid: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_uid[row.uid].append(row)
    own = []
    for uid, alike in by_uid.items():
        newest = max(alike, key=_state)
        if len(alike) == 1 or all(_state(row) < _state(newest) for row in alike if row is not newest):
            own.append(newest)
            remarks[_OLDER_TWIN] += len(alike) - 1
            continue
        by_day = {f"{uid}@{row.day}T{row.time}"[:LONGEST]: row for row in sorted(alike, key=_state)}
        own += [replace(row, uid=key, twin_of=uid if len(by_day) > 1 else "") for key, row in by_day.items()]
        remarks[_SAME_UID] += len(by_day) if len(by_day) > 1 else 0
    return own


def _state(row: Row) -> tuple[int, datetime]:
    return row.sequence or 0, row.changed_at or datetime.min.replace(tzinfo=UTC)
