"""What stands on a story's page and is not the story to be read: it is taken off the tree before anything is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import key
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.titles import declared, words

_STORY_LETTERS = 200
# Looked for at once, as each look at a page's elements takes a while.
_MARKED = (
    './/*[contains(@class, "paywall") or contains(@id, "paywall") or contains(@class, "subscri") or '
    'contains(@class, "upgrade") or contains(@class, "upsell") or contains(@class, "encrypted-content") or '
    "@amp-access or @subscriptions-section]"
)
_MOST_BOXES = 10
_BOX_WORDS = 60
# What asks for money or a login in a box of its own.
_ASKS = re.compile(
    r"\b(?:subscri\w+|sign (?:in|up)|log ?in|register|upgrade|become a (?:member|supporter)|members only|"
    r"abonn\w+|suscr\w+)\b",
    re.I,
)
# BLOX papers encipher what is for subscribers, tags included: "kAm" and "k^Am" are a paragraph's.
_OPENED, _CLOSED = "kAm", "k^Am"
_ENCIPHERED = "encrypted-content"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a page keeps from us or asks for: whether words of the story are enciphered, and its boxes for payers."""

    enciphered: bool
    boxes: tuple[HtmlElement, ...]


def take_off(markup: Markup, title: str) -> Withheld:
    """Take off other stories in articles of their own, enciphered words, and boxes that ask for money."""
    tree = markup.tree
    marked = tree.xpath(_MARKED)
    enciphered = [element for element in marked if _ENCIPHERED in (element.get("class") or "")]
    enciphered += [element for element in tree.iter("p", "div", "span") if _is_cipher(element.text or "")]
    not_granted = [element for element in marked if _is_not_granted(element)]
    amp = (element for element in marked if element.get("amp-access") or element.get("subscriptions-section"))
    others = {*enciphered, *amp}
    boxes = tuple(element for element in marked if element not in others)[:_MOST_BOXES]
    asking = [box for box in boxes if len(words(text := shown(box))) <= _BOX_WORDS and _ASKS.search(text)]
    for element in [*_other_stories(markup, title), *enciphered, *asking, *not_granted]:
        if element.getparent() is not None:
            element.drop_tree()
    return Withheld(bool(enciphered), boxes)


def _is_not_granted(element: HtmlElement) -> bool:
    """Say whether AMP shows an element to those who may not read the rest."""
    access = (element.get("amp-access") or "").upper()
    return access.startswith("NOT") or element.get("subscriptions-section") == "content-not-granted"


def _is_cipher(text: str) -> bool:
    return _OPENED in text and _CLOSED in text


def _other_stories(markup: Markup, title: str) -> Iterator[HtmlElement]:
    """Yield the articles beside the page's own that have a title and paragraphs of their own; parts of a live blog
    are none.
    """
    own_titles = {key(text) for text in (title, *declared(markup))}
    articles = list(markup.tree.iter("article"))
    own = next((article for article in articles if _titles(article, "h1") & own_titles), None)
    if own is None or any("LiveBlogPosting" in jsonld.types(node) for node in markup.nodes):
        return
    within = {own, *own.iterancestors()}
    for article in articles:
        if article in within:
            continue
        inside = own in article.iterancestors()
        titles = _titles(article, "h1") if inside else _titles(article, "h1", "h2")
        letters = sum(len(shown(paragraph)) for paragraph in article.iter("p"))
        if titles and titles.isdisjoint(own_titles) and letters >= _STORY_LETTERS:
            yield article


def _titles(article: HtmlElement, *tags: str) -> set[str]:
    return {key(shown(heading)) for heading in article.iter(*tags)} - {""}
