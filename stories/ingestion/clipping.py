"""What is cut out of a source and filed: the story as read, the page as it was served, and what became of them."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from stories.ingestion.pages.page import Page
from stories.ingestion.shingles import shingle_hashes
from stories.models import Article, ArticleVersion, Outlet


@dataclass(frozen=True)
class Served:
    """The page as it was served; `url` is where, "" for a file."""

    url: str
    body: bytes
    content_type: str = ""

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the body in hexadecimal, by which a snapshot is found."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Clipping:
    """A story as read, the address it goes by, and the page it was read from.

    `outlet` is whose it is; None for the one that publishes at its address.
    """

    page: Page
    url: str
    served: Served
    outlet: Outlet | None = None

    @property
    def digest(self) -> str:
        """Return what makes two clippings of a story the same version: the SHA-256 of title and text."""
        return hashlib.sha256(f"{self.page.title}\0{self.page.text}".encode()).hexdigest()

    @cached_property
    def fingerprint(self) -> list[int]:
        """Return what the text's copies are known by (see `shingles`)."""
        return shingle_hashes(self.page.text)


@dataclass(frozen=True, slots=True)
class Stored:
    """The article, and its new version; `version` is None when the text is what we had."""

    article: Article
    version: ArticleVersion | None
    created: bool
