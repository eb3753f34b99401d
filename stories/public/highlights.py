"""Where words that were searched for stand in a text of others, marked without trusting it."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from officials.words import CONFIG

# Of another's text at most.
WORDS = 30
# No text has these: they are nobody's letters.
START, STOP = "\ue000", "\ue001"
MARKED = re.compile(f"{START}([^{START}{STOP}]*+){STOP}")


def excerpt_of(field: str, query: SearchQuery) -> SearchHeadline:
    """Return thirty words of the column at most, those found between `START` and `STOP`."""
    return SearchHeadline(
        field, query, config=CONFIG, start_sel=START, stop_sel=STOP, min_words=15, max_words=WORDS, max_fragments=0
    )


def highlighted(text: str) -> SafeString:
    """Return the text for a page, what was found in <mark>, all else escaped."""
    parts = MARKED.split(text)
    pieces = ((part.replace(START, "").replace(STOP, ""), number % 2) for number, part in enumerate(parts))
    return format_html_join("", "{}{}{}", ((OPEN if hit else "", part, CLOSE if hit else "") for part, hit in pieces))


OPEN, CLOSE = SafeString("<mark>"), SafeString("</mark>")
