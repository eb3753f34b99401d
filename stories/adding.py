"""Adding a source: what a page offers to follow, and what reading its newest story would give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from stories.fetching import polite_fetcher
from stories.ingestion import links
from stories.ingestion.errors import IngestionError
from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.fetch import Fetched
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read as read_page
from stories.listing import Item, listing_of
from stories.models import Source

NEVER = datetime.min.replace(tzinfo=UTC)


class AddingError(Exception):
    """Nothing to follow was found; the message says what to try."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be followed, with what it lists now."""

    kind: str
    url: str
    items: list[Item]


def offer(url: str, kind: str = "", selector: str = "") -> Offer:
    """What is at the URL: a feed, else a feed it names or usually has, else its own story links."""
    fetch = polite_fetcher().fetch
    try:
        fetched = fetch(url)
    except IngestionError as error:
        raise AddingError(str(error)) from error
    if kind or selector:
        return _listed(Source(kind=kind or Source.Kind.PAGE, url=fetched.url, selector=selector), fetched)
    for candidate in _candidates(fetched):
        if found := _as_feed(candidate):
            return found
    return _listed(Source(kind=Source.Kind.PAGE, url=fetched.url), fetched)


def _candidates(fetched: Fetched) -> Iterator[Fetched]:
    """The answer itself, then the feeds the page names, then where feeds usually are."""
    yield fetched
    named = [link.url for link in links.feed_links(fetched.body, fetched.url, fetched.headers.get("content-type", ""))]
    yield from _fetched(named or links.feed_guesses(fetched.url))


def _fetched(urls: Iterable[str]) -> Iterator[Fetched]:
    for url in urls:
        try:
            yield polite_fetcher().fetch(url)
        except IngestionError:
            continue


def _as_feed(fetched: Fetched) -> Offer | None:
    try:
        feed = read_feed(fetched.body, fetched.url, fetched.headers.get("content-type", ""))
    except FeedError:
        return None
    items = [
        Item(entry.id or entry.url, entry.url, entry.title, "", entry.published_at)
        for entry in feed.entries
        if entry.url
    ]
    return Offer(Source.Kind.FEED, fetched.url, items) if items else None


def _listed(source: Source, fetched: Fetched) -> Offer:
    try:
        items = listing_of(source, fetched, polite_fetcher().fetch).items
    except (IngestionError, FeedError) as error:
        raise AddingError(str(error)) from error
    if not items:
        raise AddingError(f"{fetched.url} has no feed and no links to stories; name its section page, or a --selector.")
    return Offer(source.kind, source.url, items)


def preview(found: Offer) -> Page:
    """The newest story as it would be read."""
    dated = [item for item in found.items if item.published_at]
    newest = max(dated, key=lambda item: item.published_at or NEVER) if dated else found.items[0]
    try:
        fetched = polite_fetcher().fetch(newest.url)
        return read_page(fetched.body, fetched.url, fetched.headers.get("content-type", ""))
    except (IngestionError, PageError) as error:
        raise AddingError(f"Its newest story can't be read: {error}") from error
