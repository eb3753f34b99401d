"""What a story says about itself: which agency it came from, and what in it was corrected."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block
from stories.ingestion.pages.markup import Markup
from stories.ingestion.pages.surroundings import Surroundings

_AGENCIES = {
    "Associated Press": r"(?:the )?associated press|\bAP\b(?! contributed)",
    "Reuters": r"(?:thomson )?reuters",
    "AFP": r"agence france[- ]presse|\bAFP\b",
    "dpa": r"\bdpa(?:-infocom)?\b|deutsche presse-agentur",
    "UPI": r"united press international|\bUPI\b",
    "CNN": r"cnn (?:newsource|wire)|the-cnn-wire",
    "Tribune News Service": r"tribune (?:news service|content agency)|\bTNS\b",
    "States Newsroom": r"states newsroom|stateline",
    "City News Service": r"city news service",
    "Bay City News": r"bay city news(?: service)?",
    "Canadian Press": r"(?:the )?canadian press",
    "PA Media": r"press association|\bPA media\b",
    "KFF Health News": r"kff health news",
    "ProPublica": r"propublica",
    "Anadolu": r"anadolu (?:agency|ajans\u0131)",
    "EFE": r"\bEFE\b",
    "ANSA": r"\bANSA\b",
}
_NAMED = {name: re.compile(rf"^\W*(?:{pattern})\W*$", re.I) for name, pattern in _AGENCIES.items()}
_DATELINE = {
    name: re.compile(rf"^[^.!?\n]{{2,60}}\((?i:{pattern})\)\s*(?:[\u2013\u2014-]|\W|$)")
    for name, pattern in _AGENCIES.items()
}
_CREDIT = {
    name: re.compile(rf"^(?:\W*(?:\u00a9|copyright|\(c\)|source:|distributed by)[\W\d]*(?i:{pattern})\b)", re.I)
    for name, pattern in _AGENCIES.items()
}
_CORRECTION = re.compile(
    r"^\W*(?:corrections?|clarifications?|correction notice)\b\s*(?:\([^)]{3,40}\)\s*)?[:.\u2013\u2014-]|"
    r"\b(?:this|the|an? (?:earlier|previous|original|prior)) (?:story|article|post|report|version|headline)\b.{0,80}"
    r"\b(?:corrected|clarif\w+|misstat\w+|misspell\w+|misidentif\w+|incorrect\w*|in error|inaccurate\w*|wrong\w*|"
    r"to correct)\b",
    re.I,
)
_MAX_NOTICE = 800


def agency(markup: Markup, byline: tuple[str, ...], story: list[Block]) -> str:
    """The agency that wrote the story, by byline, credit, dateline or last line; "" for the outlet's own."""
    credited = [jsonld.text(markup.story.get(name)) for name in ("creditText", "sourceOrganization", "copyrightHolder")]
    for text in (*byline, *credited):
        for part in re.split(r"[/,;|]", text):
            if name := _first(_NAMED, part):
                return name
    for block in story[:3]:
        if name := _first(_DATELINE, block.text[:120]):
            return name
    for block in story[-2:]:
        if name := _first(_CREDIT, block.text[:120]) or (_first(_NAMED, block.text) if len(block.text) < 60 else ""):
            return name
    return ""


def correction(markup: Markup, around: Surroundings) -> str:
    """The correction notice as printed anywhere on the page, or as JSON-LD gives it; "" for none."""
    told = jsonld.text(markup.story.get("correction"))
    shown = (place.text for place in around.places if place.element.tag in {"p", "div", "li", "blockquote", "span"})
    return told or next((text for text in shown if len(text) <= _MAX_NOTICE and _CORRECTION.search(text)), "")


def _first(patterns: dict[str, re.Pattern[str]], text: str) -> str:
    return next((name for name, pattern in patterns.items() if pattern.search(text.strip())), "")
