"""What reading a feed yields: its entries, newest as served, and how often it says it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `id` is the publisher's own (GUID, Atom id), else the URL; HTML is as served, not sanitised."""

    id: str
    url: str
    title: str
    summary_html: str = ""
    content_html: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image_url: str = ""

    @property
    def summary_text(self) -> str:
        """The summary without markup."""
        from stories.ingestion.feeds.markup import to_text

        return to_text(self.summary_html)

    @property
    def content_text(self) -> str:
        """The content without markup, paragraphs apart by an empty line."""
        from stories.ingestion.feeds.markup import to_text

        return to_text(self.content_html)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read; `ttl_minutes` is RSS's own word on how long it may be kept, `hub` a WebSub hub."""

    title: str
    entries: tuple[Entry, ...]
    url: str = ""
    language: str = ""
    ttl_minutes: int | None = None
    truncated: bool = False
