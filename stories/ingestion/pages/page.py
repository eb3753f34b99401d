"""A page as read: the story's text and everything the page says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from stories.ingestion.pages.stamps import Stamp
from stories.ingestion.pages.written import is_day


class Access(StrEnum):
    """The measure in which the page shows the story: a short story is FULL, a cut one is not."""

    FULL = "full"
    PARTIAL = "partial"
    PAYWALLED = "paywalled"


@dataclass(frozen=True, slots=True)
class LivePart:
    """One dated entry of a live blog; `start` and `end` are its characters in `Page.text`, if it stands there."""

    title: str
    text: str
    published_at: datetime | None = None
    byline: tuple[str, ...] = ()
    url: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A story as read from one page.

    `text` is paragraphs apart by an empty line; a heading is a paragraph whose character range stands in
    `headings`. Dates keep the page's own UTC offset; one without a zone is naive, and at midnight where it is a day
    without an hour. No string holds NULs or lone surrogates.
    """

    title: str
    text: str
    headings: tuple[tuple[int, int], ...] = ()
    byline: tuple[str, ...] = ()
    site: str = ""
    published: Stamp | None = None
    modified_at: datetime | None = None
    canonical_url: str = ""
    language: str = ""
    image_url: str = ""
    access: Access = Access.FULL
    agency: str = ""
    correction: str = ""
    live_parts: tuple[LivePart, ...] = ()

    @property
    def published_at(self) -> datetime | None:
        """Return when it was published, as told."""
        return self.published.moment if self.published else None

    def as_json(self) -> dict[str, Any]:
        """Return the object that `manage.py read_page` prints; dates are ISO 8601, with an offset if they have one."""
        return {
            "title": self.title,
            "text": self.text,
            "byline": list(self.byline),
            "site": self.site,
            "published_at": _iso(self.published_at),
            "modified_at": _iso(self.modified_at),
            "canonical_url": self.canonical_url,
            "language": self.language,
            "headings": [list(span) for span in self.headings],
            "image_url": self.image_url,
            "access": self.access.value,
            "agency": self.agency,
            "correction": self.correction,
            "live_parts": [_part_json(part) for part in self.live_parts],
            "published_from": self.published.read_from.value if self.published else None,
        }


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if is_day(moment) else moment.isoformat()


def _part_json(part: LivePart) -> dict[str, Any]:
    return {
        "title": part.title,
        "text": part.text,
        "published_at": _iso(part.published_at),
        "byline": list(part.byline),
        "url": part.url,
        "start": part.start,
        "end": part.end,
    }
