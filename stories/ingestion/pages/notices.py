"""Notices that a story carries about itself: which agency it came from, and what in it was corrected."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.agencies import agency_of
from stories.ingestion.pages.markup import Markup
from stories.ingestion.pages.surroundings import Surroundings

_CORRECTION = re.compile(
    r"^\W*(?:corrections?|clarifications?|correction notice)\b\s*(?:\([^)]{3,40}\)\s*)?[:.\u2013\u2014-]|"
    r"\b(?:this|the|an? (?:earlier|previous|original|prior)) (?:story|article|post|report|version|headline)\b.{0,80}"
    r"\b(?:corrected|clarif\w+|misstat\w+|misspell\w+|misidentif\w+|incorrect\w*|in error|inaccurate\w*|wrong\w*|"
    r"to correct)\b",
    re.I,
)
_CREDIT = re.compile(r"\W*(?:\u00a9|\(c\)|copyright|distributed by)", re.I)
_MAX_CREDIT = 200
_MAX_NOTICE = 800


def agency(markup: Markup, around: Surroundings, bylines: tuple[str, ...], text: str) -> str:
    """Return the agency that wrote the story, by byline, credit, dateline or last line; "" for the outlet's own."""
    credited = (jsonld.text(markup.story.get(name)) for name in ("creditText", "sourceOrganization", "copyrightHolder"))
    # Credits are no text of the story's, so they are looked for on the page.
    lines = (place.text for place in around.places if place.element.tag == "p" and len(place.text) <= _MAX_CREDIT)
    signed = (agency_of([], line) for line in lines if _CREDIT.match(line))
    return agency_of([*bylines, *credited], text) or next((name for name in signed if name), "")


def correction(markup: Markup, around: Surroundings) -> str:
    """Return the correction notice as printed anywhere on the page, or as JSON-LD gives it; "" for none."""
    declared = jsonld.text(markup.story.get("correction"))
    shown = (place.text for place in around.places if place.element.tag in {"p", "div", "li", "blockquote", "span"})
    return declared or next((text for text in shown if len(text) <= _MAX_NOTICE and _CORRECTION.search(text)), "")
