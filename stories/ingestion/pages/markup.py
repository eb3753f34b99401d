"""A page as every question about it sees it: its tree, its meta tags, its JSON-LD."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.charset import storable

_NO_WORDS = frozenset({"script", "style", "noscript", "svg", "template"})
_OWN_LINE = frozenset({"br", "div", "p", "li", "ul", "h1", "h2", "h3", "h4", "section", "button"})


@dataclass
class Markup:
    """A parsed page; `url` is where it was fetched, if known. Of the tree only `withheld` takes anything off."""

    tree: HtmlElement
    url: str = ""
    meta: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.meta = _meta_tags(self.tree)

    @cached_property
    def nodes(self) -> list[jsonld.Node]:
        """Return all JSON-LD objects."""
        return jsonld.nodes(self.tree)

    @cached_property
    def _by_id(self) -> dict[str, jsonld.Node]:
        return jsonld.by_id(self.nodes)

    def resolved(self, value: Any) -> list[Any]:
        """Return a JSON-LD value as a list, references to other objects of the page followed."""
        return jsonld.resolve(value, self._by_id)

    @cached_property
    def story(self) -> jsonld.Node:
        """Return the JSON-LD object of the page's own story, else {}: the first with a headline and a date, if any."""
        stories = [node for node in self.nodes if jsonld.is_story(node)]
        telling = [node for node in stories if node.get("headline") and node.get("datePublished")]
        return next(iter(telling or stories), {})

    def said(self, *names: str) -> list[str]:
        """Return what the meta tags of these names say, in the order of the names."""
        return [value for name in names for value in self.meta.get(name, [])]


def one_line(text: str) -> str:
    """Return `text` with its white space collapsed, and what cannot be stored or seen left out."""
    return " ".join(storable(text).split())


def shown(element: HtmlElement, without: frozenset[str] = frozenset()) -> str:
    """Return the words of an element as one line, less those in tags `without`; scripts and styles are no words."""
    if not len(element) and element.tag not in _NO_WORDS:
        return one_line(element.text or "")
    return one_line("".join(str(piece) for piece in _words(element, without)))


def _words(element: HtmlElement, without: frozenset[str]) -> list[str]:
    """Return the element's text, a space between what the page sets on lines of their own."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in without and node is not element:
            walk.skip_subtree()
        elif event == "start" and isinstance(node.tag, str) and node.tag not in _NO_WORDS:
            pieces += [" " if node.tag in _OWN_LINE else "", node.text or ""]
        elif event == "end" and node is not element:
            pieces.append(node.tail or "")
    return pieces


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(element.get("content") or "")
        if name and content:
            tags.setdefault(str(name).strip().lower(), []).append(content)
    return tags
