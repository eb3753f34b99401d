"""A live blog's entries as dated parts, each found again in the page's text where it stands there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from stories.ingestion.pages import jsonld
from stories.ingestion.pages.blocks import Block, Kind, key
from stories.ingestion.pages.markup import Markup, one_line
from stories.ingestion.pages.names import split_names
from stories.ingestion.pages.page import LivePart
from stories.ingestion.pages.written import read

_MAX_PARTS = 500
_SHOWN_SOME = 3
_BREAK = re.compile(r"\n+|<br\s*/?>|</p>|</li>|</h\d>", re.I)
_TAG = re.compile(r"<[^>]{1,500}>")


def parts(markup: Markup, zone: tzinfo | None) -> list[LivePart]:
    """Return the entries of the page's LiveBlogPosting, in its order and in the story's own zone; none for others."""
    blog = next((node for node in markup.nodes if "LiveBlogPosting" in jsonld.types(node)), {})
    updates = markup.resolved(blog.get("liveBlogUpdate") or [])[:_MAX_PARTS]
    told = (_part(update, markup, zone) for update in updates if isinstance(update, dict))
    return [part for part in told if part.title or part.text]


def paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs of an `articleBody`, which may hold markup."""
    for piece in _BREAK.split(body):
        line = one_line(html.unescape(_TAG.sub(" ", piece)))
        if line:
            yield line


def completed(story: list[Block], entries: list[LivePart]) -> list[Block]:
    """Return `story`, with the entries after it where the page shows (nearly) none of them without JavaScript.

    A page that shows the latest and loads older ones on demand is left as it is: `live_parts` holds them all.
    """
    known = "".join(block.key for block in story)
    missing = [part for part in entries if part.text and key(part.text.split("\n")[0])[:60] not in known]
    if len(entries) - len(missing) >= _SHOWN_SOME or not missing:
        return story
    blocks = list(story)
    for part in missing:
        blocks += [Block(Kind.HEADING, head)] if (head := heading(part)) else []
        blocks += [Block(Kind.PROSE, line) for line in part.text.split("\n\n")]
    return blocks


def located(text: str, entries: list[LivePart]) -> tuple[LivePart, ...]:
    """Return the entries, each with the characters of `text` from its first to its last paragraph."""
    return tuple(_located(text, part) for part in entries)


def heading(part: LivePart) -> str:
    """Return an entry's time and title on one line: "March 3, 2026, 6:05 p.m.: Speaker 2 is heard".

    Without the time nobody can tell what its "tonight" is.
    """
    moment, time = part.published_at, ""
    if moment:
        half = "a.m." if moment.hour < 12 else "p.m."
        time = f"{moment:%B} {moment.day}, {moment.year}, {moment.hour % 12 or 12}:{moment:%M} {half}"
    return ": ".join(filter(None, [time, part.title]))


def _located(text: str, part: LivePart) -> LivePart:
    lines = part.text.split("\n\n")
    start, last = text.find(lines[0]), text.rfind(lines[-1])
    if not part.text or start < 0 or last < start or last - start > 3 * len(part.text) + 200:
        return part
    return LivePart(part.title, part.text, part.published_at, part.byline, part.url, start, last + len(lines[-1]))


def _part(update: dict[str, Any], markup: Markup, zone: tzinfo | None) -> LivePart:
    body = update.get("articleBody")
    names = [name for author in markup.resolved(update.get("author")) for name in split_names(jsonld.text(author))]
    return LivePart(
        title=jsonld.text(update.get("headline")),
        text="\n\n".join(paragraphs(body)) if isinstance(body, str) else "",
        published_at=_moment(update.get("datePublished"), zone),
        byline=tuple(names),
        url=jsonld.text(update.get("url")),
    )


def _moment(value: Any, zone: tzinfo | None) -> datetime | None:
    """Return the time in the story's zone, which is also that of one given without any."""
    moment = read(value)
    if not moment or not zone:
        return moment
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
