"""Tells those who want it that nothing happened: once a month that all is well, and that a source has fallen silent.

Both are put into words when they are written; nothing of them changes later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.dateformat import format as in_format

from officials.models import Place
from votes.alerts.cadence import MORNING, zone_of
from votes.alerts.topics import Topic, name_of
from votes.models import Announcement, FanOut, Merged, Subscription
from votes.models.alerts import TOPICS
from votes.subjects import read_key

Kind = Announcement.Kind
# A source that speaks and falls silent again within this time is told of once.
SILENCE_TOLD_AGAIN = timedelta(days=30)
DAY = "F j, Y"


@dataclass(frozen=True)
class Silence:
    """What can't be read, or says nothing on what is followed, since when, and whose followers want to know: keys such
    as "issue:3". `number` is the outlet's, `state` what is so, as a sentence without its day.
    """

    number: int
    name: str
    state: str
    since: datetime
    path: str
    topics: list[str]


# Returns how many sources are read for a topic, and since when something may have escaped us; 0 and None where none is.
Looked = Callable[[str], tuple[int, datetime | None]]


def tell_all_is_well(now: datetime, looked: Looked) -> int:
    """Announce, on the first morning of a month or as soon after it as we run, of each topic that somebody wants it for
    and that nothing was announced of during the last one, just that; return of how many.
    """
    return sum(_tell_all_is_well(topic, now, looked) for topic in _wanted(now))


def tell_of_silences(silences: Iterable[Silence], now: datetime) -> int:
    """Announce each silence once to whoever wants it for a topic of its; return how many were new."""
    wanted = set(_live(Kind.SILENCE).values_list("topic", flat=True))
    return sum(_tell_of_silence(one, now) for one in silences if not wanted.isdisjoint(one.topics))


def _live(kind: str) -> QuerySet[Subscription]:
    return Subscription.objects.live().filter(kinds__contains=[kind]).order_by()


def _wanted(now: datetime) -> list[str]:
    return sorted(set(_live(Kind.ALL_IS_WELL).filter(confirmed_at__lt=now).values_list("topic", flat=True)))


@transaction.atomic
def _tell_all_is_well(topic: str, now: datetime, looked: Looked) -> int:
    """Who followed it for less than the month is not told what they did not wait for."""
    subscriptions = _live(Kind.ALL_IS_WELL).filter(topic=topic)
    first = subscriptions.select_related(*TOPICS).order_by("confirmed_at")[0]
    followed: Topic = first.followed
    zone = zone_of(Announcement(topics=[topic, *_places_of(followed)]))
    here = now.astimezone(zone)
    ends = datetime.combine(date(here.year, here.month, 1), MORNING, zone)
    last_day = ends.date() - timedelta(days=1)
    begins = datetime.combine(last_day.replace(day=1), MORNING, zone)
    if now < ends or first.confirmed_at is None or first.confirmed_at > begins:
        return 0
    kind, pk = read_key(topic)
    subject, version = f"quiet-{kind}:{pk}", last_day.year * 12 + last_day.month
    if Announcement.objects.filter(subject=subject, version__gte=version).exists():
        return 0
    keys = Merged.objects.with_successors([topic])
    told = Announcement.objects.filter(topics__overlap=keys, created_at__gte=begins, created_at__lt=ends)
    if told.exclude(kind__in=[Kind.ALL_IS_WELL, Kind.SILENCE]).exists():
        return 0
    month = in_format(last_day, "F Y")
    sources, since = looked(topic)
    lines = [f"Nothing was announced of {name_of(followed)} in {month}: no date, no move, no result, no new stand."]
    if sources and since:
        many = "one source" if sources == 1 else f"{sources} sources"
        lines.append(
            f"We read {many} for it, and looked at all of them last on {in_format(since.astimezone(zone), DAY)}."
        )
    else:
        lines.append("We read no source for it by itself at the moment: stories on it come in by hand.")
    title = f"All is well: nothing new on {name_of(followed)} in {month}"
    path = _path_of(followed)
    _write(
        Announcement(kind=Kind.ALL_IS_WELL, subject=subject, version=version, topics=[topic], path=path), title, lines,
        {"month": month}, now,
    )  # fmt: skip
    return 1


@transaction.atomic
def _tell_of_silence(silence: Silence, now: datetime) -> int:
    subject, version = f"outlet:{silence.number}", now.date().toordinal()
    lately = Announcement.objects.filter(kind=Kind.SILENCE, subject=subject)
    since = silence.since.date().isoformat()
    if lately.filter(new__since=since).exists() or lately.filter(created_at__gt=now - SILENCE_TOLD_AGAIN).exists():
        return 0
    day = in_format(silence.since, DAY)
    lines = [
        f"{silence.state} {day}.",
        "What it reports on what you follow may reach you late, or not at all, until it speaks again.",
    ]
    title = f"A source of yours has been silent since {day}: {silence.name}"
    _write(
        Announcement(kind=Kind.SILENCE, subject=subject, version=version, topics=silence.topics, path=silence.path),
        title, lines, {"since": since}, now,
    )  # fmt: skip
    return 1


def _write(
    announcement: Announcement, title: str, lines: Iterable[str], new: dict[str, str], now: datetime
) -> None:  # fmt: skip
    """Announce it in these words, to be told at the next turn."""
    announcement.title, announcement.detail = title[:300], "\n".join(lines)
    announcement.new, announcement.created_at = new, now
    announcement.save()
    FanOut.objects.create(announcement=announcement, due_at=now)


def _places_of(followed: Topic) -> list[str]:
    """Return the key of the place in whose zone a topic's months begin, where the topic's own doesn't say."""
    body = getattr(followed, "body", None)
    place = (
        followed if isinstance(followed, Place) else getattr(followed, "place", None) or getattr(body, "place", None)
    )
    return [f"place:{place.pk}"] if place else []


def _path_of(followed: Topic) -> str:
    page = getattr(followed, "issue", followed)
    return str(page.get_absolute_url())
