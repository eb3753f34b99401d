"""Times as they are told, and as instants: a time without a zone is by the clock of the outlet's place."""

from datetime import UTC, datetime, timedelta, timezone

from babel.core import get_global
from django.db.models import Q

from officials.models import Place
from stories.ingestion.pages.written import is_day
from stories.models import Article, Outlet


def settled(moment: datetime, outlet: Outlet | None) -> tuple[datetime, int | None]:
    """Return the instant and its offset in minutes.

    A day, and an hour of a clock that nobody knows, stay as they are told, as if in UTC and without an offset.
    """
    if moment.tzinfo is None:
        place = outlet.place if outlet and not is_day(moment) else None
        if place is None:
            return moment.replace(tzinfo=UTC), None
        moment = moment.replace(tzinfo=place.zone)
    offset = moment.utcoffset()
    assert offset is not None
    return moment, round(offset / timedelta(minutes=1))


def as_told(instant: datetime, offset: int | None) -> datetime:
    """Return what `settled` was given: on its own clock, and naive where it named no zone."""
    if offset is None:
        return instant.astimezone(UTC).replace(tzinfo=None)
    return instant.astimezone(timezone(timedelta(minutes=offset)))


def locate(outlet: Outlet, place: Place) -> None:
    """Write where an outlet is. Its stories' times without a zone become those of the place, and those of which this
    tells another day are read for findings again.
    """
    unplaced = outlet.articles.filter(Q(utc_offset=None) | Q(utc_offset=0)).exclude(published_at=None)
    articles = list(unplaced.only("published_at", "utc_offset", "published_from", "outlet"))
    for article in articles:
        article.outlet = outlet
    before = {article.pk: (article.printed_on, article.undated_because) for article in articles}
    outlet.place = place
    outlet.save(update_fields=["place"])
    for article in articles:
        assert article.published_at
        article.published_at, article.utc_offset = settled(as_told(article.published_at, article.utc_offset), outlet)
    Article.objects.bulk_update(articles, ["published_at", "utc_offset"], batch_size=500)
    other = [article.pk for article in articles if before[article.pk] != (article.printed_on, article.undated_because)]
    Article.objects.filter(pk__in=other).count_anew()


def country_of(place: Place | None) -> str:
    """Return the code of the place's country, such as "US", by its OCD identifier or else its zone; "" if unknown."""
    if place is None:
        return ""
    _, _, named = place.ocd_division_id.partition("country:")
    territory = named[:2].upper() if named else get_global("zone_territories").get(place.time_zone, "")
    return territory if territory.isalpha() and territory != "ZZ" else ""
