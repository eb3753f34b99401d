"""A feed as read: its entries, as served, and how often it says it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from stories.ingestion.feeds.markup import to_text


class FeedEntry(NamedTuple):
    """One entry of a feed. `id` is the publisher's own (GUID, Atom id), else the URL; it is unique in this feed only.

    `url` is an absolute http(s) address or "". Titles and names are plain text; HTML is as served, to be
    sanitised once, at storage. A date without a zone is naive, and at midnight where it is a day without an hour.
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
        """Return the summary without markup, paragraphs apart by an empty line."""
        return to_text(self.summary_html)

    @property
    def content_text(self) -> str:
        """Return the content without markup, paragraphs apart by an empty line."""
        return to_text(self.content_html)

    def as_json(self) -> dict[str, Any]:
        """Return the entry in plain text; instants as ISO 8601 with their offset, or null."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "summary": self.summary_text,
            "content": self.content_text,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "updated_at": self.updated_at.isoformat() if self.updated_at else None,
            "authors": list(self.authors),
        }


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read; `url` is its own address, `site_url` that of the site it is of.

    `description` is its own line about itself, as plain text;
    `ttl_minutes` is how long it says it may be kept, `truncated` that it had more entries than are read.
    """

    title: str
    entries: tuple[FeedEntry, ...]
    url: str = ""
    site_url: str = ""
    language: str = ""
    description: str = ""
    ttl_minutes: int | None = None
    truncated: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the object that `manage.py read_feed` prints."""
        return {
            "title": self.title,
            "description": self.description,
            "language": self.language,
            "site_url": self.site_url,
            "ttl_minutes": self.ttl_minutes,
            "truncated": self.truncated,
            "entries": [entry.as_json() for entry in self.entries],
        }
