"""Reasons why a feed could not be read: each error says in plain words what the server sent instead."""

from __future__ import annotations

from stories.ingestion.errors import IngestionError


class FeedError(IngestionError):
    """Bytes that are no feed; `str()` is a sentence for the operator, free of the feed's own words."""


class EmptyFeedBody(FeedError):
    """An answer of nothing."""


class NotAFeed(FeedError):
    """An answer of something else: a web page, a login, a file."""


class HostileFeed(FeedError):
    """A document that defines entities or reaches for other files, which no honest feed does."""


class FeedTooLarge(FeedError):
    """A feed of more bytes than are read of any."""


class SlowFeed(FeedError):
    """A feed whose reading took longer than it may."""
