"""What was read, ready to be saved: the page as served, the story read from it, and what became of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from django.utils.text import slugify

from stories.ingestion.pages.page import Page
from stories.models import Article, ArticleVersion, Outlet


@dataclass(frozen=True)
class Raw:
    """The page as it was served."""

    url: str
    body: bytes
    content_type: str = ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Story:
    """What was read, and the address it goes by. `next_reread_at` is for an article not known yet."""

    page: Page
    url: str
    raw: Raw
    outlet: Outlet
    next_reread_at: datetime | None = None

    @property
    def digest(self) -> str:
        return text_digest(self.page.title, self.page.text)


@dataclass(frozen=True, slots=True)
class Stored:
    """The article, and its new version; `version` is None when the text is what we had."""

    article: Article
    version: ArticleVersion | None
    created: bool


def text_digest(title: str, text: str) -> str:
    """What makes two readings the same version: title and text."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def outlet_for(url: str, site: str) -> Outlet:
    """The outlet that publishes at the URL's host, made on first sight and named as the page names itself."""
    host = (urlsplit(url).hostname or "unknown").removeprefix("www.")
    slug = slugify(_ascii(host).replace(".", "-"))[:100]
    outlet, _ = Outlet.objects.get_or_create(
        slug=slug, defaults={"name": (site or host)[:200], "url": f"https://{host}/"}
    )
    return outlet


def _ascii(host: str) -> str:
    """As DNS knows it: a slug has no other letters, and two hosts may differ in nothing else."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
