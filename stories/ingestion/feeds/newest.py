"""The entries of a long feed that are taken: the newest, whichever end of it they stand at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from stories.ingestion.feeds.feed import FeedEntry
from stories.ingestion.pages.written import as_instant, read

_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.I)
_LONGEST_ENTRY = 200_000
_DATED = re.compile(
    rb"<(?:\w+:)?(?:pubdate|date|published|updated|issued)\b[^>]{0,200}>\s{0,20}(?:<!\[CDATA\[)?([^<\]]{6,60})", re.I
)


def newest(rows: Sequence[FeedEntry], most: int) -> tuple[FeedEntry, ...]:
    """Return the newest `most` in the feed's order; one not dated throughout is taken to begin with the newest."""
    if len(rows) <= most:
        return tuple(rows)
    dated = [as_instant(moment) for row in rows if (moment := row.published_at or row.updated_at)]
    if len(dated) < len(rows):
        return tuple(rows[:most])
    by_date = sorted(range(len(rows)), key=lambda at: dated[at], reverse=True)
    return tuple(rows[at] for at in sorted(by_date[:most]))


def without_oldest(clean: bytes, ends: Sequence[int], most: int) -> bytes | None:
    """Return the feed with its last `most` entries alone, if they are newer than its first, else None.

    `ends` is where each entry ends.
    """
    begin = _BEGINS.search(clean)
    if begin is None or len(ends) <= most:
        return None
    first, last = _date(clean, begin.start(), ends[0]), _date(clean, ends[-2], ends[-1])
    return clean[: begin.start()] + clean[ends[-most - 1] :] if first and last and first < last else None


def _date(clean: bytes, start: int, end: int) -> datetime | None:
    """Return the date of the entry between `start` and `end`."""
    date = _DATED.search(clean, start, min(end, start + _LONGEST_ENTRY))
    moment = read(date.group(1).decode("utf-8", "replace").strip()) if date else None
    return as_instant(moment) if moment else None
