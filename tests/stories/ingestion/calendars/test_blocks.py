"""Which events of an iCalendar may matter, by their lines alone."""

from collections import Counter
from datetime import date, timedelta

import pytest

from stories.ingestion.calendars.blocks import MOST_OCCURRENCES, TOO_FAR, TOO_MANY_DATES, blocks_near, head_of
from stories.ingestion.calendars.row import MOST_ROWS, Span
from tests.stories.ingestion.calendars.fixtures import NEW_YORK

SPAN = Span(date(2026, 11, 1), NEW_YORK)


def event(*lines: str) -> str:
    return "BEGIN:VEVENT\n" + "".join(f"{line}\n" for line in lines) + "END:VEVENT\n"


def days_away(*events: str) -> list[int]:
    blocks, _ = blocks_near("".join(events), SPAN, Counter())
    return [block.distance.days for block in blocks]


def test_what_stands_before_the_first_event_is_the_head() -> None:
    assert head_of(f"X-WR-CALNAME:Harrow\n{event('UID:1')}") == "X-WR-CALNAME:Harrow\n"


def test_the_nearest_come_first_and_what_is_long_over_not_at_all() -> None:
    later, soon, over = (event(f"DTSTART:{day}T180000") for day in ("20261111", "20261102", "20160104"))
    assert days_away(later, soon, over) == [1, 10]


@pytest.mark.parametrize(
    ("rule", "away"),
    [
        ("FREQ=WEEKLY", [0]),
        ("FREQ=WEEKLY;UNTIL=20261025T000000Z", [7]),
        ("FREQ=WEEKLY;UNTIL=20160201", []),
        ("FREQ=DAILY;COUNT=10", [3944]),
    ],
)
def test_a_repeating_event_is_as_near_as_its_rule_goes_on(rule: str, away: list[int]) -> None:
    assert days_away(event("DTSTART:20160104T180000", f"RRULE:{rule}")) == away


def test_words_of_a_description_begin_no_event() -> None:
    assert days_away(event("DTSTART:20261102", "DESCRIPTION:we say BEGIN:VEVENT and END:VEVENT")) == [1]


def test_what_is_left_out_is_told_and_a_moved_time_of_it_makes_its_series_unknown_there() -> None:
    remarks = Counter[str]()
    far = event("UID:7", "DTSTART:20261220", "RECURRENCE-ID:20261220")
    blocks, unknown = blocks_near(event("UID:1", "DTSTART:20261102") * MOST_ROWS + far, SPAN, remarks)
    assert (len(blocks), remarks[TOO_FAR]) == (MOST_ROWS, 1)
    assert unknown == {"7": timedelta(49)}


def test_of_an_events_own_days_the_first_thousand_near_ones_are_kept() -> None:
    remarks = Counter[str]()
    days = ",".join(["20160104", *(f"20261102T{n:06}" for n in range(MOST_OCCURRENCES + 5))])
    (block,), _ = blocks_near(event("DTSTART:20261102", f"RDATE:{days}"), SPAN, remarks)
    assert (block.lines.count("20261102T"), "20160104" in block.lines) == (MOST_OCCURRENCES, False)
    assert remarks[TOO_MANY_DATES] == 1
