"""CivicPlus's pages of agendas."""

from collections import Counter
from datetime import date

import pytest

from stories.ingestion.calendars.civicplus import read
from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.row import Answer, Span, Standing
from tests.stories.ingestion.calendars.fixtures import CHICAGO, needs_fixtures, no_more, reading_of

SPAN = Span(date(2026, 11, 1), CHICAGO)
URL = "https://harrow.example/AgendaCenter"


def line(file: str, title: str) -> str:
    return (
        f'<tr class="catAgendaRow"><td><h3><strong>Nov 4, 2026</strong></h3>'
        f'<p><a href="/AgendaCenter/ViewFile/Agenda/{file}">{title}</a></p></td></tr>'
    )


def page(*lines: str) -> Answer:
    return Answer(f"<html><h2>▼Planning Board</h2><table>{''.join(lines)}</table></html>".encode(), URL)


@needs_fixtures
def test_a_citys_page_yields_twenty_eight_agendas_of_twenty_bodies_seven_of_them_cancelled() -> None:
    reading = reading_of("civicplus-agenda-center.html", URL, date(2020, 11, 20), "civicplus")
    assert len(reading.rows) == 28 == len({row.uid for row in reading.rows})
    assert len({row.body for row in reading.rows}) == 20
    assert Counter(row.standing for row in reading.rows) == {Standing.SCHEDULED: 21, Standing.CANCELLED: 7}
    first = reading.rows[0]
    assert (first.uid, first.body, first.day, first.time) == (
        "793", "Historic Preservation Commission", date(2020, 11, 9), None,
    )  # fmt: skip


@needs_fixtures
def test_a_water_districts_page_yields_two_agendas() -> None:
    reading = reading_of("civicplus-alameda-water.html", URL, date(2024, 9, 5), "civicplus")
    assert [(row.uid, row.body, row.day, row.topic) for row in reading.rows] == [
        ("1448", "Operations and Water Quality Committee", date(2024, 9, 3), ""),
        ("1447", "Engineering and Information Technology Committee", date(2024, 9, 4), ""),
    ]


def test_the_day_stands_in_the_files_name_and_the_number_behind_it_stays_when_the_day_moves() -> None:
    before, after = (read(page(line(file, "Agenda")), SPAN, no_more).rows[0] for file in ("_11042026-7", "_11112026-7"))
    assert (before.uid, before.day) == ("7", date(2026, 11, 4))
    assert (after.uid, after.day, after.body) == ("7", date(2026, 11, 11), "Planning Board")


def test_what_an_agenda_is_called_is_what_the_meeting_is_about_and_says_that_it_is_off() -> None:
    rows = read(page(line("_11042026-7", "The pier"), line("_11052026-8", "CANCELLED Meeting")), SPAN, no_more).rows
    assert [(row.topic, row.standing) for row in rows] == [
        ("The pier", Standing.SCHEDULED), ("CANCELLED Meeting", Standing.CANCELLED),
    ]  # fmt: skip


def test_a_day_that_no_calendar_has_is_left_out() -> None:
    assert read(page(line("_13452026-7", "Agenda")), SPAN, no_more).rows == []


def test_a_page_that_is_no_agenda_center_any_more_is_said() -> None:
    with pytest.raises(CalendarError, match="no AgendaCenter"):
        read(Answer(b"<html><p>Moved</p></html>", URL), SPAN, no_more)
