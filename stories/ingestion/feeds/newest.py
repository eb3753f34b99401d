"""Which entries of a long feed are taken: the newest, whichever end of it they stand at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from stories.ingestion.feeds.feed import Entry
from stories.ingestion.pages import moments

_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.I)
_LONGEST_ENTRY = 200_000
_DATED = re.compile(
    rb"<(?:\w+:)?(?:pubdate|date|published|updated|issued)\b[^>]{0,200}>\s{0,20}(?:<!\[CDATA\[)?([^<\]]{6,60})", re.I
)


def newest(rows: Sequence[Entry], most: int) -> tuple[Entry, ...]:
    """In the feed's order; where not all are dated the feed is taken to begin with the newest, as nearly all do."""
    if len(rows) <= most:
        return tuple(rows)
    dated = [moment for row in rows if (moment := row.published_at or row.updated_at)]
    if len(dated) < len(rows):
        return tuple(rows[:most])
    by_date = sorted(range(len(rows)), key=lambda at: dated[at], reverse=True)
    return tuple(rows[at] for at in sorted(by_date[:most]))


def without_oldest(clean: bytes, ends: Sequence[int], most: int) -> bytes | None:
    """The feed without all but its last entries, if they are newer than its first; `ends` is where each entry ends."""
    begin = _BEGINS.search(clean)
    if begin is None or len(ends) <= most:
        return None
    first, last = _date(clean, begin.start(), ends[0]), _date(clean, ends[-2], ends[-1])
    return clean[: begin.start()] + clean[ends[-most - 1] :] if first and last and first < last else None


def _date(clean: bytes, start: int, end: int) -> datetime | None:
    """Of the entry that stands there."""
    told = _DATED.search(clean, start, min(end, start + _LONGEST_ENTRY))
    parsed = moments.parse(told.group(1).decode("utf-8", "replace").strip()) if told else None
    return parsed[0] if parsed else None
