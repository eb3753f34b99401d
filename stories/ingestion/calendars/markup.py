"""The tables of a calendar's page."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge
from stories.ingestion.calendars.row import Answer
from stories.ingestion.pages.charset import decode, storable
from stories.ingestion.pages.markup import one_line
from stories.ingestion.urls import is_web_url

MAX_BYTES = 10_000_000
# A year of a large city's council has a tenth of this.
MAX_ELEMENTS = 400_000
# Addresses of more letters are of no page.
LONGEST_URL = 1_000


def tree_of(answer: Answer) -> HtmlElement:
    """Return the page's tree; raises a CalendarError where there is none, or one of a size that no calendar has."""
    if len(answer.body) > MAX_BYTES:
        raise CalendarTooLarge(f"The calendar's page is larger than {MAX_BYTES // 1_000_000} MB.")
    text = storable(decode(answer.body, answer.content_type))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise CalendarError("The calendar's page holds no readable HTML.") from None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise CalendarTooLarge(f"The calendar's page has more than {MAX_ELEMENTS:,} elements.")
    return tree


def words_of(element: HtmlElement) -> str:
    """Return the element's words on one line."""
    return one_line(" ".join(element.itertext()))


def link_in(element: HtmlElement, base: str) -> str:
    """Return the address that the first link in the element leads to, "" where none leads to the web."""
    for anchor in element.iter("a"):
        if (href := anchor.get("href")) and (url := address(href, base)):
            return url
    return ""


def address(href: str, base: str = "") -> str:
    """Return an address of the web as it is written at `base`, "" where it is none."""
    try:
        url = urljoin(base, href.strip())
    except ValueError:
        return ""
    return url if len(url) <= LONGEST_URL and is_web_url(url) else ""
