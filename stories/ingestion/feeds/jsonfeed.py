"""JSON Feed as the other parsers give theirs: what an item gives wrongly is left out, the others stand."""

from __future__ import annotations

import json
import re
from typing import Any

from stories.ingestion.feeds.errors import HostileFeed

_VERSION = "https://jsonfeed.org/version/"
# RFC 3339, as the format asks for; what else is said ("yesterday") names no instant.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?")
# Each becomes an object of its own, of up to a tenth of a kilobyte.
_MOST_VALUES = 500_000
_MAX_NAMES = 20
# By the names that the other parsers give them.
_FEED_FIELDS = {"title": "title", "link": "home_page_url", "language": "language", "subtitle": "description"}


def read(clean: bytes) -> dict[str, Any] | None:
    """Return the feed's own data and its entries; None for JSON that is no feed."""
    if sum(map(clean.count, (b"{", b"[", b","))) > _MOST_VALUES:
        raise HostileFeed("The document is made of more values than any feed has; it was not parsed.")
    try:
        document = json.loads(clean)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or _VERSION not in _text(document.get("version")).replace("http:", "https:"):
        return None
    items = document.get("items")
    return {
        "feed": {name: _text(document.get(key)) for name, key in _FEED_FIELDS.items()},
        "entries": [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else [],
    }


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    number = item.get("id")
    body, kind = _text(item.get("content_html")), "text/html"
    if not body:
        body, kind = _text(item.get("content_text")), "text/plain"
    several = item.get("authors")
    authors = several[:_MAX_NAMES] if isinstance(several, list) else [item.get("author")]
    return {
        # Version 1 lets an id be a number, and asks readers to take it for its digits.
        "id": str(number) if type(number) in (int, float) else _text(number),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "title": _text(item.get("title")),
        "summary": _text(item.get("summary")),
        "content": [{"type": kind, "value": body}] if body else [],
        "authors": [{"name": _text(author.get("name"))} for author in authors if isinstance(author, dict)],
        "published": _instant(item.get("date_published")),
        "updated": _instant(item.get("date_modified")),
    }


def _instant(value: Any) -> str:
    text = _text(value).strip()
    return text.upper() if _INSTANT.fullmatch(text) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
