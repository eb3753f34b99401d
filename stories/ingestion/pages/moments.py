"""The times at which the story was published and changed, and what they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from htmldate import find_date
from lxml.html import HtmlElement

from stories.ingestion.pages import jsonld, visible
from stories.ingestion.pages.language import language
from stories.ingestion.pages.markup import Markup, shown
from stories.ingestion.pages.order import day_first
from stories.ingestion.pages.stamps import ReadFrom, Stamp, best, of_metadata
from stories.ingestion.pages.titles import same_words
from stories.ingestion.pages.written import as_instant, has_unclear, read

_PUBLISHED_META = (
    "article:published_time", "article:published:time", "og:published_time", "parsely-pub-date",
    "date", "pubdate", "publish-date", "publish_date", "publication_date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article.published",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
    "revised",
    "modified-date",
)
# What a page calls itself that calls no part of it a story.
_PAGES = frozenset({"WebPage", "ItemPage", "ClaimReview"})
# A clock of its own, and one of which nobody knows where it is or if it says so rightly, are so far ahead at most.
_AHEAD, _SOMEWHERE_AHEAD = timedelta(hours=1), timedelta(hours=14)
# Told to people, and by the clock of the place.
_BY_PLACE = frozenset({ReadFrom.STAMP, ReadFrom.URL, ReadFrom.GUESS})
# Of what begins then, not of what was printed.
_OF_EVENTS = ("startDate", "endDate", "doorTime")
# A stamp has no more words than this.
_STAMP_WORDS = 12
# A date in these is what the story is about.
_HEADLINES = ("title", "h1", "h2", "h3")
_DAY_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2]|[01]\d)[/-]?([0-3]?\d)(?=[/_-])")


class Moments:
    """Reads the dates of one page, whose title is known; `country` and `zone` are of where its outlet is.

    What is said to be printed after `now`, when the page was fetched, is the date of something else.
    """

    def __init__(
        self, markup: Markup, title: str, country: str = "", zone: tzinfo | None = None, now: datetime | None = None
    ) -> None:
        self._markup = markup
        self._zone = zone
        self._now = now
        self._day_first = day_first(country, language(markup))
        self._story = _own(markup, title)
        self._shown, self._shown_changed = visible.stamps(markup.tree, title, self._day_first)

    def published(self) -> Stamp | None:
        """Return the publication by the surest source there is."""
        first = [self._story.get("datePublished"), *self._markup.said(*_PUBLISHED_META), *self._marked("datePublished")]
        later = [*self._marked("dateCreated"), self._story.get("dateCreated"), self._story.get("uploadDate")]
        metadata = list(self._read(first)) or list(self._read(later))
        events = set() if metadata else self._events()
        # Beside metadata a stamp only lends it an hour or a zone.
        shown = (Stamp(moment, ReadFrom.STAMP) for moment in self._shown if moment.date() not in events)
        told = self._past([*map(of_metadata, metadata), *shown])
        return best(told or self._past(self._in_addresses()) or self._past(self._guess(events)), self._zone)

    def modified(self) -> datetime | None:
        """Return the last change that the page admits to."""
        values = [self._story.get("dateModified"), *self._markup.said(*_MODIFIED_META), *self._marked("dateModified")]
        told = [
            *map(of_metadata, self._read(values)),
            *(Stamp(moment, ReadFrom.STAMP) for moment in self._shown_changed),
        ]
        stamp = best(told, self._zone)
        return stamp.moment if stamp else None

    def _events(self) -> set[date]:
        """Return the days of what the page tells machines of as an event."""
        told = [node.get(name) for node in self._markup.nodes for name in _OF_EVENTS]
        marked = (element for element in self._named if element.get("itemprop") in _OF_EVENTS)
        told += [element.get("datetime") or element.get("content") for element in marked]
        return {moment.date() for moment in self._read(value for value in told if value)}

    def _past(self, stamps: list[Stamp]) -> list[Stamp]:
        """Return those at which the page may have been printed, as it had been when it was fetched."""
        return [stamp for stamp in stamps if self._now is None or self._earliest(stamp) <= self._now]

    def _earliest(self, stamp: Stamp) -> datetime:
        """Return the first instant that a stamp may mean."""
        moment = stamp.moment
        if moment.tzinfo is None and self._zone:
            moment = moment.replace(tzinfo=self._zone)
        is_sure = stamp.moment.tzinfo is None and self._zone and stamp.read_from in _BY_PLACE
        return as_instant(moment) - (_AHEAD if is_sure else _SOMEWHERE_AHEAD)

    def _read(self, values: Iterable[Any]) -> Iterator[datetime]:
        return (moment for value in values if (moment := read(jsonld.text(value) or value, self._day_first)))

    @cached_property
    def _named(self) -> list[HtmlElement]:
        """Return the elements that say by a name or property what they tell; looked for once a page."""
        named: list[HtmlElement] = self._markup.tree.xpath(".//*[@itemprop or (self::meta and (@name or @property))]")
        return named

    def _marked(self, name: str) -> list[str]:
        """Return what elements of this name or property say, other stories' boxes apart."""
        marked = (
            element
            for element in self._named
            if name.lower() in {str(element.get(key) or "").lower() for key in ("itemprop", "name", "property")}
        )
        values = [
            str(element.get("datetime") or element.get("content") or "") or (element.text or "").strip()
            for element in marked
            if not visible.is_elsewhere(element)
        ]
        return values[:3]

    def _guess(self, events: set[date]) -> list[Stamp]:
        """Return the day that htmldate finds beside boxes, tables and sentences; one of a lone year is none.

        Nor is that of an event, or one shown beside the title that was refused as a stamp.
        """
        day = find_date(_bare(self._markup.tree), original_date=True, extensive_search=False)
        others = events | {moment.date() for moment in self._shown}
        guesses = (Stamp(moment, ReadFrom.GUESS) for moment in self._read([day]) if not str(day).endswith("-01-01"))
        return [stamp for stamp in guesses if stamp.moment.date() not in others]

    def _in_addresses(self) -> list[Stamp]:
        """Return the day that the page's address names."""
        addresses = [
            self._markup.url,
            *(link.get("href") or "" for link in self._markup.tree.iterfind(".//link[@rel='canonical']")),
        ]
        days = (
            "-".join((year, month.zfill(2), day.zfill(2)))
            for address in addresses
            for year, month, day in _DAY_IN_URL.findall(address[:2000])[:1]
        )
        return [Stamp(moment, ReadFrom.URL) for moment in self._read(days)]


def _bare(tree: HtmlElement) -> HtmlElement:
    """Return a copy of the page without what stands in boxes, tables, headlines and the story's own sentences.

    Nor has it numbers of which either may be the month: htmldate would take the first for the day.
    """
    bare = deepcopy(tree)
    for element in [
        one for one in bare.iter("p", "table", "aside", "div", "section", "ul", *_HEADLINES) if _tells_no_date(one)
    ]:
        if element.getparent() is not None:
            element.drop_tree()
    for element in bare.iter("*"):
        if has_unclear(element.text or ""):
            element.text = None
        if has_unclear(element.tail or ""):
            element.tail = None
        for name in [name for name, value in element.items() if has_unclear(value)]:
            del element.attrib[name]
    return bare


def _tells_no_date(element: HtmlElement) -> bool:
    is_sentence = element.tag == "p" and len(shown(element).split()) > _STAMP_WORDS
    return is_sentence or element.tag in _HEADLINES or visible.is_elsewhere(element)


def _own(markup: Markup, title: str) -> jsonld.Node:
    """Return the JSON-LD of the page's own story, else of the page; {} where it tells of others only."""
    others = jsonld.listed(markup.nodes)
    dated = [node for node in markup.nodes if node.get("datePublished") and id(node) not in others]
    stories = [node for node in dated if jsonld.is_story(node)]
    titled = [node for node in stories if same_words(jsonld.text(node.get("headline")), title)]
    pages = [node for node in dated if jsonld.types(node) & _PAGES]
    story = {} if id(markup.story) in others else markup.story
    return next(iter(titled), story if story.get("datePublished") else next(iter([*stories, *pages]), story))
