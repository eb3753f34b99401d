"""Legistar's Web API: `/Events` lists meetings, and `/Events/N/EventItems` the agenda of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.markup import address
from stories.ingestion.calendars.row import (
    LONGEST,
    MOST_ITEMS,
    Answer,
    Ask,
    Item,
    Reading,
    Row,
    Span,
    Standing,
    nearest,
)
from stories.ingestion.calendars.standing import clock, fate
from stories.ingestion.errors import IngestionError
from stories.ingestion.pages.markup import one_line

_PATH = re.compile(r"^(/v1/[\w-]{1,60})(?:/events)?/?$", re.I)
# Agendas are out a week before the meeting as a rule; each is one more request.
AGENDAS_WITHIN = timedelta(days=30)
MOST_AGENDAS = 20


def looks_like(answer: Answer) -> bool:
    """Say whether the answer is a list of such events."""
    return answer.body.lstrip()[:1] == b"[" and b'"EventBodyName"' in answer.body


def asked(url: str, span: Span) -> str:
    """Return where the span's events are asked for: without a filter it lists the oldest thousand."""
    parts = urlsplit(url)
    known = _PATH.match(parts.path)
    if parts.query or known is None:
        return url
    ahead = quote(f"EventDate ge datetime'{span.first:%Y-%m-%d}' and EventDate le datetime'{span.last:%Y-%m-%d}'")
    return f"{parts.scheme}://{parts.netloc}{known[1]}/Events?$filter={ahead}&$orderby=EventDate"


def read(answer: Answer, span: Span, ask: Ask) -> Reading:
    """Return the meetings, those soon ahead with their agendas. Raises a CalendarError where the answer is no list."""
    reading = nearest([row for event in _objects(answer) if (row := _row(event))], span)
    base = urlsplit(answer.url)._replace(query="", fragment="").geturl().rstrip("/")
    soon = [row for row in reading.rows if row.day and span.today <= row.day <= span.today + AGENDAS_WITHIN]
    agendas: dict[str, tuple[Item, ...]] = {}
    unread = {row.uid for row in soon[MOST_AGENDAS:]}
    if unread:
        reading.remarks.append(f"Of {len(soon)} meetings soon ahead the agendas of the first {MOST_AGENDAS} are asked.")
    for row in soon[:MOST_AGENDAS]:
        try:
            agendas[row.uid] = tuple(_items(ask(f"{base}/{row.uid}/EventItems")))
        except IngestionError as error:
            unread.add(row.uid)
            reading.remarks.append(f"The agenda of {row.name}, {row.day}, could not be read: {error}")
    reading.rows = [replace(row, items=agendas.get(row.uid, ())) for row in reading.rows]
    reading.unread = frozenset(unread)
    return reading


def _objects(answer: Answer) -> list[Mapping[str, Any]]:
    try:
        listed = json.loads(answer.body)
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, list):
        raise CalendarError("This is no list of Legistar's Web API. Its address ends in /v1/CLIENT/Events.")
    return [entry for entry in listed if isinstance(entry, dict)]


def _row(event: Mapping[str, Any]) -> Row | None:
    body, day = _said(event, "EventBodyName"), _day(_said(event, "EventDate"))
    uid = str(event.get("EventId") or "")[:40]
    if not body or not uid or day is None:
        return None
    comment = _said(event, "EventComment")
    hour = _said(event, "EventTime")
    begins = clock(hour) or _clock_of_day(hour)
    told = fate(title=body, note=comment, status=f"{hour} {_said(event, 'EventAgendaStatusName')}", on=day)
    is_recessed = told.standing == Standing.RECESSED
    return Row(
        uid=uid,
        body=body,
        title="",
        day=told.day if is_recessed else day,
        time=told.time if is_recessed else begins,
        location=_said(event, "EventLocation"),
        standing=told.standing,
        is_doubtful=told.is_doubtful,
        topic=comment,
        url=address(_said(event, "EventInSiteURL")),
        agenda_url=address(_said(event, "EventAgendaFile")),
        changed_at=_moment(_said(event, "EventLastModifiedUtc")),
    )


def _items(answer: Answer) -> Iterator[Item]:
    for entry in _objects(answer)[:MOST_ITEMS]:
        title = _said(entry, "EventItemTitle") or _said(entry, "EventItemMatterName")
        file = _said(entry, "EventItemMatterFile")
        if title:
            yield Item(_said(entry, "EventItemAgendaNumber").rstrip(".")[:20], f"{file}: {title}" if file else title)


def _said(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return one_line(value)[:LONGEST] if isinstance(value, str) else ""


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def _clock_of_day(words: str) -> time | None:
    """Return the time that is printed as "18:30"; None where none is."""
    try:
        return time.fromisoformat(words).replace(second=0, microsecond=0, tzinfo=None) if ":" in words else None
    except ValueError:
        return None


def _moment(words: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
