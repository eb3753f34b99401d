"""When a delivery is due: at once, or on the morning a reader asked for, in the place's own zone."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from officials.models import Place
from votes.models import Announcement, Event, Merged, Vote
from votes.snapshots import Dated, dated_of, values_told
from votes.subjects import read_key

MORNING = time(8)
# What is told of a vote or an event that is nearer than this waits for no morning.
NEAR = timedelta(hours=48)
# What is of no use sooner because something is near.
WAITS = (Announcement.Kind.RESULT, Announcement.Kind.ALL_IS_WELL, Announcement.Kind.SILENCE)
# As `datetime.weekday` counts.
MONDAY = 0


def due_times(announcement: Announcement, now: datetime) -> dict[str, datetime]:
    """Return the moment by cadence. A reminder waits for the morning: nobody wants one at midnight. Nothing waits until
    the vote or event that it concerns is near.
    """
    zone = zone_of(announcement)
    prompt = now
    if announcement.kind == Announcement.Kind.REMINDER:
        prompt = max(now, _morning(announcement.created_at, zone))
    daily, weekly = next_morning(now, zone), next_monday(now, zone)
    if opening := _opening(announcement, zone, now):
        latest = max(now, opening - NEAR)
        daily, weekly = min(daily, latest), min(weekly, latest)
    return {"at_once": prompt, "daily": daily, "weekly": weekly}


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
    zone = _zone_of(announcement.topics) or _zone_of(Merged.objects.successors(announcement.topics))
    return zone or UTC


def _zone_of(topics: Sequence[str]) -> tzinfo | None:
    ids = dict(read_key(topic) for topic in reversed(topics))
    place = Place.objects.filter(pk=ids["place"]).first() if "place" in ids else None
    if place is None and "issue" in ids:
        place = Place.objects.filter(issues=ids["issue"]).first()
    return place.zone if place else None


def _opening(announcement: Announcement, zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the vote or event that an announcement concerns may begin, as told now or before; None for what is
    of use after it as well, such as a result. What is said on an issue concerns the issue's next one.
    """
    today = now.astimezone(zone).date()
    if announcement.kind in WAITS:
        return None
    if announcement.kind in (Announcement.Kind.POSITION, Announcement.Kind.QUOTE):
        issues = [pk for kind, pk in map(read_key, announcement.topics) if kind == "issue"]
        votes = Vote.objects.ahead(today).filter(issue__in=issues, earliest__isnull=False)
        events = Event.objects.ahead(today).filter(issues__in=issues, earliest__isnull=False)
        coming: list[Dated] = [*votes[:1], *events[:1]]
    else:
        tellings = [values_told(announcement), announcement.old]
        coming = [dated_of(announcement.subject, values) for values in tellings if values]
    days = [
        (max(dated.earliest, today), dated.time or time.min)
        for dated in coming
        if dated.earliest and not dated.is_over(today)
    ]
    return datetime.combine(*min(days), zone) if days else None


def _morning(moment: datetime, zone: tzinfo) -> datetime:
    """Return 8 a.m. of the moment's day in the zone."""
    return datetime.combine(moment.astimezone(zone).date(), MORNING, zone)
