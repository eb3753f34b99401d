"""The demo's council has a calendar of its own, which moves a meeting."""

from datetime import date, timedelta

from civictrack.demo.calendar import BEGINS, COUNCIL, MOVED_BY, calendar
from civictrack.demo.content import ZONE
from civictrack.demo.days import days
from stories.ingestion.calendars import ical
from stories.ingestion.calendars.row import Answer, Row, Span

TODAY = date(2026, 11, 29)
KNOWN = days(TODAY)


def listed(is_moved: bool) -> list[Row]:
    answer = Answer(calendar(KNOWN, is_moved=is_moved).encode(), "")
    return ical.read(answer, Span(TODAY, ZONE), lambda _: answer).rows


def test_it_has_the_drone_vote_on_the_day_and_at_the_hour_that_the_papers_have() -> None:
    drones, lane = listed(is_moved=False)
    assert (drones.body, drones.day, drones.time) == (COUNCIL, KNOWN["drone_second"], BEGINS)
    assert drones.items[-1].number == "9"
    assert lane.day == drones.day + timedelta(days=14)


def test_later_it_has_that_meeting_alone_two_days_after() -> None:
    before, after = listed(is_moved=False), listed(is_moved=True)
    assert [row.uid for row in before] == [row.uid for row in after]
    assert after[0].day == KNOWN["drone_second"] + MOVED_BY
    assert (before[0].sequence, after[0].sequence) == (0, 1)
    assert before[1] == after[1]
