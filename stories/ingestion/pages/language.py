"""The language the page says it is written in."""

from __future__ import annotations

import re

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.markup import Markup

_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[a-z]{4}|\d{3}))?(?![a-z])", re.I)


def language(markup: Markup) -> str:
    """Return a language tag such as "en" or "en-US"; "" where the page names none."""
    declared = [str(markup.tree.get("lang") or ""), jsonld.text(markup.story.get("inLanguage"))]
    declared += markup.said("og:locale", "content-language", "language", "dc.language")
    for text in declared:
        if code := _CODE.match(text.strip()):
            primary, region = code.group(1).lower(), code.group(2)
            return f"{primary}-{region.upper()}" if region and len(region) == 2 else primary
    return ""
