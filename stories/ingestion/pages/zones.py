"""The zones that time stamps name: abbreviations, "CT" and "Central Time", America/Chicago."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dateparser.timezones import timezone_info_list

# What is written all the year round, whose offset is that of the day. Of the two that go by IST dateparser has the one
# in which fewer stories are printed.
_OF_PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "AKT": "America/Anchorage", "HT": "Pacific/Honolulu", "AT": "America/Halifax", "NT": "America/St_Johns",
    "IST": "Asia/Kolkata",
}  # fmt: skip
_IN_WORDS = {
    "eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT", "alaska": "AKT", "hawaii": "HT",
    "atlantic": "AT", "newfoundland": "NT",
}  # fmt: skip
_WORDS = re.compile(rf"\b({'|'.join(_IN_WORDS)})(?:\s(?:standard|daylight))?(?:\stime)?\b", re.I)
_IANA = re.compile(r"\s?\[?\b([A-Z][A-Za-z]{1,20}(?:/[A-Z][A-Za-z_-]{1,30}){1,2})\]?")


def zone(name: str) -> tzinfo | None:
    """Return the zone of an abbreviation; None for one that is not known."""
    if name.upper() in _OF_PLACES:
        return ZoneInfo(_OF_PLACES[name.upper()])
    return _abbreviations().get(name.upper())


def shortened(text: str) -> str:
    """Return a stamp with its zone in an abbreviation: "9:30 pm Central Time" as "9:30 pm CT"."""
    return _WORDS.sub(lambda match: _IN_WORDS[match[1].lower()], text)


def without_place(text: str) -> tuple[str, str]:
    """Return a stamp without the name of a zone as America/Chicago, and that name; "" where it has none."""
    match = _IANA.search(text)
    return (text[: match.start()] + text[match.end() :], match[1]) if match else (text, "")


def of_place(name: str) -> tzinfo | None:
    """Return the zone of a name such as America/Chicago; None for one that is not known."""
    return ZoneInfo(name) if name in _places() else None


@cache
def _places() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _abbreviations() -> dict[str, tzinfo]:
    """Return dateparser's list; its first group are offsets, and letters alone no reporter writes."""
    names = {name: seconds for name, seconds in timezone_info_list[1]["timezones"] if len(name) > 2 or name == "UT"}
    return {name: timezone(timedelta(seconds=seconds), name) for name, seconds in (names | {"Z": 0}).items()}
