"""A database from before it was noted where dates were read: it says so, and knows from which day each was counted."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection

from stories.models import Article, Entry, Finding
from tests.factories import NOW, make_article, make_finding, make_outlet, make_place, make_source

pytestmark = pytest.mark.django_db

migration = import_module("stories.migrations.0015_where_dates_were_read")
NIGHT = datetime(2026, 3, 4, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(("offset", "at", "placed", "day"), [
    (-360, NIGHT, False, date(2026, 3, 3)), (0, NIGHT, False, date(2026, 3, 4)), (0, NIGHT, True, date(2026, 3, 3)),
    (0, NIGHT.replace(hour=0, minute=0), True, date(2026, 3, 4)),
])  # fmt: skip
def test_a_finding_knows_the_day_that_it_was_counted_from(offset: int, at: datetime, placed: bool, day: date) -> None:
    place = make_place("Quarry Bend", time_zone="America/Chicago") if placed else None
    article = make_article(outlet=make_outlet(place=place), published_at=at, utc_offset=offset)
    make_finding(article, "council")
    with connection.cursor() as cursor:
        cursor.execute(migration.DAYS)
    assert Finding.objects.get().printed_on == day == article.printed_on
    assert Article.objects.get().published_from == "earlier"


def test_what_was_listed_before_is_in_utc_as_it_was_kept() -> None:
    listed = {"source": make_source(), "next_try_at": NOW, "seen_at": NOW}
    Entry.objects.create(guid="dated", published_at=NOW, **listed)
    Entry.objects.create(guid="undated", **listed)
    with connection.cursor() as cursor:
        cursor.execute(migration.OFFSETS)
    assert dict(Entry.objects.values_list("guid", "utc_offset")) == {"dated": 0, "undated": None}
