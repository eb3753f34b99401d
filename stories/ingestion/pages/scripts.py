"""Scripts and styles cut from a page before it is parsed: they are most of its bytes and none of its words."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)(script|style)\b([^<>]{0,3000})>", re.I)
# JSON-LD is data about the story; more of it than this is no description of one story.
_KEPT = "ld+json"
_MAX_KEPT = 1_000_000


def without(text: str) -> str:
    """Return `text` without the insides of scripts and styles, JSON-LD apart, in one pass over whatever is nested."""
    pieces, at, opened = [], 0, ""
    for tag in _TAG.finditer(text):
        closing, name, attributes = tag.group(1), tag.group(2).lower(), tag.group(3).lower()
        if not opened and not closing:
            pieces.append(text[at : tag.start()])
            opened, at = name, tag.end()
            kept = tag.group() if _KEPT in attributes else ""
        elif opened and closing and name == opened:
            if kept and tag.start() - at <= _MAX_KEPT:
                pieces += [kept, text[at : tag.end()]]
            opened, at = "", tag.end()
    return "".join(pieces) + ("" if opened else text[at:])
