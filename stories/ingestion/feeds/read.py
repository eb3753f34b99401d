"""Bytes in, `Feed` out: fastfeedparser where it reads the feed well, feedparser where it does not."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

import fastfeedparser
import feedparser

from stories.ingestion.feeds import dates, guard, jsonfeed
from stories.ingestion.feeds.entries import entries
from stories.ingestion.feeds.errors import FeedTooLarge, NotAFeed, SlowFeed
from stories.ingestion.feeds.feed import Feed
from stories.ingestion.feeds.markup import to_line, to_text
from stories.ingestion.feeds.mending import mended, without_forbidden
from stories.ingestion.feeds.newest import newest
from stories.ingestion.pages.order import day_first
from stories.ingestion.urls import is_web_url
from stories.jobs.deadline import deadline

_SECONDS = 15.0
_UNKNOWN = "The server answered with something that is no feed: neither RSS, Atom, RDF nor JSON Feed."
_HEAD = 4_000
_LONGEST_DATE = 32
_MAX_URL = 2_000
_MAX_LANGUAGE = 20
_MAX_DESCRIPTION = 2_000
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z][\w-]{1,30})\s*</", re.I)
# What a date may be written with; "ledger-4" and addresses are none.
_DATELIKE = re.compile(
    r"(?:[\W\d_]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|[a-z]?m?t|z|utc)+", re.I
)
_BASE = b"xml:base"
# Jekyll gives each entry's content one, which is of the links in it alone.
_OF_CONTENT = re.compile(rb"<(?:content|summary)\s[^<>]{0,300}?\bxml:base")
_MAX_PATIENT = 11_000_000
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.I)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.I)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*<", re.I)
_PERIODS = {b"hourly": 60, b"daily": 1440, b"weekly": 10_080, b"monthly": 43_200, b"yearly": 525_600}


def read(data: bytes, url: str = "", content_type: str = "", country: str = "") -> Feed:
    """Return the feed in `data`; `url` is where it was fetched and what relative links are relative to, `country` the
    code of where its outlet is, which tells a month from a day.

    Raises a `FeedError` that says in plain words what came instead, within fifteen seconds.
    """
    with deadline(_SECONDS, SlowFeed("The feed took longer than fifteen seconds to read.")):
        clean, truncated = guard.bounded(guard.admitted(data, content_type))
        guard.refuse_tags(clean)
        parsed = _parsed(clean, url)
        source = parsed.get("feed", {})
        language = _language(source, clean[:_HEAD])
        return Feed(
            title=to_line(str(source.get("title") or ""))[:500],
            entries=newest(
                entries(parsed["entries"], url, str(source.get("link") or ""), day_first(country, language)),
                guard.MAX_ENTRIES,
            ),
            url=url,
            site_url=_site(source, url),
            language=language,
            description=to_text(str(source.get("subtitle") or source.get("description") or "")[:_MAX_DESCRIPTION]),
            ttl_minutes=_ttl(clean[:_HEAD]),
            truncated=truncated or len(parsed["entries"]) > guard.MAX_ENTRIES,
        )


def _language(source: Any, head: bytes) -> str:
    """Return the language that the feed says it is in; the quick parser reads that of Atom alone."""
    element = _LANGUAGE.search(head)
    named = str(source.get("language") or "") or (element.group(1).decode("ascii") if element else "")
    return named.strip()[:_MAX_LANGUAGE].replace("_", "-")


def _site(source: Any, url: str) -> str:
    """Return the address of the site that the feed names as its own."""
    link = source.get("link")
    site = urljoin(url, link.strip()) if isinstance(link, str) and link.strip() else ""
    return site if len(site) <= _MAX_URL and is_web_url(site) else ""


def _parsed(clean: bytes, url: str) -> Any:
    """Return what the first parser that reads the feed well makes of it; raises NotAFeed where none knows it."""
    if clean.startswith(b"{"):
        json_feed = jsonfeed.read(clean)
        if json_feed is None:
            raise NotAFeed(_UNKNOWN)
        return json_feed
    told = dates.told(clean) if guard.is_plain(clean) else {}
    dated = any(told.values()) or (bool(told) and guard.is_dated(clean))
    quick = _quick(mended(clean)) if dated and dates.are_known(told) else None
    if quick is not None and any(map(_lacks_ampersand, quick["entries"])):
        quick = _quick(mended(clean, len(clean)))
    if (
        quick is not None
        and _is_well_read(quick["entries"], clean, told)
        and dates.on_their_clocks(quick["entries"], told)
    ):
        return quick
    patient = _patient(clean, url)
    known = patient.get("version") or guard.is_channel(clean)
    if patient["entries"] or (known and quick is None):
        return patient
    if quick is not None:
        return quick
    raise NotAFeed(_UNKNOWN)


def _quick(clean: bytes) -> Any:
    try:
        return fastfeedparser.parse(clean, include_tags=False, include_enclosures=False, include_media=False)
    except Exception:
        return None


def _patient(clean: bytes, url: str) -> Any:
    if len(clean) > _MAX_PATIENT:
        raise FeedTooLarge("The feed is malformed, and too large to be read all the same.")
    guard.refuse_depth(clean)
    few, _ = guard.bounded(without_forbidden(mended(clean, len(clean))), uncounted=0)
    # Told where the feed is, it takes some GUIDs for addresses as well: only where one can't do without.
    headers = {"content-location": url} if url and _BASE in clean else {}
    few = guard.without_year_zero(few)
    return feedparser.parse(few, sanitize_html=False, resolve_relative_uris=False, response_headers=headers)


def _is_well_read(read: list[Any], clean: bytes, told: dates.Told) -> bool:
    """Say whether there are entries, each with words or an address and with a date of its own.

    The quick parser takes a date from a GUID where an entry has none ("4" becomes the fourth of this month), so
    with GUIDs that could be taken for dates the dates are counted.
    """
    if not read or not all(map(_is_whole, read)):
        return False
    # What a relative link is relative to only the patient parser knows.
    are_whole = all((entry.get("link") or "").startswith("http") for entry in read)
    if not are_whole and clean.count(_BASE) > len(_OF_CONTENT.findall(clean)):
        return False
    # The parser may have made such a date of a year 0; no date is better than an invented one.
    if any((entry.get("published") or "").startswith("2000-") for entry in read) and guard.has_year_zero(clean):
        return False
    return not any(map(_may_date, read)) or max(map(len, told.values())) >= len(read)


def _lacks_ampersand(entry: Any) -> bool:
    """Say whether the link looks as if the parser had dropped a bare ampersand from it: "?a=1=2"."""
    link = entry.get("link") or ""
    return "=" in link and link.count("=") > link.count("&") + 1


def _may_date(entry: Any) -> bool:
    guid = entry.get("id") or ""
    short = len(guid) <= _LONGEST_DATE and not guid.startswith(("http", "tag:"))
    return short and bool(_DATELIKE.fullmatch(guid))


def _is_whole(entry: Any) -> bool:
    get = entry.get
    return bool((get("published") or get("updated")) and get("title") and (get("link") or get("id")))


def _ttl(head: bytes) -> int | None:
    if ttl := _TTL.search(head):
        return int(ttl.group(1)) or None
    if period := _PERIOD.search(head):
        frequency = _FREQUENCY.search(head)
        return _PERIODS[period.group(1).lower()] // max(1, int(frequency.group(1)) if frequency else 1) or None
    return None
