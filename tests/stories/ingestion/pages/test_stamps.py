"""Of several dates the surest holds, in the fullest form that any other gives it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from stories.ingestion.pages.stamps import ReadFrom, Stamp, best
from stories.models import PublishedFrom


def told(moment: str, read_from: str = "zoned_metadata") -> Stamp:
    return Stamp(datetime.fromisoformat(moment), ReadFrom(read_from))


def test_a_feed_beats_metadata_without_a_zone_and_an_address_but_no_metadata_with_one() -> None:
    feed = told("2026-11-24T18:05:00-06:00", "feed")
    assert best([told("2026-11-24T09:00:00", "metadata"), told("2026-06-09", "url"), feed]) == feed
    assert best([feed, told("2026-11-25T18:05:00-06:00")]) == told("2026-11-25T18:05:00-06:00")
    assert best([]) is None


@pytest.mark.parametrize(("first", "other", "expected"), [
    # The same minute told in UTC and by a clock on the wall.
    ("2026-03-06T00:05:00+00:00", "2026-03-05T18:05:00", "2026-03-05T18:05:00-06:00"),
    ("2026-03-05T18:05:00", "2026-03-06T00:05:00+00:00", "2026-03-05T18:05:00-06:00"),
    ("2026-03-05T18:05:00", "2026-03-05T18:05:30-06:00", "2026-03-05T18:05:00-06:00"),
    ("2026-03-06T00:05:10+00:00", "2026-03-05T18:05:00-06:00", "2026-03-05T18:05:10-06:00"),
    ("2026-03-05", "2026-03-05T18:05:00-06:00", "2026-03-05T18:05:00-06:00"),
    # Another minute says nothing of the zone.
    ("2026-03-05T18:05:00", "2026-03-06T00:11:00+00:00", "2026-03-05T18:05:00"),
    ("2026-03-05T18:05:00-06:00", "2026-03-05T12:05:00", "2026-03-05T18:05:00-06:00"),
    ("2026-03-05", "2026-03-07T18:05:00-06:00", "2026-03-05"),
])  # fmt: skip
def test_a_date_takes_its_hour_and_its_zone_from_another_telling_of_the_same(
    first: str, other: str, expected: str
) -> None:
    assert best([told(first), told(other, "stamp")]) == told(expected)


@pytest.mark.parametrize(("first", "other", "expected"), [
    ("2026-12-09T02:00:00+00:00", "2026-12-09T09:00:00", "2026-12-09T02:00:00+00:00"),
    ("2026-12-09T09:00:00", "2026-12-09T02:00:00+00:00", "2026-12-09T09:00:00"),
    ("2026-07-09T02:00:00+00:00", "2026-07-08T20:00:00", "2026-07-09T02:00:00+00:00"),
    ("2026-12-09T02:00:00+00:00", "2026-12-08T20:00:00", "2026-12-08T20:00:00-06:00"),
])  # fmt: skip
def test_two_times_that_no_clock_of_the_place_tells_apart_so_are_not_the_same_minute(
    first: str, other: str, expected: str
) -> None:
    assert best([told(first), told(other, "stamp")], ZoneInfo("America/Chicago")) == told(expected)


def test_the_database_ranks_by_the_same_names() -> None:
    assert list(ReadFrom) == PublishedFrom.values
