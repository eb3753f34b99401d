"""Leavings of an extractor on the story's edges: the title again, stamps, bylines, calls to read on or to subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from stories.ingestion.pages.blocks import Block, key
from stories.ingestion.pages.surroundings import ElementPlace, is_aside, link_share
from stories.ingestion.pages.titles import words

_CALL = re.compile(
    r"(?:read (?:more|next|also)|also read|see also|(?:click|tap) here|follow us|share this|advertisement$|"
    r"article content$|story continues|continue reading|download (?:the|our) (?:app|free)|\u00a9|\(c\) ?\d{4}|"
    r"all rights reserved|copyright (?:\u00a9|\d{4})|the post .+ (?:appeared )?first|lesen sie (?:auch|mehr)|"
    r"mehr zum thema|weiterlesen|lire aussi|lea tambi\u00e9n|leggi anche)",
    re.I,
)
# These begin sentences of stories too, so they are calls only where no sentence ends.
_LOOSE_CALL = re.compile(
    r"(?:related|more (?:on|from|stories)|recommended|sign up|subscribe|watch|listen|photos?|video|"
    r"get (?:the|our) (?:app|news)|copyright|read the full)\b",
    re.I,
)
_CALL_WORDS = 18
_STAMP = re.compile(
    r"^(?:(?:last )?(?:updated?|published|posted|stand|ver\u00f6ffentlicht|aktualisiert)\b.{0,40}\d{4}.{0,30}|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}[ ,|]*(?:\d{1,2}:\d\d.{0,12})?|\d{1,2}:\d\d\b.{0,30}\d{4}|"
    r"\d+ (?:min|minutes?|minuten)\b.{0,20}|.{0,12}\b\w{3,9}\.? \d{1,2}, \d{4}.{0,20})$",
    re.I,
)
_CLOCK_AT_END = re.compile(r"\b[ap]\.m\.$", re.I)
_BYLINE = re.compile(r"^(?:By|Von|Par|Por|Di)\s*:?\s+\S.{2,60}$")
_CREDIT_AT_END = re.compile(
    r"(?:\b(?:photo|image|picture|bild|foto|credit)s?\s*(?::|by\b)|\((?:photo|image|ap photo)\b)[^.!?]{2,60}$", re.I
)
_NAME_WORDS = 8
_LINKED = 0.5
_BIO_WORDS = 80


@dataclass(frozen=True, slots=True)
class Known:
    """Words of the page's that extractors repeat in the text: titles and headlines, and the byline's people."""

    titles: frozenset[str]
    people: tuple[str, ...]

    @classmethod
    def of(cls, titles: Iterable[str], people: Iterable[str]) -> Known:
        """Return titles and people by their words alone."""
        return cls(frozenset(filter(None, map(key, titles))), tuple(filter(None, map(key, people))))


def is_story(block: Block, place: ElementPlace | None, container: HtmlElement | None, known: Known) -> bool:
    """Say whether a block belongs to the story's own text."""
    if not block.key or block.key in known.titles or is_furniture(block.text) or _is_byline(block, known):
        return False
    if place is None:
        return True
    if not _is_sentence(block.text) and link_share(place) >= _LINKED:
        return False
    return not is_aside(place.element, container)


def is_bio(block: Block, known: Known) -> bool:
    """Say whether a last paragraph tells of who wrote the story: it begins with (a job and) the name in the byline."""
    opening = "".join(words(block.text)[:6])
    return len(words(block.text)) <= _BIO_WORDS and any(name in opening for name in known.people)


def _is_byline(block: Block, known: Known) -> bool:
    """Say whether a short line holds little but names of the byline."""
    rest = block.key
    for name in known.people:
        rest = rest.replace(name, "")
    return len(rest) < len(block.key) and len(rest) <= 30 and not _is_sentence(block.text)


def is_furniture(text: str) -> bool:
    """Say whether a line is a stamp, a byline or a call to do something, by its words alone."""
    count = len(words(text))
    if count > _CALL_WORDS:
        return bool(_CREDIT_AT_END.search(text[-90:])) and count <= 2 * _CALL_WORDS
    if _CALL.match(text) or _CREDIT_AT_END.search(text):
        return True
    loose = _LOOSE_CALL.match(text) or _STAMP.match(text) or (count <= _NAME_WORDS and _BYLINE.match(text))
    return bool(loose) and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """Say whether a line ends as sentences do; a time of day at its end is no such end, and shouting is none."""
    ends = text.rstrip("\u201d\"')\u00bb")[-1:] in {".", "!", "?", "\u2026"}
    return ends and not text.isupper() and not _CLOCK_AT_END.search(text)
