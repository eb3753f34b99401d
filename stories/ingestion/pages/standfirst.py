"""The standfirst: the sentence or two between title and story, which extractors take for furniture."""

from __future__ import annotations

import re

from stories.ingestion.pages.blocks import Block, Kind, key
from stories.ingestion.pages.surroundings import ElementPlace, Surroundings, is_aside, is_captioned, link_share
from stories.ingestion.pages.titles import words
from stories.ingestion.pages.trim import Known, Standing, is_furniture

_NAMED = re.compile(
    r"stand-?first|sub-?(?:title|head|line)|(?:^|[-_\s])(?:lead|lede|dek|deck|teaser)|intro|excerpt|summary|abstract",
    re.I,
)
_LENGTHS = range(30, 900)
# Letters from which a description says anything.
_ENOUGH_LETTERS = 40
# Descriptions for machines are often cut in mid-word.
_CUT_OFF = 4


def standfirst(
    story: list[Block], first_order: int, around: Surroundings, known: Known, descriptions: list[str]
) -> Block | None:
    """Return the standfirst as shown above the story, if it is one and `story` does not hold it yet.

    It is one when the page's own description says the same, or else when it is named so and stands between the
    title and the first paragraph.
    """
    there = "".join(block.key for block in story)
    described = [key(text)[:-_CUT_OFF] for text in descriptions if len(key(text)) >= _ENOUGH_LETTERS]
    heading = next((p.order for p in around.places if p.element.tag == "h1" and p.key in known.titles), 0)
    for place in around.places:
        is_described = any(text in place.key and len(place.key) <= 2 * len(text) for text in described)
        if is_described and _fits(place, there, known):
            return Block(Kind.PROSE, place.text)
    named = (p for p in around.places if _is_named(p, heading, first_order) and _fits(p, there, known))
    standing = next(named, None)
    return Block(Kind.PROSE, standing.text) if standing else None


def _fits(place: ElementPlace, there: str, known: Known) -> bool:
    return (
        len(place.text) in _LENGTHS
        and place.key not in known.titles
        and place.key not in there
        and link_share(place) < 0.5
        and not is_furniture(place.text, Standing.ABOVE, known)
        and not is_captioned(place.element)
    )


def _is_named(place: ElementPlace, heading: int, first: int) -> bool:
    if not heading < place.order < first or len(words(place.text)) < 6:
        return False
    parent = place.element.getparent()
    names = [node.get("class") or "" for node in (place.element, parent) if node is not None]
    named = any(_NAMED.search(name) for name in names)
    return named and not (is_aside(place.element, None) and not any("teaser" in name for name in names))
