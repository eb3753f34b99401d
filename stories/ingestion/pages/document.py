"""The parsing of bytes to a page, or a plain reason why they are none."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from stories.ingestion.pages import scripts
from stories.ingestion.pages.charset import decode, storable, wide_codec
from stories.ingestion.pages.errors import AFile, EmptyPage, NotAPage, PageTooLarge

MAX_BYTES = 8_000_000
# No story page seen has more than a tenth of this; what does would keep a worker busy for minutes.
_MAX_ELEMENTS = 30_000
# Twice what the longest live blogs have; reading ten times as much would take a worker past its memory.
_MAX_BARE = 2_500_000
_MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "a media file",
    b"PK\x03\x04": "an archive or office document",
    b"\x1f\x8b": "compressed data",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "a text document",
    b"BEGIN:VC": "a calendar (iCalendar)",
}
# By what a server says that it sends; the beginning of the type tells.
_TYPES = {
    "application/pdf": "a PDF",
    "application/msword": "an office document",
    "application/vnd.ms-": "an office document",
    "application/vnd.oasis": "an office document",
    "application/vnd.openxmlformats": "an office document",
    "application/zip": "an archive or office document",
    "audio/": "a recording",
    "image/": "an image",
    "text/calendar": "a calendar (iCalendar)",
    "video/": "a video",
}
# Possessive: a page of empty comments would otherwise be matched in exponentially many ways.
_XML = re.compile(r"(?:\s|<\?[^>]*+>|(?><!--.*?-->))*+<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b", re.S)
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|article|title|meta|h1|table|span|a)\b", re.I)


def parse(data: bytes | str, content_type: str = "") -> HtmlElement:
    """Return the tree of an HTML page; raises PageTooLarge, EmptyPage or NotAPage, each saying what came instead."""
    if len(data) > MAX_BYTES:
        raise PageTooLarge(f"The page is larger than {MAX_BYTES // 1_000_000} MB; no news story is.")
    if not data.strip():
        raise EmptyPage("The server sent an empty page.")
    if isinstance(data, bytes):
        refuse_files(data)
        data = decode(data, content_type)
    text = storable(data)
    if xml := _XML.match(text[:4000]):
        raise NotAPage(f"This is a feed or site map ({xml.group(1)}), not a story; add it as a source instead.")
    if not _MARKUP.search(text[:200_000]):
        raise NotAPage("This is not an HTML page.")
    bare = scripts.without(text)
    if len(bare) > _MAX_BARE:
        raise PageTooLarge(f"The page has more than {_MAX_BARE:,} characters besides scripts; no news story does.")
    return _tree(bare)


def refuse_type(content_type: str) -> None:
    """Raise AFile for what a server says is no page: a PDF of many megabytes need not be fetched to know it."""
    named = content_type.strip().lower()
    for beginning, name in _TYPES.items():
        if named.startswith(beginning):
            raise AFile(name)


def refuse_files(data: bytes) -> None:
    """Raise AFile for what is no page by its first bytes."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()[:8]
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            raise AFile(name)
    if data[:4096].count(0) > 400 and not (data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_codec(data)):
        raise AFile("a binary file")


def _tree(text: str) -> HtmlElement:
    # Comments go at once: left in, they cut paragraphs in two. libxml2 itself cuts nesting at 256 levels.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise EmptyPage("The page holds no readable HTML.") from None
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise PageTooLarge(f"The page has more than {_MAX_ELEMENTS:,} elements; no news story does.")
    return tree
