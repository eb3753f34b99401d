"""The story's one address: AMP and print views, tracking and fragments resolved to the canonical URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from stories.ingestion.pages.markup import Markup
from stories.ingestion.urls import clean, host_of, is_web_url, site_of

_MAX_URL = 2_000
_CACHES = frozenset({"ampproject.org", "google.com", "archive.org", "archive.is"})


def canonical_url(markup: Markup) -> str:
    """What the page names as its own address: `link rel=canonical`, og:url, JSON-LD; else where it was fetched."""
    links = [str(e.get("href") or "") for e in markup.tree.iter("link") if "canonical" in _rel(e)]
    told = [*links, *markup.said("og:url", "twitter:url"), *_from_jsonld(markup), markup.url]
    absolute = [url for url in (_absolute(text, markup.url) for text in told) if url]
    own = _own_site(markup, absolute)
    # A page may not pass for another site's: what it names there is its model, not its address.
    fitting = [url for url in absolute if not own or site_of(url) == own] or absolute[-1:]
    stories = [url for url in fitting if urlsplit(url).path.strip("/")]
    return next(iter(stories or fitting), "")


def _own_site(markup: Markup, told: list[str]) -> str:
    """The site the page is of: where it was fetched, unless from a cache of others' pages; else what og:url says."""
    fetched = site_of(markup.url)
    if fetched and fetched not in _CACHES:
        return fetched
    named = [site_of(_absolute(text, "")) for text in markup.said("og:url")]
    return next((site for site in named if site), "") if told else ""


def host(markup: Markup) -> str:
    """The host that stands for the outlet where the page names none."""
    return host_of(canonical_url(markup))


def image_url(markup: Markup) -> str:
    """The picture that stands for the story."""
    told = markup.said("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src")
    images = markup.resolved(markup.story.get("image"))
    told += [
        str(item.get("url") or item.get("contentUrl") or "") if isinstance(item, dict) else str(item) for item in images
    ]
    return next((url for url in (_link(text, markup.url) for text in told) if url), "")


def _rel(element: Any) -> list[str]:
    return str(element.get("rel") or "").lower().split()


def _from_jsonld(markup: Markup) -> list[str]:
    page = markup.story.get("mainEntityOfPage")
    told = [page.get("@id") if isinstance(page, dict) else page, markup.story.get("url")]
    return [text for text in told if isinstance(text, str)]


def _absolute(text: str, base: str) -> str:
    url = _link(text, base)
    return clean(url) if url else ""


def _link(text: str, base: str) -> str:
    """`text` as an absolute http(s) address without what could mislead, else ""."""
    try:
        url = urljoin(base, text.strip()) if base else text.strip()
    except ValueError:
        return ""
    return url if len(url) <= _MAX_URL and is_web_url(url) else ""
