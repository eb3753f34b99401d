"""The story's text: trafilatura's reading, what it dragged in taken out, what it missed put in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block, Kind, from_trafilatura
from stories.ingestion.pages.live import paragraphs
from stories.ingestion.pages.markup import Markup
from stories.ingestion.pages.standfirst import standfirst
from stories.ingestion.pages.surroundings import HEADINGS, Place, Surroundings, only_strong
from stories.ingestion.pages.titles import declared
from stories.ingestion.pages.trim import Known, is_bio, is_story

_SAMPLE = 24
_TOLD_ENOUGH = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A block and where it stands, if that is known."""

    block: Block
    place: Place | None


def blocks(markup: Markup, around: Surroundings, title: str, people: tuple[str, ...]) -> list[Block]:
    """The story's blocks in reading order; none where the page holds no story."""
    read = bare_extraction(markup.tree, include_comments=False, with_metadata=False)
    found = _placed(from_trafilatura(read.body), around) if isinstance(read, Document) else []
    container, known = _container(found), Known.of([title, *_headlines(markup, around)], people)
    kept = [item for item in found if is_story(item.block, item.place, container, known)]
    whole = _with_missed(kept, around, container, known)
    while whole and (whole[-1].block.kind is Kind.HEADING or is_bio(whole[-1].block, known)):
        whole.pop()
    shown = [_retyped(item) for item in whole]
    first = standfirst(shown, _first_order(whole), around, known, _descriptions(markup))
    return _or_told([*([first] if first else []), *shown], markup)


def _headlines(markup: Markup, around: Surroundings) -> list[str]:
    return [*declared(markup), *(place.text for place in around.places if place.element.tag == "h1")]


def _descriptions(markup: Markup) -> list[str]:
    told = markup.said("description", "og:description", "twitter:description")
    return [jsonld.text(markup.story.get("description")), *told]


def _or_told(story: list[Block], markup: Markup) -> list[Block]:
    """`story`, or the JSON-LD body where the page shows less than half of it, or trafilatura read it unbroken."""
    body = markup.story.get("articleBody")
    told = [Block(Kind.PROSE, line) for line in paragraphs(body)] if isinstance(body, str) else []
    more = _length(told) > max(2 * _length(story), _TOLD_ENOUGH)
    unbroken = len(story) == 1 < len(told) and _length(told) >= 0.8 * _length(story)
    return told if more or unbroken else story


def _length(story: list[Block]) -> int:
    return sum(len(block.key) for block in story)


def _placed(read: list[Block], around: Surroundings) -> list[Found]:
    """Each block with its element: of several with the same words, the one nearest after the block before it."""
    found, last = [], -1
    for block in read:
        places = around.of(block.key)
        place = next((p for p in places if p.order > last), places[-1] if places else None)
        # Enclosing and enclosed elements hold the same words; a paragraph tells more than the span inside it.
        if place and block.kind is Kind.PROSE:
            last = max(last, place.order)
        found.append(Found(block, place))
    return found


def _container(found: list[Found]) -> HtmlElement | None:
    """The element that encloses nearly all of the prose."""
    weights: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for item in found:
        if item.place and item.block.kind is Kind.PROSE:
            chain = list(item.place.element.iterancestors())
            for level, node in enumerate(reversed(chain)):
                weights[node] += len(item.block.text)
                depth[node] = level
    total = max(weights.values(), default=0)
    holders = [node for node, weight in weights.items() if weight >= 0.9 * total]
    return max(holders, key=lambda node: depth[node], default=None)


def _first_order(found: list[Found]) -> int:
    return next((item.place.order for item in found if item.place and item.block.kind is Kind.PROSE), 0)


def _with_missed(kept: list[Found], around: Surroundings, container: HtmlElement | None, known: Known) -> list[Found]:
    """`kept` and, in their places, the paragraphs and headings beside them that the extractor passed over."""
    parents = Counter(_parent(item.place) for item in kept if item.place and item.block.kind is Kind.PROSE)
    there = "".join(item.block.key for item in kept)
    missed = []
    for place in around.places:
        beside = parents[_parent(place)] >= 3 and place.element.tag in {"p", *HEADINGS}
        block = Block(Kind.HEADING if place.element.tag in HEADINGS else Kind.PROSE, place.text)
        if beside and not _is_known(block.key, there) and is_story(block, place, container, known):
            missed.append(Found(block, place))
    return _merged(kept, missed)


def _is_known(own: str, known: str) -> bool:
    """Whether most of a paragraph is there already: the extractor may have cut it or left out words for the blind."""
    pieces = [own[at : at + _SAMPLE] for at in range(0, max(1, len(own) - _SAMPLE + 1), _SAMPLE)]
    return 2 * sum(piece in known for piece in pieces) >= len(pieces)


def _merged(kept: list[Found], missed: list[Found]) -> list[Found]:
    merged = list(kept)
    for item in missed:
        order = item.place.order if item.place else 0
        after = [n for n, other in enumerate(merged) if other.place and other.place.order < order]
        merged.insert(after[-1] + 1 if after else 0, item)
    return merged


def _parent(place: Place | None) -> HtmlElement | None:
    return place.element.getparent() if place else None


def _retyped(item: Found) -> Block:
    """The block as what the page makes it: a heading by its tag, or a short line that is all in bold."""
    element = item.place.element if item.place else None
    if element is None or item.block.kind is not Kind.PROSE:
        return item.block
    tags = {element.tag, *(node.tag for node in list(element.iterancestors())[:2])}
    bold = only_strong(element) and len(item.block.text) <= 90 and item.block.text[-1] not in '.!?,;\u201d"\u2026'
    return Block(Kind.HEADING, item.block.text) if tags & HEADINGS or bold else item.block
