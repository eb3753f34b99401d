"""Why a feed could not be read: each error says in plain words what the server sent instead."""

from __future__ import annotations

from stories.ingestion.errors import IngestionError


class FeedError(IngestionError):
    """The bytes are no feed; `str()` is a sentence for the operator, free of the feed's own words."""


class EmptyFeedBody(FeedError):
    """The server answered with nothing."""


class NotAFeed(FeedError):
    """The server answered with something else: a web page, a login, a file."""


class HostileFeed(FeedError):
    """The document defines entities or reaches for other files, which no honest feed does."""


class FeedTooLarge(FeedError):
    """More bytes than are read of any feed."""


class SlowFeed(FeedError):
    """Reading took longer than it may."""
