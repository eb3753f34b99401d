"""`manage.py read_page`: what a saved page says, as JSON; needs no database and no server."""

from __future__ import annotations

from typing import Any

from stories.ingestion.pages.document import MAX_BYTES
from stories.ingestion.pages.read import read
from stories.management.reading import ReadingCommand


class Command(ReadingCommand):
    """Reads one page from standard input, or with --jsonl a line of JSON for each of many."""

    help = (
        "Print a page's title, text, byline, site, published_at, modified_at, canonical_url, language and headings "
        "as JSON. With --jsonl, read lines of {id, path or html, url?} and print one line each."
    )
    what, inline, most_bytes = "page", "html", MAX_BYTES

    @staticmethod
    def read(data: bytes | str, url: str) -> dict[str, Any]:
        """Return the page, ready for JSON."""
        return read(data, url).as_json()
