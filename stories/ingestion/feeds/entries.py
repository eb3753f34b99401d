"""A parser's entries, whichever's, as `FeedEntry` rows: plain titles, aware dates, addresses that are of the web."""

from __future__ import annotations

import re
from calendar import timegm
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from stories.ingestion.feeds.dates import is_zoned
from stories.ingestion.feeds.feed import FeedEntry
from stories.ingestion.feeds.markup import to_line
from stories.ingestion.pages import written
from stories.ingestion.pages.charset import storable
from stories.ingestion.urls import is_plain_url, is_web_url

_MAX_TITLE = 500
_MAX_ID = 500
_MAX_URL = 2_000
_MAX_HTML = 1_000_000
_MAX_NAMES = 20
_MAX_NAME = 200
# "mara@ledger.example (Mara Quist)", "Mara Quist <mara@ledger.example>"
_ADDRESSED = re.compile(r"\S{1,100}@\S{1,200}\s*\(([^()]+)\)|([^<>]+)<\S{1,100}@\S{1,200}>")
_YEARS = range(1970, 2100)
# The name of a zone, as it seems.
_LETTERS_LAST = re.compile(r"\d\s?[A-Za-z]{2,6}$")


def entries(
    parsed: Iterable[Any], feed_url: str, site_url: str, day_first: bool | None = None
) -> tuple[FeedEntry, ...]:
    """Return the rows in the feed's order, each once; what has neither address nor words is left out.

    `day_first` says in which order numbers stand in its dates, where that is known.
    """
    base = feed_url or site_url
    rows = [row for row in [_entry(item, base, day_first) for item in parsed] if row.id]
    if len({row.id for row in rows}) == len(rows):
        return tuple(rows)
    # A GUID that several addresses share identifies none of them: their addresses do.
    urls: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        urls[row.id].add(row.url)
    own = [row._replace(id=row.url) if len(urls[row.id]) > 1 and row.url else row for row in rows]
    return tuple({(row.id, row.url): row for row in reversed(own)}.values())[::-1]


def _entry(item: Any, base: str, day_first: bool | None) -> FeedEntry:
    url = _address(item, base)
    title = to_line(_text(item.get("title"))[: 4 * _MAX_TITLE])[:_MAX_TITLE]
    guid = _text(item.get("id"))
    if guid != url:
        guid = storable(guid).strip()
    # By position: a feed of the bench costs a sixth less to read than by name.
    return FeedEntry(
        (guid or url or title)[:_MAX_ID] or _digest(item),
        url,
        title,
        _text(item.get("summary") or item.get("description"))[:_MAX_HTML],
        _content(item)[:_MAX_HTML],
        _moment(item, "published", day_first),
        _moment(item, "updated", day_first),
        _names(item),
    )


def _digest(item: Any) -> str:
    """Return an id for an entry that has neither GUID, address nor title; "" for one that says nothing at all."""
    words = _text(item.get("summary") or item.get("description")) or _content(item) or _text(item.get("title"))
    words += "".join(_names(item)) + _text(dict.get(item, "published")) + _text(dict.get(item, "updated"))
    return f"sha256:{sha256(words.encode('utf-8', 'replace')).hexdigest()}" if words.strip() else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _address(item: Any, base: str) -> str:
    """Return the entry's link, else an id that is one; never `javascript:`, `data:` or another scheme."""
    link, links = item.get("link"), item.get("links") or ()
    if links and links[0].get("rel") is None:
        # The quick parser takes `rel="self"` for the link where the story's own has no `rel`.
        link = links[0].get("href")
    if isinstance(link, str) and is_plain_url(link):
        return link
    named = [link, *(row.get("href") for row in links if row.get("rel") == "alternate")]
    # A GUID is a link only where it is one as it stands.
    return next((url for url in (_absolute(text, base) for text in named) if url), "") or _absolute(item.get("id"), "")


def _absolute(text: Any, base: str) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > _MAX_URL:
        return ""
    text = text.strip()
    if not text.startswith(("http://", "https://")):
        if not base or (":" in text.split("/")[0]) or " " in text:
            return ""
        text = urljoin(base, text)
    return text if is_web_url(text) else ""


def _content(item: Any) -> str:
    """Return the fullest of the entry's contents, HTML before plain text; a summary is none."""
    parts = item.get("content")
    if not parts:
        return ""
    if len(parts) == 1:
        return _text(parts[0].get("value"))
    marked = [part for part in parts if "text/plain" not in str(part.get("type"))]
    return max((_text(part.get("value")) for part in marked or parts), key=len)


def _names(item: Any) -> tuple[str, ...]:
    authors = item.get("authors")
    if not authors:
        return (_short_line(item["author"]),) if item.get("author") else ()
    if len(authors) == 1:
        return (_short_line(authors[0].get("name") or ""),) if authors[0].get("name") else ()
    names = (_short_line(author.get("name") or "") for author in authors[:_MAX_NAMES])
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=2048)
def _short_line(text: str) -> str:
    """Return a name on one line, without the address that RSS asks for; kept, as one feed repeats the same few."""
    line = to_line(text[:_MAX_NAME])
    addressed = _ADDRESSED.fullmatch(line)
    return (addressed.group(1) or addressed.group(2)).strip() if addressed else line


def _moment(item: Any, name: str, day_first: bool | None) -> datetime | None:
    """Return when it was, naive where the feed names no zone; None for years out of mind.

    The quick parser gives an ISO string, the patient one the feed's own text with its reading of it in UTC.
    """
    # Past feedparser's own `get`, which gives the publication for a missing update.
    text = dict.get(item, name)
    if not isinstance(text, str):
        return None
    try:
        moment: datetime | None = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = written.read(text, day_first) or _read_by_parser(text, dict.get(item, f"{name}_parsed"))
    return moment if moment and moment.year in _YEARS else None


def _names_year(text: str, year: int) -> bool:
    """Say whether a date names its year and more: of a lone number or an hour feedparser makes a day as well."""
    numbers = re.findall(r"\d+", text)
    return len(numbers) > 1 and any(number in (str(year), str(year)[2:]) for number in numbers)


def _read_by_parser(text: str, parsed: Any) -> datetime | None:
    """Return feedparser's reading, as of dates in other languages; to it a zone that it doesn't know is UTC."""
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    if moment is None or not _names_year(text, moment.year):
        return None
    if is_zoned(text.encode("utf-8", "replace")):
        return moment
    return (
        datetime(moment.year, moment.month, moment.day) if _LETTERS_LAST.search(text) else moment.replace(tzinfo=None)
    )
