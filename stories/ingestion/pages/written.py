"""Dates as people and programs write them: ISO, seconds since 1970, "Tue Mar 3 21:30 CST 2026", 3/5/2026."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from dateutil import parser as dateparser

from stories.ingestion.pages import zones

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?", re.I
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?")
# Seconds or milliseconds, up to 2033: larger ones are dates in one piece, or no dates.
_EPOCH = re.compile(r"(1\d{9})(?:\d{3}|\.\d{1,9})?")
# "3/5/2026" is March or May; with dots the day comes first everywhere.
_NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d\d)\b")
# The minus of "GMT-0600" is one: dateutil reads it as POSIX would.
_FROM_GMT = re.compile(r"\b(?:GMT|UTC|UT)\s?(?=[+-]\d)")
_IN_PARENTHESES = re.compile(r"\s{0,20}\([^)]{0,100}\)")
_HALF_DAY = re.compile(r"\b([ap])\.\s?m\b\.?", re.I)
_DOTTED = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b")
_YEARS = range(1990, 2100)
_LONGEST = 80
# What is missing from a date is taken from these: one that comes out differently lacks its day or year.
_DEFAULTS = datetime(1, 1, 1), datetime(4, 2, 2)


class _UnknownZone(ValueError):
    """Raised for the name of a zone that nobody knows, which is not for that UTC."""


def read(value: Any, day_first: bool | None = None) -> datetime | None:
    """Return what a date says: naive where it names no zone, and at midnight where it names no hour.

    None for no date of 1990 to 2099, and for one of which nobody can tell the month from the day; `day_first` says in
    which order numbers stand, where that is known. An hour in a zone that is not known is left out.
    """
    text = str(value).strip().strip("'\"") if isinstance(value, str | int | float) else ""
    if not 6 <= len(text) <= _LONGEST:
        return None
    moment = _epoch(text) or _iso(text) or _in_one_piece(text) or _loose(text, day_first)
    return moment if moment and moment.year in _YEARS else None


def is_day(moment: datetime) -> bool:
    """Say whether it is a day without an hour: midnight without a zone."""
    return moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def as_instant(moment: datetime) -> datetime:
    """Return a moment that can be compared with any other: one without a zone as if it were in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def has_unclear(text: str) -> bool:
    """Say whether a text has a date of which nobody can tell the month from the day."""
    return any(map(_is_either, _NUMERIC.finditer(text)))


def _is_either(numbers: re.Match[str]) -> bool:
    """Say whether each of two numbers may be the month; where only one can be, dateutil finds it."""
    return numbers[1] != numbers[3] and max(int(numbers[1]), int(numbers[3])) <= 12


def _epoch(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return None
    parts, offset = [int(part or 0) for part in match.groups()[:6]], match.group(7)
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]
        if match.end() == len(text):
            return moment.replace(tzinfo=_offset(offset)) if offset else moment
        return None if offset is None else moment.replace(tzinfo=_offset(offset))
    except ValueError:
        return None


def _offset(text: str) -> tzinfo:
    if text.upper() == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _in_one_piece(text: str) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    try:
        return datetime(*(int(part or 0) for part in match.groups())) if match else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _loose(text: str, day_first: bool | None) -> datetime | None:
    """Return a written date; a lone year, month or time of day is none."""
    numbers = _NUMERIC.search(text)
    if not (numbers or re.search(r"\d{4}", text)) or len(re.findall(r"\d+", text)) < 2:
        return None
    if numbers and day_first is None and _is_either(numbers):
        return None
    text, place = zones.without_place(_HALF_DAY.sub(r"\1m", _IN_PARENTHESES.sub("", text)))
    text = zones.shortened(_FROM_GMT.sub("", text))
    moment = _parsed(text, bool(_DOTTED.search(text)) or bool(numbers and day_first))
    if moment is None or not place:
        return moment
    named = zones.of_place(place)
    return moment.replace(tzinfo=named) if named else _day_of(moment)


def _parsed(text: str, day_first: bool) -> datetime | None:
    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        if name and not (known := zones.zone(name)):
            raise _UnknownZone(name)
        return known if name else None

    def parse(default: datetime, *, aware: bool = True) -> datetime:
        return dateparser.parse(text, default=default, dayfirst=day_first, tzinfos=zone, ignoretz=not aware)

    try:
        first = parse(_DEFAULTS[0], aware=False)
        if first != parse(_DEFAULTS[1], aware=False):
            return None
        return parse(_DEFAULTS[0])
    except _UnknownZone:
        return _day_of(first)
    except (ValueError, OverflowError, TypeError):
        return None


def _day_of(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)
