"""HTML from a feed as plain text: what is stored of it, so that nothing in it can run."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from stories.ingestion.pages.charset import storable

_MARKED = re.compile(r"[<&]")
_BREAKING = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table"}
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe"})
_MAX_HTML = 2_000_000


def to_text(value: str) -> str:
    """Return the words of an HTML fragment, scripts left out, paragraphs apart by an empty line."""
    value = storable(value[:_MAX_HTML])
    if not _MARKED.search(value):
        return " ".join(value.split())
    if "<" not in value:
        return " ".join(storable(html.unescape(value)).split())
    # Comments go at once: left in, they would take the words after them along.
    parser = HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = fragment_fromstring(value, create_parent="div", parser=parser)
    except (etree.ParserError, ValueError):
        return ""
    paragraphs = "".join(_pieces(root)).split("\n\n")
    return storable("\n\n".join(text for text in (" ".join(part.split()) for part in paragraphs) if text))


def to_line(value: str) -> str:
    """Return the words of a title or name on one line."""
    return " ".join((to_text(value) if "<" in value or "&" in value else storable(value)).split())


def _pieces(root: HtmlElement) -> list[str]:
    pieces, silent = [], 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        breaks = "\n\n" if node.tag in _BREAKING else ""
        silent += (event == "start") - (event == "end") if node.tag in _SILENT else 0
        own = node.text if event == "start" and isinstance(node.tag, str) else node.tail
        if not silent:
            pieces += [breaks, own or ""]
    return pieces
