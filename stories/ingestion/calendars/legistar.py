"""Legistar's `Calendar.aspx`: a table of meetings, whose columns each council chooses and names.

A line of it is kept first as other programs hand it on (python-legistar-scraper's JSON): by column, words, or a link
with its label; what stands in italics, as clerks' notes do, between `--em--`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.markup import address, link_in, tree_of, words_of
from stories.ingestion.calendars.row import LONGEST, Answer, Ask, Reading, Row, Span, Standing, nearest
from stories.ingestion.calendars.standing import calendar_day, clock, fate

Cell = str | dict[str, str]
Cells = Mapping[str, Cell]
# What councils call the columns.
BODY = ("Name", "Body", "Meeting Body", "Committee")
DAY = ("Meeting Date", "Date")
TIME = ("Meeting Time", "Time")
LOCATION = ("Meeting Location", "Location")
TOPIC = ("Meeting Topic", "Topic", "Meeting Type")
DETAILS = ("Meeting Details", "Details")
AGENDA = ("Agenda", "Published Agenda")
EXPORT = ("iCalendar",)
_NOTE = re.compile(r"--em--")
# "CANCELLED" stands where the place stood.
_FATE_ALONE = re.compile(r"^\W{0,5}(?:cancell?ed|deferred|postponed|recessed)\W{0,5}$", re.I)
_ROW = re.compile(r"\brg(?:Alt)?Row\b")
# "Multiple meeting items, please see Meeting Details" is on nothing.
_NO_TOPIC = re.compile(r"\b(?:see|please)\b.{0,60}\b(?:details|agenda)\b", re.I)


def looks_like(answer: Answer) -> bool:
    """Say whether the answer is such a page."""
    return b"gridCalendar" in answer.body and b"rgMasterTable" in answer.body


def read(answer: Answer, span: Span, ask: Ask) -> Reading:
    """Return the meetings of the page. Raises a CalendarError where it holds no such table."""
    return nearest(list(rows(cells(answer))), span)


def cells(answer: Answer) -> list[dict[str, Cell]]:
    """Return the lines of the table, each by column."""
    tables = [table for table in tree_of(answer).iter("table") if "rgMasterTable" in (table.get("class") or "")]
    table = next((table for table in tables if "gridCalendar" in (table.get("id") or "")), None)
    if table is None:
        raise CalendarError("This is no calendar page of Legistar any more. Look up its Calendar.aspx anew.")
    columns = [words_of(head) or EXPORT[0] for head in table.iter("th") if "rgHeader" in (head.get("class") or "")]
    return [
        dict(zip(columns, (_cell(cell, answer.url) for cell in line.iterchildren("td")), strict=False))
        for line in table.iter("tr")
        if _ROW.search(line.get("class") or "")
    ]


def rows(lines: Iterable[Cells]) -> Iterator[Row]:
    """Yield the meetings of lines that say whose they are and when."""
    for line in lines:
        body, day = _words(_named(line, BODY)), calendar_day(_words(_named(line, DAY)))
        if not body or day is None:
            continue
        hour, place = _words(_named(line, TIME)), _words(_named(line, LOCATION))
        location, _, note = place.partition("--em--")
        location = "" if _FATE_ALONE.match(location) else location
        told = fate(title=body, note=_NOTE.sub("\n", place), status=hour, on=day)
        details, agenda = _url(_named(line, DETAILS)), _url(_named(line, AGENDA))
        topic = _words(_named(line, TOPIC))
        is_recessed = told.standing == Standing.RECESSED
        yield Row(
            uid=_number(_url(_named(line, EXPORT)) or details or agenda) or f"{body}/{day}/{hour}"[:LONGEST],
            body=body[:LONGEST],
            title="",
            day=told.day if is_recessed else day,
            time=told.time if is_recessed else clock(hour),
            location=_one_line(location or note)[:LONGEST],
            standing=told.standing,
            is_doubtful=told.is_doubtful,
            topic="" if _NO_TOPIC.search(topic) else topic[:LONGEST],
            url=details,
            agenda_url=agenda,
        )


def _cell(cell: HtmlElement, base: str) -> Cell:
    link, words = link_in(cell, base), words_of(cell)
    if link:
        return {"label": words, "url": link} if words else {"url": link}
    for note in cell.iter("em", "i"):
        if note_words := words_of(note):
            plain = words.replace(note_words, "", 1).strip()
            return f"{plain}\n--em--{note_words}--em--".strip()
    return words


def _named(line: Cells, names: Iterable[str]) -> Cell:
    return next((line[name] for name in names if line.get(name)), "")


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.get("label", "")


def _url(cell: Cell) -> str:
    return "" if isinstance(cell, str) else address(cell.get("url", ""))


def _one_line(words: str) -> str:
    lines = (" ".join(line.split()).strip(" ,") for line in _NOTE.sub("\n", words).splitlines())
    return ", ".join(line for line in lines if line)


def _number(url: str) -> str:
    """Return the number by which Legistar knows the meeting that an address of it is about."""
    return next(iter(parse_qs(urlsplit(url).query).get("ID", [])), "")[:40]
