"""A story's body as blocks: paragraphs, headings, list items, quotes and table rows, each on one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lxml import etree

from stories.ingestion.pages.markup import one_line
from stories.ingestion.pages.titles import words


class Kind(StrEnum):
    """The kind of a block; only a HEADING is kept out of the prose."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


# By the tags that trafilatura gives them.
_KINDS = {
    "p": Kind.PROSE,
    "head": Kind.HEADING,
    "item": Kind.ITEM,
    "row": Kind.ROW,
    "ab": Kind.PROSE,
    "code": Kind.PROSE,
}
_INLINE = frozenset({"hi", "ref", "del", "lb", "graphic"})
_OWN_LINES = frozenset({"p", "item", "row", "head"})


@dataclass(frozen=True)
class Block:
    """One paragraph of the text to be."""

    kind: Kind
    text: str

    @cached_property
    def key(self) -> str:
        """Return the words run together, for comparing."""
        return key(self.text)


def key(text: str) -> str:
    """Return the words of a line run together: what is alike for the eye is equal here."""
    return "".join(words(text))


def from_trafilatura(body: etree._Element) -> list[Block]:
    """Return the blocks of a body built by trafilatura (`head`, `p`, `quote`, `list`/`item`, `table`/`row`, `lb`)."""
    return [Block(kind, line) for kind, line in _lines(body) if line]


def _lines(element: etree._Element) -> Iterator[tuple[Kind, str]]:
    for child in element:
        kind = _KINDS.get(child.tag if isinstance(child.tag, str) else "")
        if kind is None and len(child) and child.tag not in _INLINE:
            yield from _lines(child)
        elif isinstance(child.tag, str):
            yield from ((kind or Kind.PROSE, line) for line in _split(child))
        if child.tail and child.tail.strip():
            yield Kind.PROSE, one_line(child.tail)


def _split(element: etree._Element) -> Iterator[str]:
    """Yield an element's lines: trafilatura marks line breaks with `lb`, cells of a row are set apart with a bar."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            pieces.append(node.tail or "" if node is not element else "")
            continue
        if node.tag == "lb" or (node.tag in _OWN_LINES and node is not element):
            pieces.append("\n")
        elif node.tag == "cell" and any(pieces):
            pieces.append(" | ")
        pieces.append(node.text or "" if isinstance(node.tag, str) else "")
    yield from (one_line(line) for line in "".join(pieces).split("\n"))
