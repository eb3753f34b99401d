"""The dates of a feed's entries as they stand in it: the quick parser takes what it doesn't know for UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from stories.ingestion.feeds.guard import first_entry
from stories.ingestion.pages import zones

# An entry's publication is in the first of these that it has.
_TAGS = (b"<pubDate", b"<published", b"<dc:date", b"<updated")
_TEXT = re.compile(rb"<[\w:]{1,20}[^>]{0,100}>\s{0,50}(?:<!\[CDATA\[)?([^<\]]{0,80})")
_ZONED = re.compile(rb"\d[^\d:]{1,12}\d\d:\d\d.{0,40}(?:\dZ|[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[ECMP][SD]T))$", re.I)
_YEAR = re.compile(rb"(?<!\d)\d{4}(?!\d)")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)$|\b([A-Z]{3})$")


def are_zoned(clean: bytes) -> bool:
    """Say whether each date of its entries names a year, and a zone that the quick parser knows.

    Of other words it makes a day of its own, within seconds.
    """
    return all(is_zoned(text) and _YEAR.search(text) for tag in _TAGS for text in _told(clean, tag))


def is_zoned(date: bytes) -> bool:
    """Say whether a date has an hour and ends with an offset, or a name of a zone that every parser knows."""
    return bool(_ZONED.search(date.rstrip()))


def on_their_clocks(entries: list[Any], clean: bytes) -> None:
    """Put the publication of the quick parser's entries, which it tells in UTC, on the clock that the feed names.

    Only where each entry has a date of one kind, and shows that very hour.
    """
    for tag in _TAGS:
        texts = list(_told(clean, tag))
        if len(texts) == len(entries):
            for entry, text in zip(entries, texts, strict=True):
                _set_clock(entry, text.decode("ascii", "replace").strip())
            return


def _set_clock(entry: Any, text: str) -> None:
    zone = _zone(text)
    if zone is None or not entry.get("published"):
        return
    moment = datetime.fromisoformat(entry["published"]).astimezone(zone)
    if f"{moment:%H:%M}" in text:
        entry["published"] = moment.isoformat()


def _zone(text: str) -> tzinfo | None:
    match = _ZONE.search(text)
    if match is None or match[4]:
        return zones.zone(match[4]) if match else None
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-ahead if match[1] == "-" else ahead) if ahead < timedelta(hours=24) else None


def _told(clean: bytes, tag: bytes) -> Iterator[bytes]:
    """Yield what stands in each such element of the entries; `find` passes over their words in no time."""
    at = clean.find(tag, first_entry(clean))
    while at >= 0:
        if clean[at + len(tag) : at + len(tag) + 1] in (b">", b" ") and (date := _TEXT.match(clean, at)):
            yield date[1]
        at = clean.find(tag, at + len(tag))
