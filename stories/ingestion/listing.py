"""What a source lists, whatever kind it is: feed, section page or sitemap."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from stories.ingestion.clock import country_of, settled
from stories.ingestion.feeds import section_page, sitemap
from stories.ingestion.feeds.feed import FeedEntry
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.fetch import Fetched
from stories.models import Source

# An index lists a site's whole past; its newest maps hold what is new.
MAPS_OF_AN_INDEX = 3


@dataclass(frozen=True, slots=True)
class ListedStory:
    """A story that a source lists. `content` is plain text with paragraphs apart, where the feed carries it.

    Its date is aware; `utc_offset` is that of its own clock in minutes, None where nobody knows it.
    """

    guid: str
    url: str
    title: str
    content: str = ""
    published_at: datetime | None = None
    utc_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """`ttl_minutes` is a feed's own word on how long it may be kept, `truncated` that it lists more than are taken."""

    stories: list[ListedStory]
    ttl_minutes: int | None = None
    title: str = ""
    truncated: bool = False


def read_listing(source: Source, fetched: Fetched, fetch: Callable[[str], Fetched]) -> Listing:
    """Read an answer as what the source is; a sitemap index leads to its newest maps, which are fetched.

    Raises the IngestionError that says what came instead.
    """
    content_type = fetched.headers.get("content-type", "")
    if source.kind == Source.Kind.PAGE:
        links = section_page.story_links(fetched.body, fetched.url, source.selector, content_type)
        return Listing([ListedStory(link.url, link.url, link.title) for link in links])
    if source.kind == Source.Kind.SITEMAP:
        index = sitemap.read(fetched.body, content_type)
        answers = map(fetch, [child.url for child in index.children[:MAPS_OF_AN_INDEX]])
        maps = [index, *(sitemap.read(answer.body, answer.headers.get("content-type", "")) for answer in answers)]
        stories = [_listed(entry, source) for site_map in maps for entry in site_map.entries]
        return Listing(stories, truncated=any(site_map.truncated for site_map in maps))
    country = country_of(source.outlet.place if source.outlet_id else None)
    feed = read_feed(fetched.body, fetched.url, content_type, country)
    return Listing([_listed(entry, source) for entry in feed.entries], feed.ttl_minutes, feed.title, feed.truncated)


def _listed(entry: FeedEntry, source: Source) -> ListedStory:
    """Return the story of a feed's entry; its words are only unwrapped where something looks at them."""
    looked_at = source.full_text == Source.FullText.FEED or source.must_have or source.must_not_have
    content = (entry.content_text or entry.summary_text) if looked_at else ""
    story = ListedStory(entry.id or entry.url, entry.url, entry.title, content)
    if entry.published_at is None:
        return story
    instant, offset = settled(entry.published_at, source.outlet if source.outlet_id else None)
    return replace(story, published_at=instant, utc_offset=offset)
