"""The story's text: trafilatura's reading, what it dragged in taken out, what it missed put in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block, Kind, from_trafilatura
from stories.ingestion.pages.excerpts import without_sign_off
from stories.ingestion.pages.live import paragraphs
from stories.ingestion.pages.markup import Markup
from stories.ingestion.pages.standfirst import standfirst
from stories.ingestion.pages.surroundings import HEADINGS, ElementPlace, Surroundings, home, only_strong
from stories.ingestion.pages.titles import declared
from stories.ingestion.pages.trim import Known, Standing, is_bio, is_paragraph, is_story

# Letters of a piece by which a paragraph is known again.
_SAMPLE = 24
# Letters from which a body in JSON-LD is a story's.
_ENOUGH_LETTERS = 300
_PARAGRAPHS = frozenset({"p", "li", "blockquote"})


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and where it stands, if that is known."""

    block: Block
    place: ElementPlace | None


def blocks(markup: Markup, around: Surroundings, title: str, people: tuple[str, ...]) -> list[Block]:
    """Return the story's blocks in reading order; none where the page holds no story."""
    read = bare_extraction(markup.tree, include_comments=False, with_metadata=False)
    placed = _placed(from_trafilatura(read.body), around) if isinstance(read, Document) else []
    headlines = [*declared(markup), *(place.text for place in around.places if place.element.tag == "h1")]
    article = home(markup.tree)
    placed = _parted(_at_home(placed, article), around, article)
    container, known = _container(placed), Known.of([title, *headlines], people, _stamps(markup))
    standings = _standings([item.block for item in placed])
    kept = [
        item
        for item, standing in zip(placed, standings, strict=True)
        if is_story(item.block, item.place, container, known, standing)
    ]
    whole = _with_missed(kept, around, container, known)
    while whole and (whole[-1].block.kind is Kind.HEADING or is_bio(whole[-1].block, known)):
        whole.pop()
    shown = _signed_off([_retyped(item) for item in whole])
    begins = next((item.place.order for item in whole if item.place and item.block.kind is Kind.PROSE), 0)
    in_meta_tags = markup.said("description", "og:description", "twitter:description")
    descriptions = [jsonld.text(markup.story.get("description")), *in_meta_tags]
    first = standfirst(shown, begins, around, known, descriptions)
    return _or_json_ld([*([first] if first else []), *shown], markup)


def _signed_off(story: list[Block]) -> list[Block]:
    """Return the blocks without what syndication puts at the end of the last."""
    last = without_sign_off(story[-1].text) if story else ""
    return [*story[:-1], *([Block(story[-1].kind, last)] if last else [])]


def _stamps(markup: Markup) -> list[str]:
    """Return the times at which the page says that it was printed and changed, as written."""
    in_meta_tags = markup.said("article:published_time", "article:modified_time", "og:updated_time")
    return [*(jsonld.text(markup.story.get(name)) for name in ("datePublished", "dateModified")), *in_meta_tags]


def _standings(read: list[Block]) -> list[Standing]:
    """Return where each block stands, by the first and the last paragraph; a text without one is all above it."""
    paragraphs = [n for n, block in enumerate(read) if block.kind is Kind.PROSE and is_paragraph(block.text)]
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(read), len(read))
    return [_standing(n, first, last) for n in range(len(read))]


def _standing(order: int, first: int, last: int) -> Standing:
    return Standing.ABOVE if order < first else Standing.BELOW if order > last else Standing.BETWEEN


def _or_json_ld(story: list[Block], markup: Markup) -> list[Block]:
    """Return `story`, or the JSON-LD body where less than half of it is shown, or trafilatura read it unbroken."""
    body = markup.story.get("articleBody")
    carried = [Block(Kind.PROSE, line) for line in paragraphs(body)] if isinstance(body, str) else []
    more = _length(carried) > max(2 * _length(story), _ENOUGH_LETTERS)
    unbroken = len(story) == 1 < len(carried) and _length(carried) >= 0.8 * _length(story)
    return carried if more or unbroken else story


def _length(story: list[Block]) -> int:
    return sum(len(block.key) for block in story)


def _placed(read: list[Block], around: Surroundings) -> list[PlacedBlock]:
    """Return each block with its element: of several with the same words, the one nearest after the block before it."""
    placed, last = [], -1
    for block in read:
        places = around.of(block.key)
        place = next((p for p in places if p.order > last), places[-1] if places else None)
        # Enclosing and enclosed elements hold the same words; a paragraph tells more than the span inside it.
        if place and block.kind is Kind.PROSE:
            last = max(last, place.order)
        placed.append(PlacedBlock(block, place))
    return placed


def _at_home(placed: list[PlacedBlock], article: HtmlElement) -> list[PlacedBlock]:
    """Return what stands in the page's article, where most of the text does; what is known to stand outside goes."""
    inside = [item for item in placed if item.place is None or article in item.place.element.iterancestors()]
    letters, all_letters = (_length([item.block for item in items]) for items in (inside, placed))
    return inside if 2 * letters > all_letters else placed


def _parted(placed: list[PlacedBlock], around: Surroundings, article: HtmlElement) -> list[PlacedBlock]:
    """Return a brief in its own paragraphs: of a page with few words an extractor gives all, title and byline with
    them, as one.
    """
    if len(placed) != 1 or placed[0].place is not None:
        return placed
    inside = (p for p in around.places if p.element.tag in _PARAGRAPHS and article in p.element.iterancestors())
    paragraphs = [PlacedBlock(Block(Kind.PROSE, p.text), p) for p in inside if p.key in placed[0].block.key]
    return paragraphs or placed


def _container(placed: list[PlacedBlock]) -> HtmlElement | None:
    """Return the element that encloses nearly all of the prose."""
    weights: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for item in placed:
        if item.place and item.block.kind is Kind.PROSE:
            chain = list(item.place.element.iterancestors())
            for level, node in enumerate(reversed(chain)):
                weights[node] += len(item.block.text)
                depth[node] = level
    total = max(weights.values(), default=0)
    holders = [node for node, weight in weights.items() if weight >= 0.9 * total]
    return max(holders, key=lambda node: depth[node], default=None)


def _with_missed(
    kept: list[PlacedBlock], around: Surroundings, container: HtmlElement | None, known: Known
) -> list[PlacedBlock]:
    """Return `kept` and, in their places, the paragraphs and headings beside them that the extractor passed over."""
    parents = Counter(_parent(item.place) for item in kept if item.place and item.block.kind is Kind.PROSE)
    kept_words = "".join(item.block.key for item in kept)
    orders = [item.place.order for item in kept if item.place and is_paragraph(item.block.text)]
    first, last = min(orders, default=0), max(orders, default=0)
    missed = []
    for place in around.places:
        if parents[_parent(place)] < 3 or place.element.tag not in {"p", *HEADINGS}:
            continue
        block = Block(Kind.HEADING if place.element.tag in HEADINGS else Kind.PROSE, place.text)
        standing = _standing(place.order, first, last)
        if not _is_known(block.key, kept_words) and is_story(block, place, container, known, standing):
            missed.append(PlacedBlock(block, place))
    return _merged(kept, missed)


def _is_known(own: str, known: str) -> bool:
    """Say whether most of a paragraph is known: the extractor may have cut it or left out words for the blind."""
    pieces = [own[at : at + _SAMPLE] for at in range(0, max(1, len(own) - _SAMPLE + 1), _SAMPLE)]
    return 2 * sum(piece in known for piece in pieces) >= len(pieces)


def _merged(kept: list[PlacedBlock], missed: list[PlacedBlock]) -> list[PlacedBlock]:
    merged = list(kept)
    for item in missed:
        order = item.place.order if item.place else 0
        after = [n for n, earlier in enumerate(merged) if earlier.place and earlier.place.order < order]
        merged.insert(after[-1] + 1 if after else 0, item)
    return merged


def _parent(place: ElementPlace | None) -> HtmlElement | None:
    return place.element.getparent() if place else None


def _retyped(item: PlacedBlock) -> Block:
    """Return the block as what the page makes it: a heading by its tag, or a short line that is all in bold."""
    element = item.place.element if item.place else None
    if element is None or item.block.kind is not Kind.PROSE:
        return item.block
    tags = {element.tag, *(node.tag for node in list(element.iterancestors())[:2])}
    bold = only_strong(element) and len(item.block.text) <= 90 and item.block.text[-1] not in '.!?,;\u201d"\u2026'
    return Block(Kind.HEADING, item.block.text) if tags & HEADINGS or bold else item.block
