"""Bytes in, `Page` out: the one door to reading a page."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lxml.html import HtmlElement

from stories.ingestion.pages import addresses, body, byline, document, live, notices, titles, walls, withheld
from stories.ingestion.pages.access import access
from stories.ingestion.pages.blocks import Block, Kind
from stories.ingestion.pages.errors import SlowPage
from stories.ingestion.pages.language import language
from stories.ingestion.pages.markup import Markup
from stories.ingestion.pages.moments import Moments
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.stamps import Stamp
from stories.ingestion.pages.surroundings import Surroundings
from stories.jobs.deadline import deadline

_SECONDS = 10.0


def read(
    data: bytes | str,
    url: str = "",
    content_type: str = "",
    country: str = "",
    zone: tzinfo | None = None,
    now: datetime | None = None,
) -> Page:
    """Return the story on a page; `url` is where it was fetched, `content_type` the header it came with.

    `country` is the code of where its outlet is, which tells a month from a day, `zone` the clock there; `now` is when
    it was fetched, after which it can't have been printed.

    Raises a `PageError` that says what came instead of a story, within ten seconds.
    """
    with deadline(_SECONDS, SlowPage("The page took longer than ten seconds to read.")):
        return _read(document.parse(data, content_type), url, country, zone, now)


def _read(tree: HtmlElement, url: str, country: str, zone: tzinfo | None, now: datetime | None) -> Page:
    markup = Markup(tree, url)
    title = titles.title(markup)
    kept_back = withheld.take_off(markup, title)
    moments = Moments(markup, title, country, zone, now)
    published = moments.published()
    around, entries = Surroundings(tree), live.parts(markup, _clock(published, zone))
    signed = byline.byline(markup, around)
    story = live.completed(body.blocks(markup, around, title, signed.people), entries)
    walls.check(markup, title, story)
    text, headings = _joined(story)
    return Page(
        title=title,
        text=text,
        headings=headings,
        byline=signed.people,
        site=titles.site_name(markup) or addresses.host(markup),
        published=published,
        modified_at=moments.modified(),
        canonical_url=addresses.canonical_url(markup),
        language=language(markup),
        image_url=addresses.image_url(markup),
        access=access(markup, story, kept_back),
        agency=notices.agency(markup, around, signed.lines, text),
        correction=notices.correction(markup, around),
        live_parts=live.located(text, entries),
    )


def _clock(published: Stamp | None, zone: tzinfo | None) -> tzinfo | None:
    """Return the story's own zone; one told in no zone, or in UTC for machines, is by the clock of its place."""
    if published and published.moment.utcoffset():
        return published.moment.tzinfo
    return zone or (published.moment.tzinfo if published else None)


def _joined(story: list[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the blocks as one text, an empty line between two, and where in it the headings stand."""
    headings, at = [], 0
    for block in story:
        if block.kind is Kind.HEADING:
            headings.append((at, at + len(block.text)))
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in story), tuple(headings)
