"""A time without a zone is by the clock of the outlet's place; without a place nothing is counted from it."""

from datetime import UTC, datetime

import pytest

from officials.models import Place
from stories.ingestion.clock import as_told, country_of, locate, settled
from stories.models import Article, Outlet
from tests.factories import NOW, make_article, make_outlet, make_place

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 3, 21, 30)


@pytest.fixture
def chicago() -> Place:
    return make_place("Quarry Bend", time_zone="America/Chicago")


def test_a_time_is_an_instant_by_the_clock_of_its_place(chicago: Place) -> None:
    outlet = make_outlet(place=chicago)
    instant, offset = settled(EVENING, outlet)
    assert (instant, offset) == (datetime(2026, 3, 4, 3, 30, tzinfo=UTC), -360)
    assert settled(EVENING, make_outlet()) == (EVENING.replace(tzinfo=UTC), None)
    day = datetime(2026, 3, 3)
    assert settled(day, outlet) == (day.replace(tzinfo=UTC), None)


@pytest.mark.parametrize("moment", [EVENING, datetime(2026, 3, 3), datetime.fromisoformat("2026-03-03T21:30:00-06:00")])
def test_what_was_settled_without_a_place_can_be_told_as_it_was(moment: datetime) -> None:
    assert as_told(*settled(moment, None)) == moment


def test_when_somebody_says_where_an_outlet_is_its_stories_have_their_day(chicago: Place) -> None:
    outlet = make_outlet()
    zoneless = make_article(outlet=outlet, published_at=EVENING.replace(tzinfo=UTC), utc_offset=None)
    in_utc = make_article(outlet=outlet, published_at=datetime(2026, 3, 4, 3, 30, tzinfo=UTC), utc_offset=0)
    read = make_article(outlet=outlet)
    for article in (zoneless, in_utc, read):
        article.versions.get().extractions.create(extractor="rules", done_at=NOW)
    assert set(Article.objects.of_unknown_clock()) == {zoneless, in_utc}
    locate(outlet, chicago)
    assert Outlet.objects.get(pk=outlet.pk).place == chicago
    known = [Article.objects.get(pk=article.pk) for article in (zoneless, in_utc)]
    assert [str(article.published_local) for article in known] == ["2026-03-03 21:30:00-06:00"] * 2
    assert [article.undated_because for article in known] == ["", ""]
    assert not Article.objects.of_unknown_clock().exists()
    # Read for findings again are those of which it tells another day, or any.
    assert [article.versions.unread().count() for article in (zoneless, in_utc, read)] == [1, 1, 0]


@pytest.mark.parametrize(("fields", "country"), [
    ({"ocd_division_id": "ocd-division/country:gb/city:x", "time_zone": "America/Chicago"}, "GB"),
    ({"time_zone": "America/Chicago"}, "US"), ({"time_zone": "UTC"}, ""),
])  # fmt: skip
def test_a_places_country_is_told_by_its_identifier_or_else_by_its_zone(fields: dict[str, str], country: str) -> None:
    assert country_of(make_place("Quarry Bend", **fields)) == country
    assert country_of(None) == ""
