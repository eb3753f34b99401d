"""A day as people and machines read it."""

from datetime import UTC, date, datetime, timedelta, timezone

from django.utils import timezone as clock

from stories.public.dates import dated


def test_a_day_is_told_by_the_clock_of_the_page() -> None:
    assert dated(date(2026, 3, 1)) == '<time datetime="2026-03-01">Mar 1, 2026</time>'
    with clock.override(timezone(timedelta(hours=-6))):
        assert dated(datetime(2026, 3, 1, 3, tzinfo=UTC)) == '<time datetime="2026-02-28">Feb 28, 2026</time>'
    assert dated(None) == ""
