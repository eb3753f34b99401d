"""iCalendar, friendly and hostile."""

import time as clock
from datetime import date, time, timedelta

import pytest

from stories.ingestion.calendars import blocks, ical
from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge
from stories.ingestion.calendars.row import MOST_ROWS, Answer, Item, Reading, Span, Standing
from tests.stories.ingestion.calendars.fixtures import NEW_YORK, needs_fixtures, no_more, reading_of

TODAY = date(2026, 11, 1)


def vevent(**values: str) -> str:
    """An event of these properties; `DTSTART_TZID` and the like carry a parameter in their values."""
    lines = {"UID": "1@harrow.example", "DTSTART": ":20261104T180000", "SUMMARY": ":City Council"} | values
    return (
        "BEGIN:VEVENT\r\n"
        + "".join(f"{name}{value if value[0] in ':;' else f':{value}'}\r\n" for name, value in lines.items() if value)
        + "END:VEVENT\r\n"
    )


def read(*events: str, head: str = "", today: date = TODAY) -> Reading:
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n"
    return ical.read(Answer(text.encode(), "https://harrow.example/c.ics"), Span(today, NEW_YORK), no_more)


@needs_fixtures
def test_a_trust_funds_calendar_yields_thirty_rows_seven_of_them_with_an_hour() -> None:
    name = "chi_low_income_housing_trust_fund.ics"
    reading = reading_of(name, "https://trust.example/c.ics", date(2024, 5, 7), "ical")
    assert len(reading.rows) == 30 == len({row.uid for row in reading.rows})
    assert sum(row.time is not None for row in reading.rows) == 7
    assert reading.remarks == []
    second = reading.rows[1]
    assert (second.body, second.title, second.day, second.time) == (
        "CLIHTF", "Outreach Meeting", date(2024, 5, 9), time(8, 30),
    )  # fmt: skip


def test_an_event_is_read_by_the_clock_of_the_place() -> None:
    times = {
        ":20261104T230000Z": (date(2026, 11, 4), time(18)),
        ";TZID=America/Chicago:20261104T170000": (date(2026, 11, 4), time(18)),
        ";TZID=Eastern Standard Time:20261104T180000": (date(2026, 11, 4), time(18)),
        ":20261104T180000": (date(2026, 11, 4), time(18)),
        ";VALUE=DATE:20261104": (date(2026, 11, 4), None),
        ":20261105T010000Z": (date(2026, 11, 4), time(20)),
    }
    for written, expected in times.items():
        (row,) = read(vevent(DTSTART=written)).rows
        assert (row.day, row.time) == expected, written


def test_a_zone_that_nobody_knows_is_taken_for_the_places_and_that_is_said() -> None:
    reading = read(vevent(DTSTART=";TZID=Harrow/Clock:20261104T180000"))
    assert reading.rows[0].time == time(18)
    assert reading.remarks == [
        "1 event name a time zone that nobody knows: their hours are taken as those of the place."
    ]


def test_numbered_lines_of_a_description_are_the_agenda() -> None:
    agenda = "1. Call to order\\nItem 12: Renewal of the pier\\n agreement\\n<b>4.2)</b> Budget"
    described = f"Regular meeting\\, all welcome.\\n{agenda}"
    (row,) = read(vevent(DESCRIPTION=described)).rows
    assert row.items == (Item("1", "Call to order"), Item("12", "Renewal of the pier"), Item("4.2", "Budget"))
    assert row.topic == "Regular meeting, all welcome. agreement"


def test_a_title_a_place_links_and_the_calendars_own_count_are_kept() -> None:
    (row,) = read(
        vevent(
            SUMMARY="Council &amp\\; budget", LOCATION="Hall\\, Room 2", URL="https://harrow.example/m/1",
            ATTACH="https://harrow.example/a.pdf", SEQUENCE="3", **{"LAST-MODIFIED": "20261030T120000Z"},
        ),
        head="X-WR-CALNAME:Harrow City Council\r\n",
    ).rows  # fmt: skip
    assert (row.body, row.title, row.location) == ("Harrow City Council", "Council & budget", "Hall, Room 2")
    assert (row.url, row.agenda_url, row.sequence) == ("https://harrow.example/m/1", "https://harrow.example/a.pdf", 3)
    assert row.changed_at
    assert row.changed_at.hour == 12


def test_a_cancelled_event_says_so_by_its_status_or_its_title() -> None:
    for values in ({"STATUS": "CANCELLED"}, {"SUMMARY": "CANCELLED: City Council"}):
        assert read(vevent(**values)).rows[0].standing == Standing.CANCELLED
    assert read(vevent(STATUS="TENTATIVE")).rows[0].standing == Standing.EXPECTED


def test_a_repeating_event_has_a_row_for_each_time_but_those_left_out_and_moved_ones_at_their_new_times() -> None:
    rule = vevent(RRULE="FREQ=WEEKLY;COUNT=4", EXDATE="20261118T180000")
    moved = vevent(**{"RECURRENCE-ID": ":20261111T180000"}, DTSTART=":20261112T190000", SUMMARY="Moved")
    rows = read(rule, moved).rows
    assert [(row.day, row.time, row.title) for row in rows] == [
        (date(2026, 11, 4), time(18), "City Council"),
        (date(2026, 11, 12), time(19), "Moved"),
        (date(2026, 11, 25), time(18), "City Council"),
    ]
    # The moved one is known by when it was to be.
    assert rows[1].uid == "1@harrow.example/20261111T1800"
    assert len({row.uid for row in rows}) == 3


def test_ten_years_of_events_are_few_rows() -> None:
    days = (date(2020, 1, 1) + timedelta(days=7 * week) for week in range(520))
    reading = read(
        *(vevent(UID=f"{day}@harrow.example", DTSTART=f"{day:%Y%m%d}T180000") for day in days),
        vevent(UID="weekly@harrow.example", DTSTART=":20160106T180000", RRULE="FREQ=WEEKLY"),
    )
    assert all(TODAY - timedelta(days=90) <= row.day <= TODAY + timedelta(days=400) for row in reading.rows if row.day)
    assert len(reading.rows) == 140
    assert reading.remarks == []


def test_of_a_hundred_thousand_events_the_nearest_are_parsed_and_the_rest_is_said() -> None:
    events = [
        vevent(UID=f"{number}", DTSTART=f":{TODAY + timedelta(days=number % 300):%Y%m%d}") for number in range(100_000)
    ]
    begun = clock.process_time()
    reading = read(*events)
    assert clock.process_time() - begun < 15
    assert len(reading.rows) == MOST_ROWS
    assert reading.truncated
    assert "98,000 further events of the calendar, the furthest from today, were not looked at." in reading.remarks


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=99999999", "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2;BYSECOND=0,1",
        "FREQ=DAILY;INTERVAL=0",
    ],
)  # fmt: skip
def test_a_rule_that_no_meeting_has_is_left_aside_and_the_event_is_taken_once(rule: str) -> None:
    reading = read(vevent(RRULE=rule))
    assert [row.day for row in reading.rows] == [date(2026, 11, 4)]
    assert "repeat by the hour or more often" in reading.remarks[0]


def test_a_rule_that_never_comes_true_takes_no_more_than_its_second() -> None:
    begun = clock.process_time()
    begins = [":20261104T180000", *([":00010101T180000"] * 29)]
    rule = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    never = [vevent(UID=f"{number}", RRULE=rule, DTSTART=begin) for number, begin in enumerate(begins)]
    reading = read(*never, vevent(UID="own"))
    assert clock.process_time() - begun < 12
    assert "own" in {row.uid for row in reading.rows}


def test_the_calendars_own_zones_are_not_run() -> None:
    bomb = (
        "BEGIN:VTIMEZONE\r\nTZID:Harrow/Clock\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    begun = clock.process_time()
    assert read(vevent(DTSTART=";TZID=Harrow/Clock:20261104T180000"), head=bomb).rows[0].time == time(18)
    assert clock.process_time() - begun < 2


def test_a_uid_used_twice_for_two_meetings_is_told_apart_by_the_day() -> None:
    reading = read(vevent(), vevent(DTSTART=":20261111T180000"))
    assert [row.uid for row in reading.rows] == [
        "1@harrow.example@2026-11-04T18:00:00",
        "1@harrow.example@2026-11-11T18:00:00",
    ]
    assert "bear the UID of another meeting" in reading.remarks[0]


def test_of_two_states_of_one_meeting_the_newest_is_taken() -> None:
    reading = read(vevent(SEQUENCE="2", DTSTART=":20261111T180000"), vevent(SEQUENCE="1"))
    assert [(row.uid, row.day) for row in reading.rows] == [("1@harrow.example", date(2026, 11, 11))]
    assert reading.remarks == ["1 event stand there in an older state as well: the newest is taken."]


@pytest.mark.parametrize("begin", [":2026110sT180000", "", ":99991231T180000", ";VALUE=PERIOD:x/y", ":20261332"])
def test_an_event_that_cannot_be_read_costs_no_other(begin: str) -> None:
    reading = read(vevent(UID="bad", DTSTART=begin or ";X=y:"), vevent(UID="good"))
    assert "good" in {row.uid for row in reading.rows}
    assert "bad" not in {row.uid for row in reading.rows}


def test_broken_lines_cost_no_other_event() -> None:
    broken = (
        "BEGIN:VEVENT\r\nUID:bad\r\nthis is no property\r\nBEGIN:VALARM\r\nDTSTART:20261104T180000\r\nEND:VEVENT\r\n"
    )
    reading = read(broken, vevent(UID="good"))
    assert "good" in {row.uid for row in reading.rows}


def test_markup_and_marks_that_reorder_a_line_are_taken_out() -> None:
    (row,) = read(vevent(SUMMARY="<b>Council</b>\u202e <script>alert(1)</script>", LOCATION="\x00Hall")).rows
    assert row.title == "Council"
    assert row.location == "Hall"


def test_what_is_no_calendar_or_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CalendarError, match="no iCalendar any more"):
        ical.read(Answer(b"<html>", ""), Span(TODAY, NEW_YORK), no_more)
    monkeypatch.setattr(ical, "MAX_BYTES", 10)
    with pytest.raises(CalendarTooLarge, match="larger than"):
        read(vevent())


def test_series_that_ended_take_no_place_from_one_that_goes_on() -> None:
    until = [vevent(UID=f"u{n}", DTSTART=":20150104T190000", RRULE="FREQ=WEEKLY;UNTIL=20160101") for n in range(2_001)]
    counted = [vevent(UID=f"c{n}", DTSTART=":20150104T190000", RRULE="FREQ=WEEKLY;COUNT=3") for n in range(250)]
    alive = vevent(UID="alive", DTSTART=":20261006T190000", RRULE="FREQ=WEEKLY;COUNT=10")
    reading = read(*until, *counted, alive)
    assert (len(reading.rows), reading.remarks, reading.truncated) == (10, [], False)


def test_of_too_many_events_those_nearest_to_today_are_taken_and_what_one_left_out_may_have_moved_is_not_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks, "MOST_ROWS", 3)
    weekly = vevent(UID="w", RRULE="FREQ=WEEKLY;COUNT=20")
    moved = [
        vevent(UID="w", DTSTART=f":202611{day}T200000", RECURRENCE__ID=f":202611{day}T180000").replace("__", "-")
        for day in (11, 18, 25)
    ]
    reading = read(*moved, weekly, vevent(UID="tomorrow", DTSTART=":20261102T180000"))
    assert [(row.day, row.time) for row in reading.rows] == [
        (date(2026, 11, 2), time(18)), (date(2026, 11, 4), time(18)), (date(2026, 11, 11), time(20)),
    ]  # fmt: skip
    assert reading.remarks == ["2 further events of the calendar, the furthest from today, were not looked at."]
    assert reading.truncated


def test_the_lines_of_an_event_may_be_in_small_letters_and_end_in_any_way() -> None:
    text = "begin:vcalendar\rbegin:vevent\ruid:a\rdtstart:20261104T180000\rsummary:Council\rend:vevent\rend:vcalendar\r"
    reading = ical.read(Answer(text.encode(), "https://harrow.example/c.ics"), Span(TODAY, NEW_YORK), no_more)
    assert [(row.uid, row.title, row.time) for row in reading.rows] == [("a", "Council", time(18))]


def test_a_description_that_tells_of_events_lines_costs_no_event() -> None:
    told = vevent(DESCRIPTION="Copy from BEGIN:VEVENT to END:VEVENT\\nBEGIN:VEVENT\r\n  and so on")
    reading = read(told, vevent(UID="2", DTSTART=":20261105T180000"))
    assert [row.uid for row in reading.rows] == ["1@harrow.example", "2"]
    assert reading.remarks == []


def test_a_repeating_event_in_a_zone_that_nobody_knows_says_so_once() -> None:
    reading = read(vevent(DTSTART=";TZID=Harrow Time:20261104T180000", RRULE="FREQ=WEEKLY;COUNT=3"))
    assert [row.time for row in reading.rows] == [time(18)] * 3
    assert reading.remarks == [
        "1 event name a time zone that nobody knows: their hours are taken as those of the place."
    ]


@pytest.mark.parametrize("name", ["RDATE", "EXDATE"])
def test_half_a_million_days_of_one_event_cost_no_other(name: str) -> None:
    days = (TODAY + timedelta(days=n % 3_000) for n in range(500_000))
    listed = ",".join(f"{day:%Y%m%d}T{n // 3_000 % 24:02}0000" for n, day in enumerate(days))
    start = clock.process_time()
    reading = read(vevent(RRULE="FREQ=WEEKLY;COUNT=3", **{name: listed}), vevent(UID="2"))
    assert clock.process_time() - start < 5
    assert "2" in {row.uid for row in reading.rows}
    assert any("the first thousand days are taken" in remark for remark in reading.remarks)


def test_days_left_out_within_the_span_stay_out_however_many_lie_before_it() -> None:
    past = ",".join(f"{date(2010, 1, 1) + timedelta(days=n):%Y%m%d}T180000" for n in range(5_000))
    reading = read(vevent(RRULE="FREQ=WEEKLY;COUNT=2", EXDATE=f":{past},20261111T180000"))
    assert [row.day for row in reading.rows] == [date(2026, 11, 4)]
    assert reading.remarks == []
