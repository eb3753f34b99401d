"""Why a page gave no story: each error says in plain words what the server sent instead."""

from __future__ import annotations

from stories.ingestion.errors import IngestionError


class PageError(IngestionError):
    """The bytes hold no readable story; `str()` is a sentence for the operator, free of the page's own words."""


class NotAPage(PageError):
    """The bytes are no HTML at all: a PDF, an image, a feed."""


class EmptyPage(PageError):
    """There is HTML, but no story in it."""


class PageTooLarge(PageError):
    """More bytes than a news story ever has."""


class CookieWall(PageError):
    """Nothing but a request to accept cookies."""


class LoginWall(PageError):
    """Nothing but a request to log in or subscribe."""


class BotWall(PageError):
    """Nothing but a check whether a person is asking."""


class SlowPage(PageError):
    """Reading took longer than it may."""
