"""Legistar's Web API."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.legistar_api import MOST_AGENDAS, asked, looks_like, read
from stories.ingestion.calendars.row import Answer, Item, Span, Standing
from stories.ingestion.errors import NotFound
from tests.stories.ingestion.calendars.fixtures import CHICAGO

URL = "https://webapi.legistar.example/v1/harrow/Events"
SPAN = Span(date(2026, 11, 1), CHICAGO)


def event(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "EventId": number, "EventBodyName": "Harrow City Council", "EventDate": "2026-11-04T00:00:00",
        "EventTime": "6:00 PM", "EventLocation": "Council Chamber", "EventComment": None,
        "EventAgendaFile": "https://harrow.legistar.example/agenda.pdf", "EventAgendaStatusName": "Final",
        "EventInSiteURL": "https://harrow.legistar.example/MeetingDetail.aspx?LEGID=1",
        "EventLastModifiedUtc": "2026-10-30T12:00:00.1", **values,
    }  # fmt: skip


def answered(value: object, url: str = URL) -> Answer:
    return Answer(json.dumps(value).encode(), url)


def agenda(*items: dict[str, Any]) -> Callable[[str], Answer]:
    return lambda url: answered(list(items), url)


def test_a_meeting_soon_ahead_is_listed_with_its_agenda() -> None:
    items = agenda(
        {
            "EventItemAgendaNumber": "12.",
            "EventItemTitle": "Renewal of the pier agreement",
            "EventItemMatterFile": "26-31",
        },
        {"EventItemAgendaNumber": None, "EventItemTitle": "Adjournment"},
        {"EventItemAgendaNumber": "13", "EventItemTitle": None},
    )
    (row,) = read(answered([event()]), SPAN, items).rows
    assert (row.uid, row.body, row.day, row.time) == ("1", "Harrow City Council", date(2026, 11, 4), time(18))
    assert row.items == (Item("12", "26-31: Renewal of the pier agreement"), Item("", "Adjournment"))
    assert row.changed_at == datetime(2026, 10, 30, 12, 0, 0, 100_000, tzinfo=UTC)
    assert row.agenda_url == "https://harrow.legistar.example/agenda.pdf"


@pytest.mark.parametrize(("printed", "begins"), [("18:30", time(18, 30)), ("6:30 PM", time(18, 30)), ("TBD", None)])
def test_an_hour_is_read_as_either_clock_prints_it(printed: str, begins: time | None) -> None:
    (row,) = read(answered([event(EventTime=printed)]), SPAN, agenda()).rows
    assert row.time == begins


def test_agendas_are_asked_of_meetings_ahead_alone() -> None:
    asked_for: list[str] = []

    def ask(url: str) -> Answer:
        asked_for.append(url)
        return answered([], url)

    days = {1: "2026-10-30T00:00:00", 2: "2026-11-04T00:00:00", 3: "2027-03-01T00:00:00"}
    read(answered([event(number, EventDate=day) for number, day in days.items()]), SPAN, ask)
    assert asked_for == [f"{URL}/2/EventItems"]


def test_an_agenda_that_cannot_be_asked_for_leaves_its_meeting_as_it_is_known() -> None:
    def ask(url: str) -> Answer:
        raise NotFound(url, 404)

    reading = read(answered([event()]), SPAN, ask)
    assert reading.unread == {"1"}
    assert "agenda of Harrow City Council, 2026-11-04, could not be read" in reading.remarks[0]


def test_no_more_than_twenty_agendas_are_asked_at_once() -> None:
    reading = read(answered([event(number) for number in range(1, 31)]), SPAN, agenda())
    assert len(reading.rows) == 30
    assert len(reading.unread) == 30 - MOST_AGENDAS
    assert reading.remarks == ["Of 30 meetings soon ahead the agendas of the first 20 are asked."]


def test_what_became_of_a_meeting_stands_in_its_comment() -> None:
    comments = ["CANCELLED", "Recessed to November 9, 2026 at 5 p.m.", "Deferred"]
    events = [event(number, EventComment=comment) for number, comment in enumerate(comments, 1)]
    fates = {row.uid: (row.standing, row.day, row.time) for row in read(answered(events), SPAN, agenda()).rows}
    assert fates == {
        "1": (Standing.CANCELLED, date(2026, 11, 4), time(18)),
        "2": (Standing.RECESSED, date(2026, 11, 9), time(17)),
        "3": (Standing.POSTPONED, date(2026, 11, 4), time(18)),
    }


def test_it_is_asked_for_the_days_that_are_taken_unless_the_address_says_which() -> None:
    wanted = (
        f"{URL}?$filter=EventDate%20ge%20datetime%272026-08-03%27%20and%20EventDate%20le%20datetime%272027-12-06%27"
    )
    assert asked(URL, SPAN) == f"{wanted}&$orderby=EventDate"
    assert asked("https://webapi.legistar.example/v1/harrow", SPAN) == f"{wanted}&$orderby=EventDate"
    assert asked(f"{URL}?$top=5", SPAN) == f"{URL}?$top=5"


@pytest.mark.parametrize("body", [b"", b"{}", b'{"Message": "no such client"}', b"[" * 100_000, b"<html>"])
def test_what_is_no_list_of_events_is_said(body: bytes) -> None:
    assert not looks_like(Answer(body, URL))
    with pytest.raises(CalendarError, match="no list of Legistar"):
        read(Answer(body, URL), SPAN, agenda())


def test_an_event_of_other_types_than_promised_is_left_out() -> None:
    events = [event(EventDate=5), event(EventBodyName=["x"]), event(0), 7, None, event(2, EventTime={"a": 1})]
    rows = read(answered(events), SPAN, agenda()).rows
    assert [(row.uid, row.time) for row in rows] == [("2", None)]
