"""When a delivery is due: at once, or on the morning a reader asked for, in the place's own zone."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from officials.models import Place
from votes.models import Announcement

MORNING = time(8)
MONDAY = 0


def due_times(announcement: Announcement, now: datetime) -> dict[str, datetime]:
    """By cadence. A reminder waits for the morning: nobody wants one at midnight, when its day begins."""
    zone = zone_of(announcement)
    prompt = now
    if announcement.kind == Announcement.Kind.REMINDER:
        prompt = max(now, _morning(announcement.created_at, zone))
    return {"at_once": prompt, "daily": next_morning(now, zone), "weekly": next_monday(now, zone)}


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    today = _morning(now, zone)
    return today if today >= now else _morning(now + timedelta(days=1), zone)


def next_monday(now: datetime, zone: tzinfo) -> datetime:
    day = next_morning(now, zone)
    ahead = (MONDAY - day.astimezone(zone).weekday()) % 7
    return _morning(day + timedelta(days=ahead), zone)


def zone_of(announcement: Announcement) -> tzinfo:
    """That of the first place among its topics, else of the issue's; else UTC."""
    ids = dict(topic.split(":", 1) for topic in reversed(announcement.topics))
    place = Place.objects.filter(pk=int(ids["place"])).first() if "place" in ids else None
    if place is None and "issue" in ids:
        place = Place.objects.filter(issues=int(ids["issue"])).first()
    return place.zone if place else UTC


def _morning(moment: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(moment.astimezone(zone).date(), MORNING, zone)
