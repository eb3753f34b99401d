"""When a delivery is due: at once, or on the morning a reader asked for, in the place's own zone."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from officials.models import Place
from votes.models import Announcement
from votes.subjects import read_key

MORNING = time(8)
# As `datetime.weekday` counts.
MONDAY = 0


def due_times(announcement: Announcement, now: datetime) -> dict[str, datetime]:
    """Return the moment by cadence. A reminder waits for the morning: nobody wants one at midnight."""
    zone = zone_of(announcement)
    prompt = now
    if announcement.kind == Announcement.Kind.REMINDER:
        prompt = max(now, _morning(announcement.created_at, zone))
    return {"at_once": prompt, "daily": next_morning(now, zone), "weekly": next_monday(now, zone)}


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    """Return the next 8 a.m. in the zone; `now` where it is that."""
    today = _morning(now, zone)
    return today if today >= now else _morning(now + timedelta(days=1), zone)


def next_monday(now: datetime, zone: tzinfo) -> datetime:
    """Return the next Monday, 8 a.m. in the zone."""
    day = next_morning(now, zone)
    ahead = (MONDAY - day.astimezone(zone).weekday()) % 7
    return _morning(day + timedelta(days=ahead), zone)


def zone_of(announcement: Announcement) -> tzinfo:
    """Return the zone of the first place among its topics, else of the issue's place; else UTC."""
    ids = dict(read_key(topic) for topic in reversed(announcement.topics))
    place = Place.objects.filter(pk=ids["place"]).first() if "place" in ids else None
    if place is None and "issue" in ids:
        place = Place.objects.filter(issues=ids["issue"]).first()
    return place.zone if place else UTC


def _morning(moment: datetime, zone: tzinfo) -> datetime:
    """Return 8 a.m. of the moment's day in the zone."""
    return datetime.combine(moment.astimezone(zone).date(), MORNING, zone)
