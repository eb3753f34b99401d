"""Dates as people and programs write them: naive where no zone is named, none where nobody can tell."""

from datetime import datetime

import pytest

from stories.ingestion.pages.written import as_instant, is_day, read


@pytest.mark.parametrize(("told", "read_as"), [
    ("2026-03-05 18:05:00 America/Chicago", "2026-03-05T18:05:00-06:00"),
    ("2026-03-05T18:05:00-06:00[America/Chicago]", "2026-03-05T18:05:00-06:00"),
    ("Thu, 30 Apr 2026 08:57:00 MEST", "2026-04-30T08:57:00+02:00"),
    ("Wed, 11 Mar 2026 22:52:30+5:30", "2026-03-11T22:52:30+05:30"),
    ("Tue Mar 03 2026 21:30:00 GMT-0600 (Central Standard Time)", "2026-03-03T21:30:00-06:00"),
    ("9:30 p.m. CT March 3, 2026", "2026-03-03T21:30:00-06:00"),
    ("July 3, 2026 9:30 PM Central Time", "2026-07-03T21:30:00-05:00"),
    ("1772769900", "2026-03-06T04:05:00+00:00"),
    ("1772769900000", "2026-03-06T04:05:00+00:00"),
    ("20260305180500", "2026-03-05T18:05:00"),
    ("2026-03-05T18:05", "2026-03-05T18:05:00"),
    ("5.3.2026", "2026-03-05T00:00:00"),
    ("2026/6/29 15:07:41", "2026-06-29T15:07:41"),
])  # fmt: skip
def test_a_date_is_read_with_the_zone_it_names_and_without_where_it_names_none(told: str, read_as: str) -> None:
    moment = read(told)
    assert moment is not None
    assert moment.isoformat() == read_as


def test_an_hour_in_a_zone_that_nobody_knows_is_left_out() -> None:
    for told in ("Tue, 03 Mar 2026 21:30:00 XQT", "2026-03-03 21:30 Mars/Olympus"):
        assert read(told) == datetime(2026, 3, 3)


def test_numbers_are_a_date_only_where_the_month_can_be_told() -> None:
    assert read("3/5/2026") is None
    assert (read("3/5/2026", day_first=False), read("3/5/2026", day_first=True)) == (
        datetime(2026, 3, 5),
        datetime(2026, 5, 3),
    )
    assert read("13/5/2026") == datetime(2026, 5, 13)


@pytest.mark.parametrize(
    "told", ["2026-03", "March 2026", "2026", "6:05 pm", "yesterday", "0000-00-00T00:00:00Z", "-1"]
)
def test_what_lacks_a_day_is_no_date(told: str) -> None:
    assert read(told) is None


def test_a_day_has_no_hour_and_can_be_compared_with_an_instant() -> None:
    day, instant = read("2026-03-05"), read("2026-03-05T00:00:00Z")
    assert day
    assert instant
    assert (is_day(day), is_day(instant)) == (True, False)
    assert as_instant(day) == instant
