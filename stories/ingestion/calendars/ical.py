"""iCalendar, of whatever program: parsed by `icalendar`, its repetitions counted by `recurring-ical-events`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event

from stories.ingestion.calendars.blocks import A_DAY, MOST_OCCURRENCES, TOO_FAR, Block, blocks_near, head_of
from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge, SlowCalendar
from stories.ingestion.calendars.markup import address
from stories.ingestion.calendars.row import (
    LONGEST,
    MOST_ITEMS,
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
_BREAK, _FOLD = re.compile(r"\r\n?"), re.compile(r"\n[ \t]")
_NAME = re.compile(r"^X-WR-CALNAME(?:;[^:\n]{0,100})?:(.{1,300})$", re.M | re.I)
# Of no meeting, and of every bomb.
_BOMB = re.compile(
    r"^RRULE(?:;[^:\n]{0,200})?:.{0,1000}?(?:FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:SECOND|MINUTE|HOUR)=[^;\n]{0,1000}?,|INTERVAL=0*(?:;|\r|$))",
    re.M | re.I,
)
_RULE = re.compile(r"^(?:RRULE|RDATE)\b.*\n?", re.M | re.I)
_LINE = re.compile(r"\n|<br\s{0,3}/?>|</(?:p|li|div)>", re.I)
_ITEM = re.compile(
    r"^(?:agenda\s{1,3})?(?:item\s{1,3})?(?:no\.\s{0,2})?#?\s{0,2}(?P<number>\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?|[ivx]{1,5})[.):]{1,2}\s{1,8}(?P<title>\S.*)$",
    re.I,
)


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
    remarks = Counter[str]()
    named = _NAME.search(head_of(text))
    body = _plain(named[1]) if named else ""
    blocks, unknown = blocks_near(text, span, remarks)
    repeating = {block.uid for block in blocks if block.repeats}
    groups: defaultdict[str, list[Block]] = defaultdict(list)
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
    reading.truncated = reading.truncated or any(remarks[words] for words in (TOO_FAR, _TOO_MANY, _TOO_SLOW))
    return reading


_TOO_MANY = "{many:,} further repeating event{s} were not looked at: 200 are, those first that go on nearest to today."
_TOO_SLOW = "{many:,} event{s} left out: counting the repetitions takes too long."
_TOO_OFTEN = "{many:,} event{s} repeat by the hour or more often, which no meeting does: taken once, without the rule."
_UNREADABLE = "{many:,} event{s} can't be read, without a day or against the rules of iCalendar."
_WITHOUT_ZONE = "{many:,} event{s} name a time zone that nobody knows: their hours are taken as those of the place."
_SAME_UID = (
    "{many:,} event{s} bear the UID of another meeting: they are told apart by their days, no move is "
    "seen, and nothing is proposed of them."
)
_OLDER_TWIN = "{many:,} event{s} stand there in an older state as well: the newest is taken."


def _parsed(blocks: list[Block], remarks: Counter[str]) -> list[Event]:
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


def _calendar(blocks: Iterable[Block]) -> Calendar:
    """Return the events alone as a calendar: without its own zones, whose rules may be bombs, the known ones hold."""
    lines = "".join(f"BEGIN:VEVENT{block.lines}END:VEVENT\r\n" for block in blocks)
    return Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{lines}END:VCALENDAR\r\n")


def _occurrences(group: list[Block], body: str, span: Span, remarks: Counter[str]) -> list[Row]:
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
            times = recurring_ical_events.of(calendar, components=["VEVENT"]).between(span.first, span.last + A_DAY)
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
