"""From some dates "Tuesday" can be counted, from others it can't; the story says why."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories import make_article, make_outlet, make_place

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 3, 4, 3, 30, tzinfo=UTC)
DAY = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(("fields", "why"), [
    ({"published_at": NIGHT, "utc_offset": -360}, ""),
    ({"published_at": NIGHT, "utc_offset": None}, "names no zone"),
    ({"published_at": NIGHT, "utc_offset": 0}, "in UTC"),
    ({"published_at": NIGHT.replace(hour=18), "utc_offset": 0}, "in UTC"),
    ({"published_at": DAY, "utc_offset": 0, "published_from": "feed"}, "in UTC"),
    ({"published_at": DAY, "utc_offset": None, "published_from": "stamp"}, ""),
    ({"published_at": DAY, "utc_offset": None, "published_from": "url"}, "its address"),
    ({"published_at": DAY, "utc_offset": 0, "published_from": "earlier"}, "an earlier reading"),
    ({"published_at": None, "utc_offset": None}, "names no date"),
])  # fmt: skip
def test_a_story_of_an_outlet_without_a_place_says_why_nothing_is_counted(fields: dict[str, Any], why: str) -> None:
    because = make_article(**fields).undated_because
    assert why in because
    assert bool(because) == bool(why)


@pytest.mark.parametrize(("fields", "day"), [
    ({"published_at": NIGHT, "utc_offset": 0}, date(2026, 3, 3)),
    ({"published_at": NIGHT, "utc_offset": 60}, date(2026, 3, 4)),
    ({"published_at": DAY, "utc_offset": None}, date(2026, 3, 4)),
])  # fmt: skip
def test_a_stamp_in_utc_is_of_the_day_that_its_place_has(fields: dict[str, Any], day: date) -> None:
    outlet = make_outlet(place=make_place("Quarry Bend", time_zone="America/Chicago"))
    assert make_article(outlet=outlet, published_from="feed", **fields).printed_on == day


@pytest.mark.parametrize(("time_zone", "hour", "because", "day"), [
    ("America/Chicago", DAY, "midnight in UTC", date(2026, 3, 3)),
    ("America/Chicago", DAY.replace(minute=1), "", date(2026, 3, 3)),
    ("Europe/London", DAY, "", date(2026, 3, 4)),
    ("Pacific/Auckland", DAY, "", date(2026, 3, 4)),
])  # fmt: skip
def test_midnight_in_utc_counts_only_where_the_place_has_the_same_day_as_a_day_written_so(
    time_zone: str, hour: datetime, because: str, day: date
) -> None:
    outlet = make_outlet(place=make_place("Quarry Bend", time_zone=time_zone))
    article = make_article(outlet=outlet, published_at=hour, utc_offset=0, published_from="feed")
    assert (because in article.undated_because, bool(article.undated_because)) == (True, bool(because))
    assert article.printed_on == day
