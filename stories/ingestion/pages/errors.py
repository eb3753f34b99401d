"""Reasons why a page gave no story: each error says in plain words what the server sent instead."""

from __future__ import annotations

from stories.ingestion.errors import IngestionError, Outcome


class PageError(IngestionError):
    """Bytes that hold no readable story; `str()` is a sentence for the operator, free of the page's own words."""


class NotAPage(PageError):
    """Bytes that are no HTML at all: a PDF, an image, a feed."""


class AFile(NotAPage):
    """A file for another program, such as a PDF: it is given up at once, as it will be no page the next time either."""

    outcome = Outcome.STOP

    def __init__(self, kind: str) -> None:
        super().__init__(f"This is {kind}, not an HTML page.")


class EmptyPage(PageError):
    """A page of HTML without a story in it."""


class PageTooLarge(PageError):
    """A page of more bytes than a news story ever has."""


class CookieWall(PageError):
    """A page of nothing but a request to accept cookies."""


class LoginWall(PageError):
    """A page of nothing but a request to log in or subscribe."""


class BotWall(PageError):
    """A page of nothing but a check whether a person is asking."""


class MissingPage(PageError):
    """A page that says it is not there, sent as if all were well."""


class SlowPage(PageError):
    """A page whose reading took longer than it may."""
