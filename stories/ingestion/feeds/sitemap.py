"""Sitemaps: the stories they list, with what `news:` says of them, and the maps that an index points to."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from stories.ingestion.feeds import guard
from stories.ingestion.feeds.errors import FeedTooLarge, NotAFeed
from stories.ingestion.feeds.feed import FeedEntry
from stories.ingestion.feeds.markup import to_line
from stories.ingestion.pages import written
from stories.ingestion.pages.charset import storable
from stories.ingestion.pages.written import as_instant
from stories.ingestion.urls import clean, is_web_url

MAX_ENTRIES = 1_000
_MAX_CHILDREN = 500
# As old as this counts what is not dated.
_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Child:
    """A site map that an index names, and when it last changed."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The stories of a map (newest first where dated) or, for an index, further maps (newest first)."""

    entries: tuple[FeedEntry, ...] = ()
    children: tuple[Child, ...] = ()
    truncated: bool = False


def read(data: bytes, content_type: str = "") -> Sitemap:
    """Return the sitemap in `data`, gzipped or not; raises the `FeedError`s of a feed."""
    clean_xml = guard.admitted(_unpacked(data), content_type)
    guard.refuse_tags(clean_xml)
    root = _root(clean_xml)
    kind = _name(root)
    if kind == "sitemapindex":
        children = [Child(_loc(node), _moment(node, "lastmod")) for node in root if _name(node) == "sitemap"]
        children = sorted(
            (child for child in children if child.url),
            key=lambda child: as_instant(child.changed_at or _NEVER),
            reverse=True,
        )
        return Sitemap(children=tuple(children[:_MAX_CHILDREN]))
    if kind != "urlset":
        raise NotAFeed("This is not a sitemap: it has neither a urlset nor a sitemapindex.")
    entries = [entry for entry in map(_entry, (node for node in root if _name(node) == "url")) if entry.url]
    entries.sort(key=lambda entry: as_instant(entry.published_at or entry.updated_at or _NEVER), reverse=True)
    return Sitemap(entries=tuple(entries[:MAX_ENTRIES]), truncated=len(entries) > MAX_ENTRIES)


def _unpacked(data: bytes) -> bytes:
    """Return the map, unpacked where it is gzipped: up to a feed's greatest size, where a bomb ends."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, guard.MAX_BYTES + 1)
    except zlib.error:
        raise NotAFeed("The sitemap is gzipped, but the file is damaged.") from None
    if len(plain) > guard.MAX_BYTES:
        raise FeedTooLarge(f"The sitemap is larger than {guard.MAX_BYTES // 1_000_000} MB unpacked.")
    return plain


def _root(clean_xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(clean_xml, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise NotAFeed("This is not a sitemap: it is not XML.")
    return root


def _entry(node: etree._Element) -> FeedEntry:
    url = _loc(node)
    url = clean(url) if url else ""
    return FeedEntry(
        id=url,
        url=url,
        title=to_line(_text(node, "title"))[:500],
        published_at=_moment(node, "publication_date"),
        updated_at=_moment(node, "lastmod"),
    )


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _text(node: etree._Element, name: str) -> str:
    """Return the text of the first descendant of this name; site maps are a few levels deep."""
    return next((storable(child.text or "").strip() for child in node.iter() if _name(child) == name), "")


def _loc(node: etree._Element) -> str:
    url = next((storable(child.text or "").strip() for child in node if _name(child) == "loc"), "")
    return url if is_web_url(url) else ""


def _moment(node: etree._Element, name: str) -> datetime | None:
    return written.read(_text(node, name))
