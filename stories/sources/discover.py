"""Adding a source: what a page offers to follow, and what reading its newest story would give. A body's own calendar
is one where it looks like one; what it lists is shown as stories are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from functools import partial
from itertools import chain
from typing import Any

from stories.ingestion.calendars.kinds import KINDS, kind_of
from stories.ingestion.calendars.links import calendar_links, is_legistar, web_addresses, without_webcal
from stories.ingestion.calendars.rendering import rendered
from stories.ingestion.calendars.row import Answer, Row, Span
from stories.ingestion.entries import addressed, left_out
from stories.ingestion.errors import (
    BrokenAnswer,
    ConnectFailed,
    IngestionError,
    RobotsForbidden,
    TimedOut,
    TlsFailed,
    UnsafeURL,
)
from stories.ingestion.feeds import section_page
from stories.ingestion.fetch import Fetched, Wish
from stories.ingestion.fetcher import fetch_for, polite_fetcher
from stories.ingestion.listing import ListedStory, read_listing
from stories.ingestion.pages import document
from stories.ingestion.pages.page import Page
from stories.ingestion.read import read_entry
from stories.ingestion.urls import is_same_site, is_web_url, without_feed_scheme
from stories.models import CALENDARS, Entry, Outlet, Source

NEVER = datetime.min.replace(tzinfo=UTC)
# Among this many there is a page to read, though the newest be a podcast or a PDF.
STORIES_TRIED = 5
# Addresses of feeds or sitemaps that a site names and that are asked.
MOST_ASKED = 8
# A page of fewer links that look like stories leads to its calendar first.
FEWEST_STORIES = 3


class AddingError(Exception):
    """Nothing to follow was found; the message says what to try."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be followed, with what it lists now; `title` is a feed's own, and `truncated` says that it
    lists more than are taken.
    """

    kind: str
    url: str
    stories: list[ListedStory]
    title: str = ""
    truncated: bool = False

    @property
    def is_calendar(self) -> bool:
        return self.kind in CALENDARS


@dataclass(slots=True)
class Sample:
    """The newest story that can be read, and why newer ones can't."""

    page: Page | None = None
    problems: list[str] = field(default_factory=list)


def with_scheme(url: str) -> str:
    """Return what somebody typed as an address; `https` goes without saying."""
    url = without_webcal(without_feed_scheme(url.strip()))
    return url if "://" in url else f"https://{url}"


def find_offer(url: str, kind: str = "", selector: str = "", **wishes: Any) -> Offer:
    """Return what is at an address as somebody typed it: a feed, sitemap or calendar, else a feed that it names or
    usually has, else its own story links, else a calendar that it links to, else its site's sitemap.

    With a kind or selector it is taken for that alone. `wishes` are by the names of Source's fields. Raises AddingError
    where there is nothing to follow.
    """
    url = without_feed_scheme(url.strip())
    try:
        fetched = _first_answer(url, wishes)
        if kind in CALENDARS:
            offer: Offer | None = _calendar(fetched, wishes, kind)
        elif kind or selector:
            source = Source(**{"kind": kind or Source.Kind.PAGE, "selector": selector, "url": fetched.url, **wishes})
            offer = _offer(source, fetched)
        else:
            offer = _best_of(fetched, wishes)
    except IngestionError as error:
        raise AddingError(str(error)) from error
    if offer is None or (offer.kind == Source.Kind.PAGE and not offer.stories):
        raise AddingError(f"{fetched.url} has no feed and no links to stories; name its section page, or a --selector.")
    return offer


def preview(offer: Offer, **wishes: Any) -> Sample:
    """Read the newest story as it would be taken in, as the wishes say; where that can't be, the next."""
    sample = Sample()
    if offer.is_calendar:
        return sample
    source = Source(**{"outlet": Outlet(name=offer.title), **wishes, "kind": offer.kind, "url": offer.url})
    taken = [story for story in addressed(source, offer.stories) if not left_out(source, story)]
    newest = sorted(taken, key=lambda story: story.published_at or NEVER, reverse=True)
    for story in newest[:STORIES_TRIED]:
        entry = Entry(
            source=source,
            url=story.url,
            title=story.title,
            content=story.content,
            published_at=story.published_at,
            utc_offset=story.utc_offset,
        )
        try:
            sample.page = read_entry(entry).page
        except IngestionError as error:
            sample.problems.append(f"{story.url}: {error}")
        else:
            break
    return sample


def listed(source: Source) -> Offer:
    """Return what a source lists now. Raises the IngestionError that says why it can't be read."""
    fetched = fetch_for(source, source.url)
    if source.is_calendar:
        return _listed_meetings(fetched, {"place": source.home}, source.kind)
    return _offer(source, fetched)


def _first_answer(url: str, wishes: Mapping[str, Any]) -> Fetched:
    """Return what is at the address; one typed without a scheme, or as `webcal://`, is asked for in the open where no
    secure connection can be made.
    """
    addresses = web_addresses(url) if "://" in url else [f"https://{url}", f"http://{url}"]
    first: IngestionError | None = None
    for address in addresses:
        try:
            return fetch_for(Source(**{**wishes, "url": address}), address, Wish(may_be_empty=True))
        except IngestionError as error:
            if not _is_without_connection(error):
                raise
            first = first or error
    raise first or UnsafeURL(url, "it names nothing")


def _is_without_connection(error: IngestionError) -> bool:
    """Say whether the site was not reached at all: what robots.txt itself forbids is asked for in no other way."""
    unread = isinstance(error, RobotsForbidden) and error.unreadable
    return unread or isinstance(error, ConnectFailed | TlsFailed | TimedOut | BrokenAnswer)


def _best_of(fetched: Fetched, wishes: Mapping[str, Any]) -> Offer | None:
    """Return what the answer is, names or leads to: the first that lists something, else a feed that lists nothing."""
    feed, page, sitemap = (
        Source(**{**wishes, "kind": kind, "url": fetched.url})
        for kind in (Source.Kind.FEED, Source.Kind.PAGE, Source.Kind.SITEMAP)
    )
    if kind_of(_answer(fetched)):
        return _calendar(fetched, wishes)
    # One that lists nothing at the moment is a feed or a sitemap as well.
    if itself := _offer_or_none(feed, fetched) or _offer_or_none(sitemap, fetched):
        return itself
    if fetched.body:
        document.refuse_type(fetched.headers.get("content-type", ""))
        document.refuse_files(fetched.body)
    from_sitemaps = _offers(sitemap, _answers(sitemap, _sitemaps(fetched)))
    from_page = list(_offers(page, [fetched]))
    has_stories = any(len(offer.stories) >= FEWEST_STORIES for offer in from_page)
    calendars = _calendars(fetched, wishes)
    before, after = (from_page, calendars) if has_stories else (calendars, from_page)
    # Legistar has feeds of each meeting's news, too.
    first = calendars if is_legistar(fetched.url) else iter(())
    empty = None
    for offer in chain(first, _feeds(feed, fetched), before, after, from_sitemaps):
        if offer.stories or offer.is_calendar:
            return offer
        empty = empty or (offer if offer.kind == Source.Kind.FEED else None)
    return empty


def _answer(fetched: Fetched) -> Answer:
    return Answer(fetched.body, fetched.url, fetched.headers.get("content-type", ""))


def _calendars(fetched: Fetched, wishes: Mapping[str, Any]) -> Iterator[Offer]:
    """Yield the calendar that a page leads to, if it does and that can be read."""
    try:
        if offer := _calendar(fetched, wishes):
            yield offer
    except IngestionError:
        return


def _calendar(fetched: Fetched, wishes: Mapping[str, Any], kind: str = "") -> Offer | None:
    """Return the calendar that the answer is, or else the first that it leads to, of the kind if one is named; None
    where there is none.
    """
    source = Source(**{**wishes, "url": fetched.url})
    for answer in chain([fetched], _answers(source, calendar_links(_answer(fetched)))):
        known = kind_of(_answer(answer))
        if known and kind in ("", known.name):
            return _listed_meetings(answer, wishes, known.name)
    return None


def _listed_meetings(fetched: Fetched, wishes: Mapping[str, Any], kind: str) -> Offer:
    """Return the calendar with its meetings ahead, by the clock of the place if that is named."""
    place = wishes.get("place")
    zone = place.zone if place else UTC
    span, source = Span(datetime.now(zone).date(), zone), Source(**{**wishes, "url": fetched.url})
    asked = KINDS[kind].asked(fetched.url, span)
    answer = fetched if asked == fetched.url else fetch_for(source, asked)
    reading = KINDS[kind].read(_answer(answer), span, lambda url: _answer(fetch_for(source, url)))
    ahead = [row for row in reading.rows if row.day is None or row.day >= span.today]
    return Offer(kind, fetched.url, [_as_listed(row, fetched.url, zone) for row in ahead], truncated=reading.truncated)


def _as_listed(row: Row, url: str, zone: tzinfo) -> ListedStory:
    begins = datetime.combine(row.day, row.time or time.min, zone) if row.day else None
    return ListedStory(row.uid, row.url or url, rendered(row).text.partition("\n")[0], published_at=begins)


def _feeds(feed: Source, fetched: Fetched) -> Iterator[Offer]:
    """Yield the feeds that the page names, or a page which it calls "RSS" does; else those where feeds usually are."""
    named = _named(fetched)
    for answer in _answers(feed, named or section_page.feed_guesses(fetched.url)):
        if offer := _offer_or_none(feed, answer):
            yield offer
        elif named:
            yield from _offers(feed, _answers(feed, _named(answer)))


def _named(fetched: Fetched) -> list[str]:
    """Return the addresses of what the page calls its feeds."""
    links = section_page.feed_links(fetched.body, fetched.url, fetched.headers.get("content-type", ""))
    return [link.url for link in links[:MOST_ASKED] if link.url != fetched.url]


def _sitemaps(fetched: Fetched) -> list[str]:
    """Return the addresses of the sitemaps that the site's robots.txt names, those of news first, and where they
    usually are.
    """
    try:
        named = polite_fetcher().sitemaps(fetched.url)
    except IngestionError:
        named = []
    own = [url for url in named if is_web_url(url) and is_same_site(url, fetched.url)]
    own.sort(key=lambda url: "news" not in url.lower())
    return list(dict.fromkeys([*own[:MOST_ASKED], *section_page.sitemap_guesses(fetched.url)]))


def _answers(source: Source, urls: Iterable[str]) -> Iterator[Fetched]:
    """Fetch one address after the other, as long as somebody wants a further answer."""
    for url in urls:
        try:
            yield fetch_for(source, url)
        except IngestionError:
            continue


def _offers(source: Source, answers: Iterable[Fetched]) -> Iterator[Offer]:
    """Yield what the answers list as such a source, those left out that are none."""
    return filter(None, (_offer_or_none(source, answer) for answer in answers))


def _offer_or_none(source: Source, fetched: Fetched) -> Offer | None:
    """Return what the answer lists as such a source, None where it is none."""
    try:
        return _offer(source, fetched)
    except IngestionError:
        return None


def _offer(source: Source, fetched: Fetched) -> Offer:
    """Return what the answer lists as such a source. Raises an IngestionError where it is none."""
    listing = read_listing(source, fetched, partial(fetch_for, source))
    stories = [story for story in listing.stories if story.url]
    return Offer(source.kind, fetched.url, stories, listing.title, listing.truncated)
