"""The language the page says it is written in."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup

_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[a-z]{4}|\d{3}))?(?![a-z])", re.I)


def language(markup: Markup) -> str:
    """A language tag such as "en" or "en-US"; "" where the page names none."""
    told = [str(markup.tree.get("lang") or ""), jsonld.text(markup.story.get("inLanguage"))]
    told += markup.said("og:locale", "content-language", "language", "dc.language")
    found = (_CODE.match(text.strip()) for text in told)
    return next((_tag(code) for code in found if code), "")


def _tag(code: re.Match[str]) -> str:
    region = code.group(2)
    return f"{code.group(1).lower()}-{region.upper()}" if region and len(region) == 2 else code.group(1).lower()
