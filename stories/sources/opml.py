"""OPML in and out: the list of feeds that readers and other programs exchange.

OPML knows feeds; an outline of ours for a section page or a sitemap has a type and a `url` of its own, which other
programs pass over, and every outline may say its outlet and its CSS selector.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from stories.ingestion.errors import printable
from stories.ingestion.feeds import guard
from stories.ingestion.feeds.errors import FeedError, NotAFeed
from stories.ingestion.pages.charset import storable
from stories.ingestion.urls import is_web_url, without_feed_scheme

_NOT_OPML = "This is not an OPML file: it has no <opml> with a <body>."
_MAX_OUTLINES = 5_000
_FEED = "feed"
_TYPES = {"page": "civictrack-page", "sitemap": "civictrack-sitemap"}
_KINDS = {name: kind for kind, name in _TYPES.items()}
# Outlines that name an address and are no feed, by their type.
_OTHERS = {
    "include": "another list, which is imported by itself",
    "link": "a link to a page or to another list, and no feed",
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outline:
    """One source: its title and addresses, and the folder it is filed in ("Harrow/Council" for one inside another).

    `kind` is "feed", "page" or "sitemap"; `outlet` whose it is, `selector` for a section page.
    """

    title: str
    feed_url: str
    site_url: str = ""
    folder: str = ""
    kind: str = _FEED
    outlet: str = ""
    selector: str = ""


def read(data: bytes, content_type: str = "", say: Callable[[str], object] = log.debug) -> tuple[Outline, ...]:
    """Return the sources in an OPML file, each once. What else it names is left out, each with its reason to `say`.

    Raises a FeedError that says what the file holds instead.
    """
    try:
        clean = guard.admitted(data, content_type)
    except NotAFeed:
        raise NotAFeed(_NOT_OPML) from None
    except FeedError as error:
        raise type(error)(str(error).replace("The server answered with", "The file holds")) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(clean, parser)
    except etree.XMLSyntaxError:
        root = None
    body = root.find("body") if root is not None and root.tag == "opml" else None
    if body is None:
        raise NotAFeed(_NOT_OPML)
    by_url: dict[str, Outline] = {}
    for outline in _outlines(body, say):
        by_url.setdefault(outline.feed_url, outline)
    return tuple(by_url.values())[:_MAX_OUTLINES]


def write(outlines: Iterable[Outline], title: str) -> bytes:
    """Return an OPML 2.0 file, folders as nested outlines."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = storable(title)
    body = etree.SubElement(root, "body")
    for outline in outlines:
        parent = _folder(body, outline.folder)
        attributes = {
            "type": _TYPES.get(outline.kind, "rss"),
            "text": outline.title,
            "title": outline.title,
            "url" if outline.kind in _TYPES else "xmlUrl": outline.feed_url,
            "htmlUrl": outline.site_url,
            "outlet": outline.outlet,
            "selector": outline.selector,
        }
        etree.SubElement(parent, "outline", {name: _attribute(value) for name, value in attributes.items() if value})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _outlines(body: etree._Element, say: Callable[[str], object]) -> Iterator[Outline]:
    for node in body.iter("outline"):
        url = without_feed_scheme(_said(node, "xmlUrl", "xmlurl", "url"))
        other = _OTHERS.get(_said(node, "type").lower(), "" if is_web_url(url) else "no address of the web")
        if url and other:
            say(f"{printable(_said(node, 'title', 'text') or 'An outline')} is left out: {printable(url)} is {other}.")
        elif url:
            yield _outline(node, url)


def _outline(node: etree._Element, url: str) -> Outline:
    site = _said(node, "htmlUrl", "htmlurl")
    folders = [_said(parent, "title", "text") for parent in node.iterancestors("outline")]
    folder = "/".join(name for name in reversed(folders) if name)
    return Outline(
        _said(node, "title", "text")[:300],
        url,
        site if is_web_url(site) else "",
        folder[:300],
        _KINDS.get(_said(node, "type"), _FEED),
        _said(node, "outlet")[:200],
        _said(node, "selector")[:300],
    )


def _said(node: etree._Element, *names: str) -> str:
    """Return the value of the first of these attributes that the outline has, or ""."""
    return next((storable(value).strip() for value in map(node.get, names) if value), "")


def _folder(body: etree._Element, path: str) -> etree._Element:
    """Return the outline of a folder, made with those above it where there is none."""
    parent = body
    for name in filter(None, path.split("/")):
        known = [node for node in parent if node.get("text") == name and not node.get("xmlUrl")]
        named = {"text": _attribute(name), "title": _attribute(name)}
        parent = known[0] if known else etree.SubElement(parent, "outline", named)
    return parent


def _attribute(value: str) -> str:
    """Return `value` without the control characters that XML cannot hold."""
    return "".join(char for char in storable(value) if char.isprintable())
