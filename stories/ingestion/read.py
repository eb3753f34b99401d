"""From an address, or an entry that carries its story, to what was read."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.pages.charset import storable
from stories.ingestion.pages.live import heading
from stories.ingestion.pages.page import LivePart, Page
from stories.ingestion.pages.read import read
from stories.ingestion.story import Raw
from stories.ingestion.urls import clean, is_web_url, site_of
from stories.models import Article, Entry, Source


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read, the address its story goes by, and the bytes it was read from."""

    page: Page
    url: str
    raw: Raw


def from_feed(entry: Entry) -> Reading | None:
    """The story as its feed carries it, for sources whose pages can't be read; None where it carries none."""
    if entry.source.full_text != entry.source.FullText.FEED or not entry.content.strip():
        return None
    page = Page(title=entry.title, text=storable(entry.content), published_at=entry.published_at)
    return Reading(page, entry.url, Raw(entry.url, entry.content.encode(), "text/plain; charset=utf-8"))


def from_page(url: str) -> Reading:
    """The story at an address. Raises an IngestionError or PageError that says why there is none."""
    fetched = polite_fetcher().fetch(url)
    kind = fetched.headers.get("content-type", "")
    page = with_parts(read(fetched.body, fetched.url, kind))
    return Reading(page, _address(page, fetched.url), Raw(fetched.url, fetched.body, kind))


def reading_again(article: Article) -> Reading:
    """The story as it is now. What its feed carries stays so: the page may show the opening lines alone."""
    carrying = article.entries.select_related("source").filter(source__full_text=Source.FullText.FEED)
    entry = carrying.exclude(content="").order_by("-seen_at", "-id").first()
    return (entry and from_feed(entry)) or from_page(article.url)


def _address(page: Page, fetched_url: str) -> str:
    """The canonical address, of the site's own: a page can't pass itself off as another outlet's story."""
    own = clean(fetched_url)
    if not page.canonical_url or page.canonical_url == fetched_url:
        return own
    canonical = clean(page.canonical_url)
    return canonical if is_web_url(canonical) and _one_site(canonical, own) else own


def _one_site(one: str, other: str) -> bool:
    return site_of(one) == site_of(other) and urlsplit(one).port == urlsplit(other).port


def with_parts(page: Page) -> Page:
    """The page with the parts that its text lacks after it, the newest first; an ordinary story as it is."""
    hidden = sorted((part for part in page.live_parts if part.start is None and part.text), key=_when, reverse=True)
    text, headings = page.text, list(page.headings)
    for part in hidden:
        head = heading(part)
        text = f"{text}\n\n" if text else ""
        if head:
            headings.append((len(text), len(text) + len(head)))
            text += f"{head}\n\n"
        text += part.text
    return replace(page, text=text, headings=tuple(headings))


def _when(part: LivePart) -> float:
    return part.published_at.timestamp() if part.published_at else 0.0
