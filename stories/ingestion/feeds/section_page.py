"""A section page's story links, and the feeds that a home page names."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from soupsieve import SelectorSyntaxError

from stories.ingestion.errors import IngestionError
from stories.ingestion.pages.charset import decode, storable
from stories.ingestion.urls import clean, is_web_url, site_of

MAX_LINKS = 300
_MAX_BYTES = 8_000_000
_MAX_TEXT = 300
_FEED_TYPES = ("rss+xml", "atom+xml", "feed+json", "rdf+xml")
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom)(?:/|$)|\.(?:rss|atom|rdf)$|(?:rss|feed|atom|index)\.xml$|feed\.json$", re.I
)
# "RSS", "RSS feeds", "News feed (RSS)"; an address may say nothing of it.
_FEED_WORDS = re.compile(r"\b(?:rss|atom|xml)\b|\bfeeds?\b", re.I)
_LONGEST_FEED_WORDS = 40
_FURNITURE = ["nav", "footer", "form", "script", "style", "template", "noscript"]
_MARGINS = ["header", "aside"]
_HEADINGS = ["h1", "h2", "h3", "h4"]
_NOT_STORIES = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|staff|about|contact|search|login|signin|subscribe|account|"
    r"privacy|terms|advertis\w*|newsletters?|jobs|careers|obituaries|classifieds|page|feeds?|rss)(?:/|$)|"
    r"\.(?:pdf|jpe?g|png|gif|mp[34]|zip|xml|rss)$",
    re.I,
)
# Lists and calendars as a rule, but some papers file their stories here.
_SELDOM_STORIES = re.compile(r"/(?:topics?|people|events?|weather)(?:/|$)", re.I)
_SERVICES = re.compile(
    r"(?:subscri|advertis|newsletter|sign|log|donat|support|terms|privacy|contact|about|submit|shop|store|gift|help|faq|"
    r"contest|become|join|manage|letters)",
    re.I,
)
_DATED = re.compile(r"/(?:19|20)\d{2}/(?:0?[1-9]|1[0-2]|[a-z]{3})(?:/|-)", re.I)
_NUMBERED = re.compile(r"\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}-")
_NUMBER_ASKED_FOR = re.compile(r"(?:^|&)(?:p|id|(?:story|article|news|post|item)_?(?:id)?)=\d{3,}(?:&|$)", re.I)
_STORY_SCORE = 3
_SENTENCE, _HEADLINE = 7, 4
# Hyphens of a slug: four words make a headline, three may be one, six can be nothing else.
_LONG_SLUG, _SHORT_SLUG, _WHOLE_SENTENCE = 3, 2, 5


class LinksError(IngestionError):
    """A page or a selector that cannot be used; `str()` says what to do."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the words that led to it."""

    url: str
    title: str


def story_links(data: bytes, url: str, selector: str = "", content_type: str = "") -> tuple[Link, ...]:
    """Return the stories that a section page links to, in its order, each once, at most 300.

    `selector` is CSS for the links or for what holds them; without it, links of the same site are judged by
    address and words, and those in menus are left out.
    """
    soup = _soup(data, content_type)
    base = _base(soup, url)
    if selector:
        anchors = _selected(soup, selector)
    else:
        for tag in soup.find_all(_FURNITURE):
            tag.decompose()
        anchors = list(soup.find_all("a", href=True))
    margins = _in_margins(soup)
    links: dict[str, Link] = {}
    for anchor in anchors:
        link = _link(anchor, base)
        if link and link.url != clean(url) and (selector or _is_story(link, url, id(anchor) in margins)):
            known = links.get(link.url)
            links[link.url] = link if known is None or len(link.title) > len(known.title) else known
        if len(links) >= MAX_LINKS:
            break
    return tuple(links.values())


def feed_links(data: bytes, url: str, content_type: str = "") -> tuple[Link, ...]:
    """Return the feeds that a page declares in its head, else what it links to as such; comment feeds come last."""
    soup = _soup(data, content_type)
    base = _base(soup, url)
    declared = [
        tag
        for tag in soup.find_all("link", href=True)
        if "alternate" in _attribute(tag, "rel").lower()
        and any(kind in _attribute(tag, "type").lower() for kind in _FEED_TYPES)
    ]
    linked = [] if declared else [tag for tag in soup.find_all("a", href=True) if _is_called_feed(tag)]
    feeds: dict[str, Link] = {}
    for tag in declared or linked[:20]:
        if feed_url := _joined(base, _attribute(tag, "href")):
            title = _attribute(tag, "title") or " ".join(tag.get_text(" ").split())
            feeds[feed_url] = Link(feed_url, title[:_MAX_TEXT])
    return tuple(sorted(feeds.values(), key=lambda link: "comment" in (link.url + link.title).lower()))


def _is_called_feed(anchor: Tag) -> bool:
    """Say whether a link's address or its few words, or its picture's, call it a feed."""
    try:
        if _FEED_PATH.search(urlsplit(_attribute(anchor, "href")).path):
            return True
    except ValueError:
        return False
    named = [anchor, *anchor.find_all("img", limit=2)]
    said = [anchor.get_text(" "), *(_attribute(tag, name) for tag in named for name in ("title", "aria-label", "alt"))]
    return any(_FEED_WORDS.search(words) for words in said if len(words) <= _LONGEST_FEED_WORDS)


def feed_guesses(url: str) -> tuple[str, ...]:
    """Return where a site that names no feed most often has one, to be tried politely in this order."""
    return tuple(
        urljoin(url, path)
        for path in ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
    )


def sitemap_guesses(url: str) -> tuple[str, ...]:
    """Return where a site that names no sitemap most often has one."""
    return tuple(urljoin(url, path) for path in ("/sitemap.xml", "/news-sitemap.xml", "/sitemap_index.xml"))


def _soup(data: bytes, content_type: str) -> BeautifulSoup:
    if len(data) > _MAX_BYTES:
        raise LinksError("The page is too large to look for links in; give the address of a section page.")
    with warnings.catch_warnings():
        # Whatever it is, it is looked at as a page: that is no news to an operator.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(storable(decode(data, content_type)), "lxml")


def _base(soup: BeautifulSoup, url: str) -> str:
    tag = soup.find("base", href=True)
    return _joined(url, _attribute(tag, "href")) or url if isinstance(tag, Tag) else url


def _selected(soup: BeautifulSoup, selector: str) -> list[Tag]:
    try:
        chosen = soup.select(selector, limit=2 * MAX_LINKS)
    except (SelectorSyntaxError, NotImplementedError, ValueError):
        raise LinksError(f"The selector {selector[:80]!r} is not valid CSS.") from None
    return [anchor for tag in chosen for anchor in ([tag] if tag.name == "a" else tag.find_all("a", href=True))]


def _in_margins(soup: BeautifulSoup) -> set[int]:
    """Return the ids of links beside and above the stories, headings apart: a page's first story may stand there."""
    margins = [tag for tag in soup.find_all(_MARGINS) if not (tag.name == "header" and tag.find_parent("article"))]
    return {id(link) for tag in margins for link in tag.find_all("a") if not link.find_parent(_HEADINGS)}


def _link(anchor: Tag, base: str) -> Link | None:
    url = _joined(base, _attribute(anchor, "href"))
    title = " ".join(anchor.get_text(" ").split()) or _attribute(anchor, "title") or _attribute(anchor, "aria-label")
    return Link(clean(url), title[:_MAX_TEXT]) if url else None


def _is_story(link: Link, page: str, in_margin: bool) -> bool:
    """Say whether address and words look like a story's: a date, number or slug, and words enough for a headline."""
    parts = urlsplit(link.url)
    path, asked = parts.path, bool(_NUMBER_ASKED_FOR.search(parts.query))
    if site_of(link.url) != site_of(page) or _NOT_STORIES.search(path) or not (path.strip("/") or asked):
        return False
    slug, words = max(path.split("/"), key=len), len(link.title.split())
    hyphens = slug.count("-") + slug.count("_")
    dated, numbered = bool(_DATED.search(path)), asked or bool(_NUMBERED.search(path))
    if _SELDOM_STORIES.search(path):
        return (dated and hyphens >= _LONG_SLUG) or (hyphens >= _WHOLE_SENTENCE and words >= _HEADLINE)
    if in_margin:
        return (dated or numbered) and hyphens >= _LONG_SLUG and words >= _HEADLINE
    # A slug of three words may be a headline cut short, or one of the site's own pages.
    worth = 2 * (hyphens >= _LONG_SLUG) or int(hyphens >= _SHORT_SLUG and not _SERVICES.match(slug))
    score = 2 * dated + numbered + worth
    return score + (words >= _HEADLINE) + (words >= _SENTENCE) >= _STORY_SCORE


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "").strip()


def _joined(base: str, href: str) -> str:
    """Return `href` as an absolute http(s) address, else ""."""
    if not href or href.startswith("#"):
        return ""
    try:
        url = urljoin(base, href)
    except ValueError:
        return ""
    return url if is_web_url(url) else ""
