"""The ways in to a story: from an address, a file, or an entry that may carry it itself, to one clipping."""

from dataclasses import replace
from datetime import datetime

from officials.models import Place
from stories.ingestion.clipping import Clipping, Served
from stories.ingestion.clock import as_told, country_of
from stories.ingestion.fetch import Wish
from stories.ingestion.fetcher import fetch_for
from stories.ingestion.pages import document
from stories.ingestion.pages.addresses import story_address
from stories.ingestion.pages.charset import storable
from stories.ingestion.pages.excerpts import carried
from stories.ingestion.pages.live import heading
from stories.ingestion.pages.page import Access, Page
from stories.ingestion.pages.read import read
from stories.ingestion.pages.stamps import ReadFrom, Stamp, best
from stories.models import Article, Entry, Outlet, Source

# Of a file that is no page nothing but its type is fetched.
STORY = Wish(refuse_type=document.refuse_type)


def read_url(
    url: str,
    outlet: Outlet | None = None,
    *,
    source: Source | None = None,
    by_hand: bool = False,
    now: datetime | None = None,
) -> Clipping:
    """Fetch and read the story at an address. Raises an IngestionError that says why there is none.

    It is asked for as its source is. `outlet` is whose it is, if known; by its place a month is told from a day.
    `by_hand` says that a person chose the page, whose word on its own address is then taken (see `story_address`). It
    can't have been printed after `now`.
    """
    fetched = fetch_for(source, url, STORY)
    served = Served(fetched.url, fetched.body, fetched.headers.get("content-type", ""))
    return _clip(served, outlet.place if outlet else None, by_hand=by_hand, now=now)


def read_file(body: bytes) -> Clipping:
    """Read the story on a saved page. Raises a PageError where there is none, or none that names its address."""
    return _clip(Served("", body), None, by_hand=True, now=None)


def read_entry(entry: Entry, now: datetime | None = None) -> Clipping:
    """Read an entry's story: as its feed carries it, else from its page. Raises an IngestionError as `read_url` does.

    Of the dates of page and entry the surer one holds.
    """
    outlet = entry.source.outlet
    if carries_story(entry):
        text, is_beginning = carried(storable(entry.content))
        access = Access.PARTIAL if is_beginning else Access.FULL
        page = Page(title=entry.title, text=text, published=best(_listed(entry)), access=access)
        served = Served(entry.url, entry.content.encode(), "text/plain; charset=utf-8")
        return Clipping(page, entry.url, served, outlet)
    clipping = read_url(entry.url, outlet, source=entry.source, now=now)
    return _dated(replace(clipping, outlet=outlet), _listed(entry))


def carries_story(entry: Entry) -> bool:
    """Say whether the entry holds the story itself, of a source whose pages can't be read."""
    return entry.source.full_text == Source.FullText.FEED and bool(entry.content.strip())


def read_again(article: Article, now: datetime) -> Clipping:
    """Read a known story as it is now; its outlet stays.

    What its feed carries is read from there again: the page may show the opening lines alone. Of the dates of the page
    and of all entries that list it the surest holds.
    """
    entries = article.entries.select_related("source__outlet").order_by("-seen_at", "-id")
    carrying = entries.filter(source__full_text=Source.FullText.FEED).exclude(content="").first()
    if carrying and carries_story(carrying):
        clipping = read_entry(carrying, now)
    else:
        newest = entries.first()
        clipping = read_url(article.url, article.outlet, source=newest.source if newest else None, now=now)
    dated = article.entries.exclude(published_at=None).order_by("id")
    listed = [stamp for entry in dated for stamp in _listed(entry)]
    return _dated(replace(clipping, outlet=article.outlet), listed)


def with_parts(page: Page) -> Page:
    """Return a live blog's page with the parts that its text lacks after it, the newest first; any other as it is."""
    hidden = [part for part in page.live_parts if part.start is None and part.text]
    hidden.sort(key=lambda part: part.published_at.timestamp() if part.published_at else 0.0, reverse=True)
    text, headings = page.text, list(page.headings)
    for part in hidden:
        head = heading(part)
        text = f"{text}\n\n" if text else ""
        if head:
            headings.append((len(text), len(text) + len(head)))
            text += f"{head}\n\n"
        text += part.text
    return replace(page, text=text, headings=tuple(headings))


def _listed(entry: Entry) -> list[Stamp]:
    """Return the date that an entry gives its story, if any."""
    return [Stamp(as_told(entry.published_at, entry.utc_offset), ReadFrom.FEED)] if entry.published_at else []


def _dated(clipping: Clipping, listed: list[Stamp]) -> Clipping:
    """Return the clipping with the surest of its page's date and those of its entries."""
    told = [clipping.page.published] if clipping.page.published else []
    place = clipping.outlet.place if clipping.outlet else None
    published = best([*told, *listed], place.zone if place else None)
    return replace(clipping, page=replace(clipping.page, published=published))


def _clip(served: Served, place: Place | None, *, by_hand: bool, now: datetime | None) -> Clipping:
    zone = place.zone if place else None
    page = with_parts(read(served.body, served.url, served.content_type, country_of(place), zone, now))
    return Clipping(page, story_address(page.canonical_url, served.url, by_hand=by_hand), served)
