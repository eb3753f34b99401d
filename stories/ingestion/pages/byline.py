"""The byline as people: names without "By", jobs, addresses, cities and the outlet's own name."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup, one_line, shown
from stories.ingestion.pages.titles import site_name, words

_MAX_PEOPLE = 12
_BY = re.compile(
    r"^\s*(?:(?:written|reported|story|text|posted|published)\s+)?(?:by|von|par|por|di|av|af|door|oleh)\s*:?\s+", re.I
)
_GLUED_BY = re.compile(r"^By(?=[A-Z])")
_BETWEEN = re.compile(
    r"\s*(?:;|\||,(?!\s*(?:Jr|Sr|III?|IV|M\.?D|Ph\.?D|Esq)\b)|\s(?:and|und|et|y|with|mit)\s|&|\u2022|\n)\s*"
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|\d{2}|[<>{}\[\]()=/\\]|^(?:admin|editor|staff|none|null|unknown)$", re.I
)
_NAME_WORDS = range(1, 7)
_BYLINE_XPATH = './/*[@rel="author" or @itemprop="author" or contains(@class, "byline") or contains(@class, "author")]'
_MAX_BYLINE = 120


def byline(markup: Markup) -> tuple[str, ...]:
    """Return who wrote the story, in the page's order: by JSON-LD, else meta tags, else the byline that is shown."""
    publishers = [jsonld.text(publisher) for publisher in markup.resolved(markup.story.get("publisher"))]
    own: list[str] = []
    for parts in map(words, (site_name(markup), *publishers)):
        # The outlet's name run together, and its initials where it has some.
        own += ["".join(parts), "".join(part[0] for part in parts)][: 1 + (len(parts) > 1)] if parts else []
    written = _from_jsonld(markup)
    # The page itself is only searched where it tells machines of nobody.
    people = _people(written, own) or _people(_from_meta(markup), own) or _people(_from_page(markup.tree), own)
    if people:
        return people
    # An outlet that signs as a whole is what its byline says, where no person is named.
    return tuple(dict.fromkeys(name for name in written if name and len(name) <= 60 and "/" not in name))[:_MAX_PEOPLE]


def split_names(text: str) -> list[str]:
    """Return the names in a written byline: "By Ana Ruiz and Bo Lind, staff writers" holds two."""
    bare = _BY.sub("", _GLUED_BY.sub("", one_line(text)))
    return [part for part in (piece.strip(" .,:\u2013-") for piece in _BETWEEN.split(bare)) if part]


def _people(bylines: list[str], own: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for text in bylines[: 2 * _MAX_PEOPLE]:
        for name in split_names(text):
            fits = len(name) <= 60 and len(name.split()) in _NAME_WORDS and not _NOT_A_NAME.search(name)
            if fits and not _is_outlet(name, own) and name.casefold() not in {n.casefold() for n in names}:
                names.append(name)
    return tuple(names[:_MAX_PEOPLE])


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
    names = (
        "author",
        "article:author",
        "articleauthor",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
    )
    for name in names:
        authors = [text for text in markup.said(name) if not _NOT_A_NAME.search(text)]
        if authors:
            return authors
    return []


def _from_page(tree: HtmlElement) -> list[str]:
    """Return the names in the first short line that the page marks as its byline."""
    for marked in tree.xpath(_BYLINE_XPATH)[:20]:
        text = shown(marked)
        if 3 < len(text) <= _MAX_BYLINE and (_BY.match(text) or marked.get("itemprop")):
            # A byline as shown may end with the city: a person has two names at least.
            return [name for name in split_names(text) if " " in name]
    return []
