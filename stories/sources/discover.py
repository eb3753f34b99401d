"""Adding a source: what a page offers to follow, and what reading its newest story would give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stories.ingestion.errors import IngestionError
from stories.ingestion.feeds import section_page
from stories.ingestion.fetch import Fetched
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.listing import ListedStory, read_listing
from stories.ingestion.pages.page import Page
from stories.ingestion.read import read_entry
from stories.models import Entry, Outlet, Source

NEVER = datetime.min.replace(tzinfo=UTC)
# Among this many there is a page to read, though the newest be a podcast or a PDF.
STORIES_TRIED = 5


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


@dataclass(slots=True)
class Sample:
    """The newest story that can be read, and why newer ones can't."""

    page: Page | None = None
    problems: list[str] = field(default_factory=list)


def with_scheme(url: str) -> str:
    """Return what somebody typed as an address; `https` goes without saying."""
    return url if "://" in url else f"https://{url}"


def find_offer(url: str, kind: str = "", selector: str = "", full_text: str = Source.FullText.PAGE) -> Offer:
    """Return what is at the URL: a feed or sitemap, else a feed it names or usually has, else its own story links.

    With a kind or selector it is taken for that alone. Raises AddingError where there is nothing to follow.
    """
    try:
        fetched = polite_fetcher().fetch(url)
        if kind or selector:
            source = Source(kind=kind or Source.Kind.PAGE, selector=selector, full_text=full_text)
            asked_for = _offer(source, fetched)
            return _page_offer(fetched, asked_for) if asked_for.kind == Source.Kind.PAGE else asked_for
    except IngestionError as error:
        raise AddingError(str(error)) from error
    # One that lists nothing at the moment is a feed or a sitemap as well.
    feed, sitemap = Source(kind=Source.Kind.FEED, full_text=full_text), Source(kind=Source.Kind.SITEMAP)
    offer = _offer_or_none(feed, fetched) or _offer_or_none(sitemap, fetched)
    offer = offer or _best(filter(None, (_offer_or_none(feed, named) for named in _named(fetched))))
    if offer and (offer.stories or offer.url == fetched.url):
        return offer
    return _page_offer(fetched, _offer_or_none(Source(kind=Source.Kind.PAGE), fetched), offer)


def preview(offer: Offer, full_text: str = Source.FullText.PAGE) -> Sample:
    """Read the newest story as it would be taken in; where that can't be, the next."""
    sample = Sample()
    source = Source(kind=offer.kind, url=offer.url, full_text=full_text, outlet=Outlet(name=offer.title))
    newest = sorted(offer.stories, key=lambda story: story.published_at or NEVER, reverse=True)
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


def _best(offers: Iterable[Offer]) -> Offer | None:
    """Return the first that lists something, else the first; those behind it are not asked for."""
    first = None
    for offer in offers:
        if offer.stories:
            return offer
        first = first or offer
    return first


def _page_offer(fetched: Fetched, page: Offer | None, empty_feed: Offer | None = None) -> Offer:
    """Return the page with its own links; where it has none, the feed that lists nothing yet."""
    chosen = page if page and page.stories else empty_feed
    if chosen is None:
        raise AddingError(f"{fetched.url} has no feed and no links to stories; name its section page, or a --selector.")
    return chosen


def _named(fetched: Fetched) -> Iterator[Fetched]:
    """Fetch the feeds that the page names, else what is where feeds usually are."""
    content_type = fetched.headers.get("content-type", "")
    named = [link.url for link in section_page.feed_links(fetched.body, fetched.url, content_type)]
    for url in named or section_page.feed_guesses(fetched.url):
        try:
            yield polite_fetcher().fetch(url)
        except IngestionError:
            continue


def _offer_or_none(source: Source, fetched: Fetched) -> Offer | None:
    """Return what the answer lists as such a source, None where it is none."""
    try:
        return _offer(source, fetched)
    except IngestionError:
        return None


def _offer(source: Source, fetched: Fetched) -> Offer:
    """Return what the answer lists as such a source. Raises an IngestionError where it is none."""
    listing = read_listing(source, fetched, polite_fetcher().fetch)
    stories = [story for story in listing.stories if story.url]
    return Offer(source.kind, fetched.url, stories, listing.title, listing.truncated)
