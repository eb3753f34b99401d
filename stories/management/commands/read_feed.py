"""`manage.py read_feed`: what a saved feed lists, as JSON; needs no database and no server."""

from __future__ import annotations

from typing import Any

from stories.ingestion.feeds.guard import MAX_BYTES
from stories.ingestion.feeds.read import read
from stories.management.reading import ReadingCommand


class Command(ReadingCommand):
    """Reads one feed from standard input, or with --jsonl a line of JSON for each of many."""

    help = (
        "Print a feed's title, description, language, site_url, ttl_minutes and entries as JSON; each entry with id, "
        "url, title, summary, content (both as plain text), published_at, updated_at and authors. "
        "With --jsonl, read lines of {id, path or feed, url?} and print one line each."
    )
    what, inline, most_bytes = "feed", "feed", MAX_BYTES

    @staticmethod
    def read(data: bytes | str, url: str) -> dict[str, Any]:
        """Return the feed, ready for JSON."""
        return read(data.encode("utf-8", "replace") if isinstance(data, str) else data, url).as_json()
