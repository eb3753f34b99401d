"""Where a page of a body's site leads to its calendar: an .ics, a Legistar page, an AgendaCenter."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.markup import address, tree_of
from stories.ingestion.calendars.row import Answer

MOST_LINKS = 5
# What a link's address says of the calendar that it leads to, the surest first. Legistar has an .ics for each meeting.
_TOLD = (
    re.compile(r"\.ics(?:$|\?)|[?&](?:ical|outlook-ical)=1\b|/ical/?$", re.I),
    re.compile(r"/calendar\.aspx(?:$|\?)", re.I),
    re.compile(r"/agendacenter/?(?:$|\?)", re.I),
)


def is_legistar(url: str) -> bool:
    """Say whether the address is one of Legistar's own, each council's by its name."""
    return (urlsplit(url).hostname or "").endswith(".legistar.com")


def calendar_links(answer: Answer) -> list[str]:
    """Return the addresses of calendars that a page declares or links to, the surest first; of a Legistar site where
    its calendar always is.
    """
    try:
        tree = tree_of(answer)
    except CalendarError:
        return []
    declared, linked = [], []
    for element in tree.iter("link", "a"):
        urls = [address(url, answer.url) for url in web_addresses(element.get("href") or "")]
        if element.tag == "link" and "text/calendar" in (element.get("type") or "").lower():
            declared += urls
        elif element.tag == "a":
            linked += urls
    told = [url for pattern in _TOLD for url in linked if pattern.search(url)]
    usual = [urljoin(answer.url, "/Calendar.aspx")] if is_legistar(answer.url) else []
    found = [url for url in dict.fromkeys([*declared, *usual, *told]) if url and url != answer.url]
    return found[:MOST_LINKS]


def without_webcal(url: str) -> str:
    """Return the web address that `webcal://host/path` stands for; any other as it is."""
    scheme, colon, rest = url.strip().partition("://")
    return f"https://{rest}" if colon and scheme.lower() in ("webcal", "webcals") else url


def web_addresses(url: str) -> list[str]:
    """Return where what is at an address is asked for, one after the other: `webcal://` may be served in the open."""
    secure = without_webcal(url)
    return [secure, f"http://{secure.partition('://')[2]}"] if url.strip()[:9].lower() == "webcal://" else [secure]
