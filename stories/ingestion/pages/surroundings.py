"""Places on the page where each block of text stands: its element, its place in reading order, and what encloses it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from stories.ingestion.pages.blocks import key
from stories.ingestion.pages.markup import shown

_TEXTUAL = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "dd", "dt", "td")
_LEAVES = ("div", "span", "section", "strong", "b", "a", "time")
_BLOCKS = frozenset(
    {*_TEXTUAL, "div", "section", "article", "ul", "ol", "table", "figure", "header", "footer", "aside"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAX_BLOCK = 20_000
_MAX_DEPTH = 12
_FEW_LINKS = 2
_ASIDE_TAGS = frozenset(
    {"figure", "figcaption", "aside", "footer", "form", "nav", "button", "address", "time", "label"}
)
# A quotation set off in a figure is still the story's.
_NEVER_ASIDE = frozenset({"blockquote", "article", "main", "body", "html"})
_ASIDE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:caption|related|newsletter|promo\w*|by-?line|share\w*|social|sharing|tags?|ad|ads|advert\w*|"
    r"copyright|bio|breadcrumbs?|comments?|recirc\w*|recommend\w*|trending|popular|signup|sign-up|subscribe|"
    r"author-?(?:info|bio|box|content|card)?|visually-hidden|sr-only|screen-reader-text|hidden|teasers?|gallery|lightbox|slideshow|carousel|"
    r"read-?(?:more|next|also)|more-topic|taboola|outbrain|video-(?:heading|title|caption)|image-credit|credits?|"
    r"post-?date|dateline|timestamp|disclaimer|label-item\w*)(?=$|[-_\s])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ElementPlace:
    """One element that holds a block's words; `order` is its place in the document, `key` the words alone."""

    element: HtmlElement
    order: int
    text: str
    key: str


class Surroundings:
    """The page's textual elements, found by their words; built once a page."""

    def __init__(self, tree: HtmlElement) -> None:
        self.places: list[ElementPlace] = []
        self._by_key: dict[str, list[ElementPlace]] = {}
        for order, element in enumerate(tree.iter(*_TEXTUAL, *_LEAVES)):
            if element.tag in _LEAVES and (
                not (element.text or "").strip() or any(child.tag in _BLOCKS for child in element)
            ):
                continue
            text = shown(element)
            if text and len(text) <= _MAX_BLOCK:
                place = ElementPlace(element, order, text, key(text))
                self.places.append(place)
                self._by_key.setdefault(place.key, []).append(place)

    def of(self, block_key: str) -> list[ElementPlace]:
        """Return the elements that hold exactly these words, in reading order."""
        return self._by_key.get(block_key, [])


def home(tree: HtmlElement) -> HtmlElement:
    """Return the article, else the main part, that holds a title; all of the page where none does."""
    holders = (holder for tag in ("article", "main") for holder in tree.iter(tag))
    return next((holder for holder in holders if holder.find(".//h1") is not None), tree)


def is_aside(element: HtmlElement, within: HtmlElement | None) -> bool:
    """Say whether the element, or what encloses it within the story's container, is named as no part of the story."""
    for node in [element, *element.iterancestors()][:_MAX_DEPTH]:
        if node is within or node.tag in _NEVER_ASIDE:
            return False
        if node.tag in _ASIDE_TAGS or _ASIDE_NAMES.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return True
    return False


def is_captioned(element: HtmlElement) -> bool:
    """Say whether the element belongs to a picture."""
    return any(node.tag in {"figure", "figcaption"} for node in [element, *element.iterancestors()][:_MAX_DEPTH])


def link_share(place: ElementPlace) -> float:
    """Return the share of the element's words, by letters, that lead elsewhere: 0 to 1."""
    whole = len(place.key)
    if any(node.tag == "a" for node in place.element.iterancestors()) or place.element.tag == "a":
        return 1.0
    linked = [len(key(shown(link))) for link in place.element.iter("a") if link.get("href")]
    # A line of several links is a list that the story gives (places, names), not a call to read on.
    return sum(linked) / whole if whole and len(linked) <= _FEW_LINKS else 0.0


def only_strong(element: HtmlElement) -> bool:
    """Say whether all of the element's words are set in bold, as home-made headings are."""
    if (element.text or "").strip() or not len(element):
        return False
    return all(child.tag in {"strong", "b", "br"} and not (child.tail or "").strip() for child in element)
