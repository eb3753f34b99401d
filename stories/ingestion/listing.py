"""What a source lists, whatever kind it is: feed, section page or sitemap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stories.ingestion.feeds import section_page, sitemap
from stories.ingestion.feeds.feed import FeedEntry
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.fetch import Fetched
from stories.models import Source

MAPS_OF_AN_INDEX = 3
"""An index lists a site's whole past; its newest maps hold what is new."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing listed. `content` is plain text with paragraphs apart, where the feed carries it."""

    guid: str
    url: str
    title: str
    content: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """`ttl_minutes` is a feed's own word on how long it may be kept, `truncated` that it lists more than are taken."""

    items: list[Item]
    ttl_minutes: int | None = None
    title: str = ""
    truncated: bool = False


def listing_of(source: Source, fetched: Fetched, fetch: Callable[[str], Fetched]) -> Listing:
    """Read an answer as what the source is; a sitemap index leads to its newest maps."""
    kind = fetched.headers.get("content-type", "")
    if source.kind == Source.Kind.PAGE:
        found = section_page.story_links(fetched.body, fetched.url, source.selector, kind)
        return Listing([Item(link.url, link.url, link.title) for link in found])
    if source.kind == Source.Kind.SITEMAP:
        entries, truncated = _mapped(fetched, fetch)
        return Listing([_item(entry, source) for entry in entries], truncated=truncated)
    feed = read_feed(fetched.body, fetched.url, kind)
    return Listing([_item(entry, source) for entry in feed.entries], feed.ttl_minutes, feed.title, feed.truncated)


def _mapped(fetched: Fetched, fetch: Callable[[str], Fetched]) -> tuple[list[FeedEntry], bool]:
    """The stories of a map or of an index's newest maps, and whether a map holds more."""
    found = sitemap.read(fetched.body, fetched.headers.get("content-type", ""))
    answers = map(fetch, [child.url for child in found.children[:MAPS_OF_AN_INDEX]])
    maps = [found, *(sitemap.read(answer.body, answer.headers.get("content-type", "")) for answer in answers)]
    return [entry for one in maps for entry in one.entries], any(one.truncated for one in maps)


def _item(entry: FeedEntry, source: Source) -> Item:
    """The words inside are only unwrapped where something looks at them."""
    looked_at = source.full_text == Source.FullText.FEED or source.must_have or source.must_not_have
    content = (entry.content_text or entry.summary_text) if looked_at else ""
    return Item(entry.id or entry.url, entry.url, entry.title, content, entry.published_at)
