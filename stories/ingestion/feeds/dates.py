"""The dates of a feed's entries as they stand in it: the quick parser takes what it doesn't know for UTC."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any

from stories.ingestion.feeds.guard import first_entry
from stories.ingestion.pages import zones

# An entry's publication is in the first of these that it has.
_NAMES = (b"pubDate", b"published", b"dc:date", b"updated")
# One pattern that begins with a letter of its own goes through a feed as quickly as looking for one name does.
_TOLD = re.compile(
    rb"<(pubDate|published|dc:date|updated)(?: [^>]{0,100})?>\s{0,50}(?:<!\[CDATA\[)?\s{0,50}([^<\]]{0,80})"
)
_ZONED = re.compile(rb"\d[^\d:]{1,12}\d\d:\d\d.{0,40}(?:\dZ|[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[ECMP][SD]T))$", re.I)
# As most feeds write them, one on a line.
_USUAL = re.compile(
    rb"(?:(?:[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)"
    rb"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))\n)*+"
)
_YEAR = re.compile(rb"(?<!\d)\d{4}(?!\d)")
_DAY, _DAY_LETTERS = re.compile(rb"\d{4}-\d\d-\d\d"), 10
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)$|\b([A-Z]{3})$")
_ZONE_LETTERS = 6
_AT_ZERO = (b"GMT", b"Z", b"UTC", b"+0000", b"+00:00")

# The dates of a feed's entries as they are written, by the name of their element.
Told = dict[bytes, list[bytes]]


def told(clean: bytes) -> Told:
    """Return the dates of the feed's entries in its order."""
    dates: Told = {name: [] for name in _NAMES}
    for name, text in _TOLD.findall(clean, first_entry(clean)):
        dates[name].append(text.rstrip())
    return dates


def are_known(dates: Told) -> bool:
    """Say whether each date is a day, or names a year, an hour and a zone that the quick parser knows.

    Of other words it makes a day of its own, within seconds.
    """
    return all(
        _USUAL.fullmatch(b"".join(b"%s\n" % text for text in texts)) or all(map(_is_known, texts))
        for texts in dates.values()
    )


def _is_known(text: bytes) -> bool:
    return bool(_DAY.fullmatch(text)) or (is_zoned(text) and bool(_YEAR.search(text)))


def is_zoned(date: bytes) -> bool:
    """Say whether a date has an hour and ends with an offset, or a name of a zone that every parser knows."""
    return bool(_ZONED.search(date.rstrip()))


def on_their_clocks(entries: list[Any], dates: Told) -> bool:
    """Put the publication of the quick parser's entries, which it tells in UTC, on the clock that the feed names.

    Only where each entry has a date of one kind, and shows that very hour. Says whether all is told as it was: a day
    is none in UTC, and must be that of an entry.
    """
    by_entry = [name for name in _NAMES if len(dates[name]) == len(entries)]
    for entry, text in zip(entries, dates[by_entry[0]] if by_entry else (), strict=False):
        _set_clock(entry, text)
    days = [
        (name, n, text)
        for name in _NAMES
        for n, text in enumerate(dates[name])
        if len(text) == _DAY_LETTERS and _DAY.fullmatch(text)
    ]
    return all(
        name in by_entry and all(_set_day(entries[n], key, text) for key in _keys(name, by_entry[0]))
        for name, n, text in days
    )


def _keys(name: bytes, first: bytes) -> list[str]:
    """Return what the quick parser makes of such an element, where the publication is read from `first`."""
    return (["published"] if name == first else []) + (["updated"] if name == b"updated" else [])


def _set_day(entry: Any, key: str, day: bytes) -> bool:
    is_its_own = (entry.get(key) or "").startswith(day.decode())
    if is_its_own:
        entry[key] = day.decode()
    return is_its_own


def _set_clock(entry: Any, text: bytes) -> None:
    if text.endswith(_AT_ZERO) or not entry.get("published"):
        return
    if zone := _zone(text[-_ZONE_LETTERS:].decode("ascii", "replace")):
        moment = datetime.fromisoformat(entry["published"]).astimezone(zone).isoformat()
        if moment[11:16].encode() in text:
            entry["published"] = moment


@lru_cache(maxsize=256)
def _zone(text: str) -> tzinfo | None:
    match = _ZONE.search(text)
    if match is None or match[4]:
        return zones.zone(match[4]) if match else None
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-ahead if match[1] == "-" else ahead) if ahead < timedelta(hours=24) else None
