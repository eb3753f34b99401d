"""The one address a story goes by: AMP and print views, tracking and fragments resolved to the canonical URL."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.markup import Markup
from stories.ingestion.urls import clean, host_of, is_same_site, is_web_url, site_of

_MAX_URL = 2_000
# Sites that show pages of others.
_CACHES = frozenset({"ampproject.org", "google.com", "archive.org", "archive.is"})


class NoAddress(PageError):
    """A saved page that does not say at which address its story stands."""

    def __init__(self) -> None:
        super().__init__("The file names no address of its own (<link rel=canonical>); give its URL instead.")


def story_address(named: str, fetched: str, *, by_hand: bool = False) -> str:
    """Return the address by which a story goes: the one its page names as canonical, else where it was fetched.

    `named` is "" where the page names none, `fetched` for a file, which has only what it names: NoAddress is raised
    where that is no address of the web. A page that a source led to is believed on its own site alone: whoever has
    a page copied by an archive could else pass it off as another outlet's. What a person chose goes by its original.
    """
    address, own = clean(named or fetched), clean(fetched)
    if not is_web_url(address):
        if fetched:
            return own
        raise NoAddress
    return address if by_hand or is_same_site(address, own) else own


def canonical_url(markup: Markup) -> str:
    """Return what the page names as its address: `link rel=canonical`, og:url, JSON-LD; else where it was fetched.

    A page may not pass for another site's: what it names there is its model, not its address. "" where there is none.
    """
    links = [
        str(link.get("href") or "")
        for link in markup.tree.iter("link")
        if "canonical" in str(link.get("rel") or "").lower().split()
    ]
    entity = markup.story.get("mainEntityOfPage")
    from_jsonld = [entity.get("@id") if isinstance(entity, dict) else entity, markup.story.get("url")]
    named = [*links, *markup.said("og:url", "twitter:url"), *from_jsonld, markup.url]
    absolute = [clean(url) for text in named if isinstance(text, str) and (url := _absolute(text, markup.url))]
    own = _own_site(markup) if absolute else ""
    fitting = [url for url in absolute if not own or site_of(url) == own] or absolute[-1:]
    stories = [url for url in fitting if urlsplit(url).path.strip("/")]
    return next(iter(stories or fitting), "")


def _own_site(markup: Markup) -> str:
    """Return the site the page is of: where it was fetched, unless from a cache of others' pages; else og:url's."""
    fetched = site_of(markup.url)
    if fetched and fetched not in _CACHES:
        return fetched
    sites = (site_of(clean(url)) for text in markup.said("og:url") if (url := _absolute(text, "")))
    return next(filter(None, sites), "")


def host(markup: Markup) -> str:
    """Return the host that stands for the outlet where the page names none."""
    return host_of(canonical_url(markup))


def image_url(markup: Markup) -> str:
    """Return the address of the picture that stands for the story, or ""."""
    named = markup.said("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src")
    named += [
        str(image.get("url") or image.get("contentUrl") or "") if isinstance(image, dict) else str(image)
        for image in markup.resolved(markup.story.get("image") or [])
    ]
    return next((url for text in named if (url := _absolute(text, markup.url))), "")


def _absolute(text: str, base: str) -> str:
    """Return `text` as an absolute http(s) address without what could mislead, else ""."""
    try:
        url = urljoin(base, text.strip()) if base else text.strip()
    except ValueError:
        return ""
    return url if len(url) <= _MAX_URL and is_web_url(url) else ""
