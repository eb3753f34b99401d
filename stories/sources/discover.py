"""Adding a source: what a page offers to follow, and what reading its newest story would give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stories.ingestion.errors import IngestionError
from stories.ingestion.feeds import section_page
from stories.ingestion.fetch import Fetched
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.listing import Item, listing_of
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read as read_page
from stories.models import Source

NEVER = datetime.min.replace(tzinfo=UTC)
STORIES_TRIED = 5
"""Among this many there is a page to read, though the newest be a podcast or a PDF."""


class AddingError(Exception):
    """Nothing to follow was found; the message says what to try."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be followed, with what it lists now; `title` is a feed's own, and `truncated` says that it
    lists more than are taken.
    """

    kind: str
    url: str
    items: list[Item]
    title: str = ""
    truncated: bool = False


@dataclass(slots=True)
class Sample:
    """The newest story that can be read, and why newer ones can't."""

    page: Page | None = None
    problems: list[str] = field(default_factory=list)


def addressed(url: str) -> str:
    """What somebody typed as an address; `https` goes without saying."""
    return url if "://" in url else f"https://{url}"


def offer(url: str, kind: str = "", selector: str = "", full_text: str = Source.FullText.PAGE) -> Offer:
    """What is at the URL: a feed or sitemap, else a feed it names or usually has, else its own story links."""
    try:
        fetched = polite_fetcher().fetch(url)
        if kind or selector:
            named = _listed(Source(kind=kind or Source.Kind.PAGE, selector=selector, full_text=full_text), fetched)
            return _page(fetched, named) if named.kind == Source.Kind.PAGE else named
    except IngestionError as error:
        raise AddingError(str(error)) from error
    found = _as_is(fetched, full_text) or _best(filter(None, (_feed(one, full_text) for one in _named(fetched))))
    if found and (found.items or found.url == fetched.url):
        return found
    return _page(fetched, _tried(Source(kind=Source.Kind.PAGE), fetched), found)


def _as_is(fetched: Fetched, full_text: str) -> Offer | None:
    """The answer itself, if it is a feed or a sitemap; one that lists nothing at the moment is one as well."""
    return _feed(fetched, full_text) or _tried(Source(kind=Source.Kind.SITEMAP), fetched)


def _best(offers: Iterable[Offer]) -> Offer | None:
    """The first that lists something, else the first."""
    first = None
    for found in offers:
        if found.items:
            return found
        first = first or found
    return first


def _page(fetched: Fetched, found: Offer | None, empty: Offer | None = None) -> Offer:
    """The page with its own links; where it has none, the feed that lists nothing yet."""
    chosen = found if found and found.items else empty
    if chosen is None:
        raise AddingError(f"{fetched.url} has no feed and no links to stories; name its section page, or a --selector.")
    return chosen


def _named(fetched: Fetched) -> Iterator[Fetched]:
    """The feeds that the page names, else where feeds usually are."""
    kind = fetched.headers.get("content-type", "")
    named = [link.url for link in section_page.feed_links(fetched.body, fetched.url, kind)]
    for url in named or section_page.feed_guesses(fetched.url):
        try:
            yield polite_fetcher().fetch(url)
        except IngestionError:
            continue


def _feed(fetched: Fetched, full_text: str) -> Offer | None:
    return _tried(Source(kind=Source.Kind.FEED, full_text=full_text), fetched)


def _tried(source: Source, fetched: Fetched) -> Offer | None:
    try:
        return _listed(source, fetched)
    except IngestionError:
        return None


def _listed(source: Source, fetched: Fetched) -> Offer:
    """What the answer lists as such a source. Raises an IngestionError where it is none."""
    listing = listing_of(source, fetched, polite_fetcher().fetch)
    items = [item for item in listing.items if item.url]
    return Offer(source.kind, fetched.url, items, listing.title, listing.truncated)


def preview(found: Offer, full_text: str = Source.FullText.PAGE) -> Sample:
    """The newest story as it would be read; where that can't be, the next."""
    sample = Sample()
    for item in sorted(found.items, key=lambda item: item.published_at or NEVER, reverse=True)[:STORIES_TRIED]:
        try:
            sample.page = _carried(item) if full_text == Source.FullText.FEED else _read(item.url)
        except (IngestionError, PageError) as error:
            sample.problems.append(f"{item.url}: {error}")
        else:
            break
    return sample


def _read(url: str) -> Page:
    fetched = polite_fetcher().fetch(url)
    return read_page(fetched.body, fetched.url, fetched.headers.get("content-type", ""))


def _carried(item: Item) -> Page:
    """The story as its feed carries it; one without words is read from its page, as it is when it is taken in."""
    return Page(item.title, item.content, published_at=item.published_at) if item.content.strip() else _read(item.url)
