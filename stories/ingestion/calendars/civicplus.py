"""CivicPlus's AgendaCenter: agendas by committee, each with its day and number in the name of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml.html import HtmlElement

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.markup import address, tree_of, words_of
from stories.ingestion.calendars.row import LONGEST, Answer, Ask, Reading, Row, Span, nearest
from stories.ingestion.calendars.standing import fate

_FILE = re.compile(r"/AgendaCenter/ViewFile/Agenda/_(\d{2})(\d{2})(\d{4})-(\d{1,9})\b", re.I)
_LINE = "catAgendaRow"
_HEADINGS = ("h2", "h3")
# What each line says beside its title.
_POSTED = re.compile(r"—\s{0,3}(?:Posted|Amended)\b.{0,80}$", re.I)
_ONLY_AGENDA = re.compile(r"^(?:meeting\s{1,3})?agenda$", re.I)


def looks_like(answer: Answer) -> bool:
    """Say whether the answer is such a page."""
    return b"/agendacenter/" in answer.body.lower() and _LINE.encode() in answer.body


def read(answer: Answer, span: Span, ask: Ask) -> Reading:
    """Return the meetings of the agendas that the page lists. Raises a CalendarError where it is no such page."""
    rows = list(_rows(tree_of(answer), answer.url))
    if not rows and not looks_like(answer):
        raise CalendarError("This is no AgendaCenter of CivicPlus any more. Look up its address anew.")
    return nearest(rows, span)


def _rows(tree: HtmlElement, base: str) -> Iterator[Row]:
    """Yield a row a line: a committee's heading stands above its lines, in the same box or in one around it."""
    body = ""
    for element in tree.iter("h2", "h3", "tr"):
        if element.tag in _HEADINGS and not _is_in_line(element):
            body = _without_arrow(words_of(element)) or body
        elif _LINE in (element.get("class") or "") and (row := _row(element, body, base)):
            yield row


def _row(line: HtmlElement, body: str, base: str) -> Row | None:
    files = [(link.get("href") or "", link) for link in line.iter("a") if _FILE.search(link.get("href") or "")]
    if not files:
        return None
    href, link = files[0]
    found = _FILE.search(href)
    assert found
    month, day, year, number = (int(part) for part in found.groups())
    try:
        held = date(year, month, day)
    except ValueError:
        return None
    title = _title(line, link)
    told = fate(title=title, on=held)
    return Row(
        uid=str(number),
        body=body[:LONGEST],
        title="",
        day=held,
        standing=told.standing,
        is_doubtful=told.is_doubtful,
        topic=title[:LONGEST],
        url=address(href, base),
        agenda_url=address(href, base),
    )


def _title(line: HtmlElement, link: HtmlElement) -> str:
    """Return what the line calls the agenda, "" where it is called no more than that."""
    for paragraph in line.iter("p"):
        if words := words_of(paragraph):
            return "" if _ONLY_AGENDA.match(words) else words
    words = _POSTED.sub("", link.get("title") or "").strip()
    return "" if _ONLY_AGENDA.match(words) else words


def _is_in_line(element: HtmlElement) -> bool:
    return any(_LINE in (above.get("class") or "") for above in element.iterancestors("tr"))


def _without_arrow(words: str) -> str:
    return words.lstrip("▼►▲◄ ").strip()
