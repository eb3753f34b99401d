"""The times at which the story was published and changed, with the page's own offset from UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil import parser as dateparser
from dateutil import tz
from htmldate import find_date

from stories.ingestion.pages.markup import Markup

_PUBLISHED_META = (
    "article:published_time", "article:published:time", "datepublished", "og:published_time", "parsely-pub-date",
    "date", "pubdate", "publish-date", "publish_date", "publication_date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article.published", "datecreated",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
    "revised",
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?", re.I
)
_ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1, "EET": 2, "EEST": 3, "JST": 9, "SAST": 2,
}  # fmt: skip
_ZONE_INFO = {name: tz.tzoffset(name, hours * 3600) for name, hours in _ZONES.items()}
_YEARS = range(1990, 2100)


def published(markup: Markup) -> datetime | None:
    """Return the publication, aware: by JSON-LD, meta tags, the page's own `time`, else the day htmldate finds."""
    dates = [markup.story.get("datePublished"), *markup.said(*_PUBLISHED_META), *_times(markup)]
    moment = _most_telling(dates) or _most_telling([markup.story.get("dateCreated"), markup.story.get("uploadDate")])
    if moment:
        return moment
    day = find_date(markup.tree, original_date=True, url=markup.url or None, extensive_search=True)
    # A lone year becomes its first day there; no day is better than an invented one.
    parsed = parse(day) if day and not day.endswith("-01-01") else None
    return parsed[0] if parsed else None


def modified(markup: Markup) -> datetime | None:
    """Return the last change that the page admits to."""
    return _most_telling([markup.story.get("dateModified"), *markup.said(*_MODIFIED_META)])


def parse(value: Any) -> tuple[datetime, bool, bool] | None:
    """Return an instant, whether its zone was given, whether its time of day was; None for no date of 1990 to 2099."""
    text = str(value).strip().strip("'\"") if isinstance(value, str | int) else ""
    if not 6 <= len(text) <= 80:
        return None
    moment = _iso(text) or _loose(text)
    if moment is None or moment.year not in _YEARS:
        return None
    timed = moment.tzinfo is not None or ":" in text
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), moment.tzinfo is not None, timed


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return None
    day, zone = [int(part or 0) for part in match.groups()[:6]], match.group(7)
    try:
        moment = datetime(*day)  # type: ignore[arg-type]
        if zone is None and match.end() < len(text):
            return _loose(text)
        return moment.replace(tzinfo=_offset(zone)) if zone else moment
    except ValueError:
        return None


def _offset(zone: str) -> Any:
    if zone.upper() == "Z":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return tz.tzoffset(None, timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _loose(text: str) -> datetime | None:
    """Return a written date such as "Fri Apr 28 19:20:36 CEST 2023"; a lone year or time of day is none."""
    if not re.search(r"\d{4}", text) or len(re.findall(r"\d+", text)) < 2:
        return None
    try:
        bare = re.sub(r"\s*\([^)]*\)", "", text)
        return dateparser.parse(bare, tzinfos=_ZONE_INFO, default=datetime(1, 1, 1))
    except (ValueError, OverflowError, TypeError):
        return None


def _most_telling(dates: Iterable[Any]) -> datetime | None:
    """Return the first date in the fullest form that the page gives it: with a time, a zone, the story's own zone.

    A page often gives one instant twice, once in UTC for machines; the local one is worth more, as "Tuesday" is
    read in it. A date without zone takes that of another telling of the same clock time.
    """
    known = [parsed for parsed in map(parse, dates) if parsed]
    if not known:
        return None
    first, zoned, timed = known[0]
    same_day = [item for item in known[1:] if abs(item[0] - first) < timedelta(hours=26)]
    if not timed:
        fuller = [item[0] for item in same_day if item[2] and item[0].date() == first.date()]
        return fuller[0] if fuller else first
    if not zoned:
        local = [item[0] for item in same_day if item[1] and _clock(item[0]) == _clock(first)]
        return local[0] if local else first
    if not first.utcoffset():
        local = [
            item[0]
            for item in same_day
            if item[1] and item[0].utcoffset() and abs(item[0] - first) < timedelta(minutes=1)
        ]
        return first.astimezone(local[0].tzinfo) if local else first
    return first


def _clock(moment: datetime) -> tuple[int, int]:
    return moment.hour, moment.minute


def _times(markup: Markup) -> list[str]:
    """Return the `datetime` of the first few `time` elements: the story's own stands before those of other stories."""
    marked = [
        str(e.get("datetime") or e.get("content") or "")
        for e in markup.tree.xpath('.//*[@itemprop="datePublished"]')[:3]
    ]
    return marked + [str(e.get("datetime") or "") for e in list(markup.tree.iter("time"))[:2]]
