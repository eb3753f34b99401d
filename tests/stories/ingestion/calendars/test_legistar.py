"""Legistar's calendar pages."""

from collections import Counter
from datetime import date, time

import pytest

from stories.ingestion.calendars.errors import CalendarError
from stories.ingestion.calendars.legistar import cells, read, rows
from stories.ingestion.calendars.row import Answer, Span, Standing
from tests.stories.ingestion.calendars.fixtures import CHICAGO, FOLDER, loaded, needs_fixtures, no_more, reading_of

SAVED = date(2019, 1, 10)
PAGE = """<html><table class="rgMasterTable" id="ctl00_gridCalendar_ctl00"><thead><tr>
<th class="rgHeader">Body</th><th class="rgHeader">Date</th><th class="rgHeader">Time</th>
<th class="rgHeader">Location</th><th class="rgHeader">Topic</th></tr></thead><tbody>{}</tbody></table></html>"""


def row(*cells: str) -> str:
    return f'<tr class="rgRow">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


@needs_fixtures
def test_chicagos_page_yields_eight_meetings_one_of_them_cancelled() -> None:
    reading = reading_of("legistar-chicago.html", "https://chicago.legistar.com/Calendar.aspx", SAVED, "legistar")
    assert len(reading.rows) == 8
    assert reading.remarks == []
    (off,) = [row for row in reading.rows if row.standing == Standing.CANCELLED]
    assert (off.uid, off.body, off.day, off.time) == (
        "668019", "Committee on Human Relations", date(2019, 1, 8), time(10),
    )  # fmt: skip
    assert off.location == "Council Chambers -- City Hall -- Chicago, Illinois"
    assert off.agenda_url.endswith("agenda%20hum%20rel.jan8_20190104101632.pdf")


@needs_fixtures
def test_its_lines_have_the_shape_in_which_other_programs_hand_them_on() -> None:
    page = Answer((FOLDER / "legistar-chicago.html").read_bytes(), "https://chicago.legistar.com/Calendar.aspx")
    lines, known = cells(page), loaded("cook_board.json")[0]
    # Each council chooses and names its columns: what one calls minutes is another's summary.
    shared = {"Name", "Meeting Date", "iCalendar", "Meeting Time", "Meeting Location", "Meeting Details", "Agenda"}
    assert shared <= known.keys() & lines[0].keys()
    assert lines[0]["Name"]["label"] == "City Council"  # type: ignore[index,call-overload]
    for name in ("Name", "Meeting Date", "iCalendar", "Meeting Time", "Meeting Location"):
        for line in lines:
            assert type(line[name]) is type(known[name])
            if isinstance(known[name], dict):
                assert line[name].keys() == known[name].keys()  # type: ignore[union-attr]
    assert lines[0]["Agenda"] == known["Agenda"].replace("\N{NO-BREAK SPACE}", " ") == "Not available"
    noted = next(line for line in lines if "--em--" in line["Meeting Location"])
    assert str(noted["Meeting Location"]).endswith("\n--em--CANCELLED--em--")


@needs_fixtures
def test_metros_page_yields_fourteen_meetings() -> None:
    reading = reading_of("legistar-metro.html", "https://metro.legistar.com/Calendar.aspx", SAVED, "legistar")
    assert len(reading.rows) == 14 == len({row.uid for row in reading.rows})
    assert {row.day for row in reading.rows} == {date(2019, 1, 16), date(2019, 1, 17), date(2019, 1, 24)}
    assert all(row.time and row.location.startswith("One Gateway Plaza") for row in reading.rows)


@needs_fixtures
def test_new_yorks_page_yields_forty_meetings_twenty_one_with_a_topic_and_two_deferred() -> None:
    reading = reading_of("legistar-nyc.html", "https://nyc.legistar.com/Calendar.aspx", SAVED, "legistar")
    assert len(reading.rows) == 40
    assert sum(bool(row.topic) for row in reading.rows) == 21
    assert Counter(row.standing for row in reading.rows) == {Standing.SCHEDULED: 38, Standing.POSTPONED: 2}
    assert [row.time for row in reading.rows if row.standing == Standing.POSTPONED] == [None, None]


@needs_fixtures
def test_the_lines_of_a_county_board_and_of_a_park_district_are_read_as_well() -> None:
    board, parks = list(rows(loaded("cook_board.json"))), list(rows(loaded("chi_parks.json")))
    assert Counter(row.standing for row in board) == {
        Standing.SCHEDULED: 149, Standing.CANCELLED: 14, Standing.RECESSED: 4,
    }  # fmt: skip
    recessed = {(row.day, row.time) for row in board if row.standing == Standing.RECESSED}
    assert recessed == {
        (date(2017, 7, 19), time(9, 40)), (date(2017, 7, 19), time(10, 45)), (None, None),
        (date(2017, 1, 18), time(10, 30)),
    }  # fmt: skip
    assert len({row.uid for row in board}) == 167
    assert len(parks) == 19
    (off,) = [row for row in parks if row.standing == Standing.CANCELLED]
    assert (off.day, off.location[:12]) == (date(2017, 5, 10), "PARK NO. 571")


def test_a_council_names_its_columns_as_it_likes() -> None:
    page = PAGE.format(row("Harrow City Council", "11/4/2026", "6:00 PM", "Hall<br><em>CANCELLED</em>", "The pier"))
    reading = read(Answer(page.encode(), "https://harrow.legistar.example/"), Span(date(2026, 11, 1), CHICAGO), no_more)
    (only,) = reading.rows
    assert (only.body, only.day, only.time) == ("Harrow City Council", date(2026, 11, 4), time(18))
    assert (only.location, only.topic, only.standing) == ("Hall", "The pier", Standing.CANCELLED)
    assert only.uid == "Harrow City Council/2026-11-04/6:00 PM"


def test_a_line_without_body_or_day_is_left_out_and_a_link_to_a_script_is_none() -> None:
    lines = row("", "11/4/2026", "", "", "") + row("Board", "soon", "", "", "") + row(
        '<a href="javascript:alert(1)">Board</a>', "11/4/2026", "", "", ""
    )  # fmt: skip
    reading = read(Answer(PAGE.format(lines).encode(), ""), Span(date(2026, 11, 1), CHICAGO), no_more)
    assert [(row.body, row.url) for row in reading.rows] == [("Board", "")]


def test_a_page_that_is_no_calendar_any_more_is_said() -> None:
    with pytest.raises(CalendarError, match=r"Look up its Calendar\.aspx"):
        read(Answer(b"<html><p>Moved</p></html>", ""), Span(date(2026, 11, 1), CHICAGO), no_more)
