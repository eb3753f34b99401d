"""The byline as people: who wrote the story by what the page tells machines, else by what it shows beside the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.names import MAX_NAME, is_by, is_full, is_nobody, split_names
from stories.ingestion.pages.surroundings import Surroundings
from stories.ingestion.pages.titles import site_name, words

_MAX_PEOPLE = 12
_META = (
    "author", "article:author", "articleauthor", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
)  # fmt: skip
_SHOWN = (
    './/*[@rel="author" or contains(@itemprop, "author") or contains(@class, "byline") or contains(@class, "author")'
    ' or contains(@class, "vcard")]'
)
_NAME_CLASSES = frozenset({"author", "author-name", "authorname", "byline", "byline-name", "byline-author", "fn"})
_CALLS = re.compile(r"\b(?:about|authors?|more|posts?|stories|view|profile|follow|all|contact|email|share|by)\b", re.I)
_OTHERS = re.compile(
    r"(?:^|[-_\s])(?:related|teasers?|cards?|recirc\w*|recommend\w*|trending|popular|comments?|comment-\w+|sidebar|"
    r"widgets?|promo\w*|read-?(?:more|next)|carousel)(?=$|[-_\s])",
    re.I,
)
_STORY_PARAGRAPHS = 3
_MAX_DEPTH = 12
_LOOKED_AT = 40
_MAX_BYLINE = 160


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a story: its `people`, and the `lines` they were read in, which may name an agency as well."""

    people: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def byline(markup: Markup, around: Surroundings) -> Byline:
    """Return who wrote the story, in the page's order: by JSON-LD, else meta tags, else the byline that is shown."""
    own, written = _own_names(markup), _from_jsonld(markup)
    lines: list[str] = []
    accounts: tuple[str, ...] = ()
    for signed in _signatures(markup, around, written):
        people = _people(signed, own)
        lines += signed
        if any(map(is_full, people)):
            return Byline(people, tuple(lines))
        # An account's name ("jdolan") or a team's is believed where the page shows none that is a person's.
        accounts = accounts or people
    # An outlet that signs as a whole is what its byline says, where no person is named.
    whole = (name for name in written if name and len(name) <= MAX_NAME and "/" not in name and not is_nobody(name))
    return Byline(accounts or tuple(dict.fromkeys(whole))[:_MAX_PEOPLE], tuple(lines))


def _signatures(markup: Markup, around: Surroundings, written: list[str]) -> Iterator[list[str]]:
    """Yield what is signed in each of the places where bylines stand, the surest first."""
    yield written
    yield _from_meta(markup)
    yield _from_page(markup.tree, around)


def _own_names(markup: Markup) -> list[str]:
    """Return the outlet's names run together, and their initials where they have some."""
    publishers = [jsonld.text(publisher) for publisher in markup.resolved(markup.story.get("publisher"))]
    own: list[str] = []
    for parts in map(words, (site_name(markup), *publishers)):
        own += ["".join(parts), "".join(part[0] for part in parts)][: 1 + (len(parts) > 1)] if parts else []
    return own


def _people(bylines: list[str], own: list[str]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for text in bylines[: 2 * _MAX_PEOPLE]:
        for name in split_names(text[:1_000]):
            if not _is_outlet(name, own):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())[:_MAX_PEOPLE]


def _is_outlet(name: str, own: list[str]) -> bool:
    """Say whether a "name" is the outlet's: its whole name, or an abbreviation at its head."""
    bare = "".join(words(name))
    return any(bare == outlet or (len(bare) >= 3 and outlet.startswith(bare)) for outlet in own)


def _from_jsonld(markup: Markup) -> list[str]:
    names: list[str] = []
    for author in markup.resolved(markup.story.get("author") or markup.story.get("creator")):
        name = author.get("name") if isinstance(author, dict) else author
        # Careless pages put several names into one object's.
        names += [jsonld.text(item) for item in (name if isinstance(name, list) else [name])]
    return names


def _from_meta(markup: Markup) -> list[str]:
    for name in _META:
        if authors := [text for text in markup.said(name) if split_names(text)]:
            return authors
    return []


def _from_page(tree: HtmlElement, around: Surroundings) -> list[str]:
    """Return the first line that the page marks as its byline, else the names that it marks one by one in one place."""
    marked = [(element, shown(element)) for element in tree.xpath(_SHOWN)[:_LOOKED_AT]]
    marked = [item for item in marked if 3 < len(item[1]) <= _MAX_BYLINE and not _is_of_others(item[0])]
    for element, text in marked:
        if (is_by(text) or element.get("itemprop")) and any(map(is_full, split_names(text))):
            return [text]
    if below := _below_title(around):
        return [below]
    names = [(element, text) for element, text in marked if _is_marked_name(element) and _is_somebody(text)]
    box = set(list(names[0][0].iterancestors())[:2]) if names else set()
    return [text for element, text in names if not box.isdisjoint(element.iterancestors())]


def _below_title(around: Surroundings) -> str:
    """Return a line between the title and the first paragraph that begins as bylines do, marked or not; else ""."""
    places = dropwhile(lambda place: place.element.tag != "h1", around.places)
    for place in takewhile(lambda place: len(place.text) <= _MAX_BYLINE, places):
        if (
            is_by(place.text)
            and any(map(is_full, split_names(place.text)))
            and not place.text.endswith((".", "?", "!"))
        ):
            return place.text
    return ""


def _is_marked_name(element: HtmlElement) -> bool:
    return element.get("rel") == "author" or not _NAME_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def _is_somebody(text: str) -> bool:
    names = split_names(text)
    return bool(names) and all(map(is_full, names)) and not _CALLS.search(text)


def _is_of_others(element: HtmlElement) -> bool:
    """Say whether the element stands with other stories, with readers' comments or beside the story."""
    for node in list(element.iterancestors())[:_MAX_DEPTH]:
        if node.tag in {"nav", "aside", "footer"} or _OTHERS.search(
            f"{node.get('class') or ''} {node.get('id') or ''}"
        ):
            return True
        if node.tag == "article":
            # A teaser's card may be an article too, but holds neither the page's title nor a story.
            return node.find(".//h1") is None and len(node.findall(".//p")) < _STORY_PARAGRAPHS
    return False
