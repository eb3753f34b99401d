"""What reading a feed yields: its entries, as served, and how often it says it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from stories.ingestion.feeds.markup import to_text


class Entry(NamedTuple):
    """One item. `id` is the publisher's own (GUID, Atom id), else the URL; it is unique in this feed only.

    `url` is an absolute http(s) address or "". Titles and names are plain text; HTML is as served, to be
    sanitised once, at storage. Instants are aware.
    """

    id: str
    url: str
    title: str
    summary_html: str = ""
    content_html: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()

    @property
    def summary_text(self) -> str:
        """The summary without markup, paragraphs apart by an empty line."""
        return to_text(self.summary_html)

    @property
    def content_text(self) -> str:
        """The content without markup, paragraphs apart by an empty line."""
        return to_text(self.content_html)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read; `url` is its own address, `site_url` that of the site it is of.

    `description` is its own line about itself, as plain text;
    `ttl_minutes` is how long it says it may be kept, `truncated` that it had more entries than are read.
    """

    title: str
    entries: tuple[Entry, ...]
    url: str = ""
    site_url: str = ""
    language: str = ""
    description: str = ""
    ttl_minutes: int | None = None
    truncated: bool = False
