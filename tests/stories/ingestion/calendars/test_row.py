"""Which rows of a calendar are taken."""

from datetime import UTC, date, timedelta

from stories.ingestion.calendars.row import AHEAD, BEHIND, MOST_ROWS, Row, Span, nearest

TODAY = date(2026, 11, 4)
SPAN = Span(TODAY, UTC)


def on(day: date | None, uid: str = "1") -> Row:
    return Row(uid, "Harrow City Council", "", day)


def test_a_row_is_taken_from_ninety_days_back_to_a_year_ahead() -> None:
    days = [TODAY - BEHIND - timedelta(days=1), TODAY - BEHIND, TODAY + AHEAD, TODAY + AHEAD + timedelta(days=1), None]
    reading = nearest([on(day) for day in days], SPAN)
    assert {row.day for row in reading.rows} == {TODAY - BEHIND, TODAY + AHEAD, None}
    assert not reading.truncated


def test_of_too_many_rows_those_nearest_to_today_are_taken_and_that_is_said() -> None:
    far = [on(TODAY + timedelta(days=300), f"far {number}") for number in range(MOST_ROWS)]
    reading = nearest([*far, on(TODAY, "near")], SPAN)
    assert len(reading.rows) == MOST_ROWS
    assert reading.rows[0].uid == "near"
    assert reading.truncated
    assert reading.remarks == ["It lists 2,001 meetings: only the 2,000 nearest to today are taken."]


def test_a_meeting_is_named_by_its_body_without_saying_it_twice() -> None:
    assert Row("1", "Harrow City Council", "", None).name == "Harrow City Council"
    assert Row("1", "Harrow City Council", "Budget retreat", None).name == "Harrow City Council, Budget retreat"
    assert Row("1", "City Council", "Special City Council meeting", None).name == "Special City Council meeting"
