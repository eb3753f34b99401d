"""Writes the reminders of votes and events that draw near: for the days before that readers asked for, and for who
comes late.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from django.db.models import F, Func, Min, PositiveSmallIntegerField, Q, QuerySet, prefetch_related_objects

from votes.alerts import hold
from votes.alerts.announce import News, path_of_event, tell, topics_of, topics_of_event
from votes.citation import Citation
from votes.models import Announcement, Delivery, Event, FanOut, Reminded, Subscriber, Subscription, Vote
from votes.models.changes import Change
from votes.models.decisions import Classification
from votes.models.status import OPEN_STATUSES
from votes.snapshots import Dated, Values, changes_of, values_of, values_of_event
from votes.subjects import key_of
from votes.sweeps import Sweep

# In days; the form offers less.
LONGEST_LEAD = 60
# Somewhere it is a day earlier or later than in UTC.
ZONES = timedelta(days=1)
# Of a window longer than this the last day counts as well as the first.
WIDE = timedelta(days=7)

# By topic, the leads that somebody wants, each with when it was first asked for.
Wanted = Mapping[str, Mapping[int, datetime]]
# A lead, and whether it counts to the last day of a window.
Lead = tuple[int, bool]


@dataclass(frozen=True)
class DatedKind:
    """What differs between votes and events that draw near: which they are, what to load with them to know
    their zone and what to load of those that are due, whose followers hear of one, where to read on, and what is told.
    """

    sweep: str
    standing: Callable[[], QuerySet[Any]]
    of_zone: tuple[str, ...]
    loaded: tuple[str, ...]
    topics: Callable[[Any], list[str]]
    path: Callable[[Any], str]
    values: Callable[[Any], Values]


# An event at which a vote is taken is told as that vote.
KINDS: dict[type[Dated], DatedKind] = {
    Vote: DatedKind(
        "remind",
        lambda: Vote.objects.standing().on_the_matter().exclude(classification=Classification.PROCEDURAL),
        ("body__place",),
        ("issue", "meeting__bodies"),
        topics_of,
        lambda vote: vote.issue.get_absolute_url(),
        values_of,
    ),
    Event: DatedKind(
        "remind_events",
        lambda: Event.objects.standing().unfolded(),
        ("place",),
        ("bodies", "issues", "votes"),
        topics_of_event,
        path_of_event,
        values_of_event,
    ),
}  # fmt: skip


def remind(now: datetime) -> int:
    """Announce the reminders that are due and not yet written; return how many were new.

    After a pause the missed leads are made up for while the day is ahead; fan-out gives a reader only one of them. Each
    is looked at once a day, and again when it has changed: who comes late is caught up with by themselves.
    """
    topics = {near: KINDS[type(near)].topics(near) for near in _loaded(_unlooked(now))}
    wanted = _wanted_leads({topic for keys in topics.values() for topic in keys}) if topics else {}
    sweeps = {model: Sweep(kind.sweep, now) for model, kind in KINDS.items()}
    return sum(
        sweeps[type(near)].do(near.pk, partial(_remind_of, near, keys, wanted, now)) for near, keys in topics.items()
    )


def catch_up(reader: Subscriber, confirmed: Collection[Subscription], now: datetime) -> int:
    """Owe a reader at once what subscriptions, just confirmed, would have reminded them of by now; return how many.

    It is one reminder of a vote or event, and none where they were reminded of the same date before.
    """
    reminding = [subscription for subscription in confirmed if Announcement.Kind.REMINDER in subscription.kinds]
    owed = 0
    for near in _loaded(_near(now)) if reminding else ():
        topics = KINDS[type(near)].topics(near)
        meant = [subscription for subscription in reminding if subscription.topic in topics]
        lead = _nearest_passed(near, {lead for subscription in meant for lead in subscription.leads}, now)
        reminder = None if lead is None else _late_reminder(reader, near, topics, lead, now)
        if reminder is not None:
            delivery = {"subscription": meant[0], "due_at": now}
            owed += Delivery.objects.get_or_create(announcement=reminder, subscriber=reader, defaults=delivery)[1]
    return owed


def ask_sooner(subscription: Subscription, leads: Collection[int], now: datetime) -> int:
    """Remind a reader this very day who now wants to be reminded at these leads, and did not; return how many reminders
    they are owed at once. Of the others the next sweep thinks.
    """
    owed = 0
    wants = Announcement.Kind.REMINDER in subscription.kinds and subscription.confirmed_at
    for near in _loaded(_near(now)) if wants and leads else ():
        topics = KINDS[type(near)].topics(near)
        if subscription.topic not in topics:
            continue
        Reminded.objects.filter(subject=key_of(near)).delete()
        for to_end, day in _days_counted_to(near):
            lead = (day - now.astimezone(near.zone).date()).days
            same = {"lead": lead, "to_end": to_end, "version": near.version}
            written = _reminders(near).filter(**same) if lead in leads else ()
            for reminder in written:
                delivery = {"subscription": subscription, "due_at": now}
                row = {"announcement": reminder, "subscriber": subscription.subscriber}
                owed += Delivery.objects.get_or_create(**row, defaults=delivery)[1]
    return owed


def is_ahead(dated: Dated, zone: tzinfo, now: datetime) -> bool:
    """Say whether what is dated may still come: its window isn't over, nor has the one day's meeting opened or its
    deadline ended. The zone is that of its place.
    """
    if dated.latest is None or dated.withdrawn_at or not dated.is_open or dated.is_over(now.astimezone(zone).date()):
        return False
    if dated.earliest != dated.latest or dated.time is None or (isinstance(dated, Event) and dated.ends_with_its_day):
        return True
    return now < datetime.combine(dated.latest, dated.time, zone)


def _remind_of(near: Dated, topics: list[str], wanted: Wanted, now: datetime) -> int:
    written = sum(_write(near, topics, lead, now) for lead in _due_leads(near, topics, wanted, now))
    looked = {"version": near.version, "day": now.astimezone(near.zone).date()}
    Reminded.objects.update_or_create(subject=key_of(near), defaults=looked)
    return written


def _near(now: datetime) -> Iterator[Dated]:
    """Yield the votes and events that anybody may want to be reminded of by now."""
    day = now.date()
    near = Q(earliest__lte=day + timedelta(days=LONGEST_LEAD) + ZONES, latest__gte=day - ZONES)
    for kind in KINDS.values():
        yield from kind.standing().filter(near, status__in=OPEN_STATUSES).select_related(*kind.of_zone)


def _unlooked(now: datetime) -> Iterator[Dated]:
    """Yield those of them that were not looked at today, as they are."""
    looked = {row.subject: (row.version, row.day) for row in Reminded.objects.filter(day__gte=now.date() - ZONES)}
    for near in _near(now):
        with suppress(KeyError):  # of a place whose zone nobody knows it is said where it is looked at
            if looked.get(key_of(near)) == (near.version, now.astimezone(near.zone).date()):
                continue
        yield near


def _loaded(near: Iterable[Dated]) -> list[Dated]:
    """Return them with what finding their readers needs."""
    found = list(near)
    for model, kind in KINDS.items():
        prefetch_related_objects([one for one in found if isinstance(one, model)], *kind.loaded)
    return found


def _wanted_leads(topics: set[str]) -> Wanted:
    """Return the leads that readers of these topics want to be reminded at."""
    lead = Func(F("leads"), function="unnest", output_field=PositiveSmallIntegerField())
    live = Subscription.objects.live().filter(topic__in=topics, kinds__contains=[Announcement.Kind.REMINDER])
    wanted: dict[str, dict[int, datetime]] = {}
    for topic, days, since in live.values_list("topic", lead).annotate(since=Min("confirmed_at")):
        wanted.setdefault(topic, {})[days] = since
    return wanted


def _due_leads(near: Dated, topics: list[str], wanted: Wanted, now: datetime) -> list[Lead]:
    """Return the leads that are due, the nearest to its end first.

    A lead whose day had passed before the date was known, or before anyone asked, is not due; nor is one that counts to
    the last day of a window and falls before the window opens.
    """
    if not is_ahead(near, near.zone, now):
        return []
    today = now.astimezone(near.zone).date()
    dating = _dating_change(near)
    leads: set[Lead] = set()
    for to_end, day in _days_counted_to(near):
        longest = (day - near.earliest).days - 1 if to_end and near.earliest else LONGEST_LEAD
        for topic in topics:
            for lead, since in wanted.get(topic, {}).items():
                known = max(since, dating.learnt_at if dating else since).astimezone(near.zone).date()
                # Counted from the days we live in: what is dated in the year 1 has no day before it.
                if (day - today).days <= lead <= min((day - known).days, longest):
                    leads.add((lead, to_end))
    return sorted(leads, key=lambda lead: (not lead[1], lead[0]))


def _days_counted_to(near: Dated) -> Iterator[tuple[bool, date]]:
    """Yield the first day of its window, and of a wide one the last."""
    if near.earliest is None or near.latest is None:
        return
    yield False, near.earliest
    if near.latest - near.earliest > WIDE:
        yield True, near.latest


def _dating_change(near: Dated) -> Change | None:
    """Return the ledger's row that set the day the window opens."""
    return changes_of(key_of(near)).filter(new__has_key="earliest").order_by("-version").first()


def _write(near: Dated, topics: list[str], lead: Lead, now: datetime) -> bool:
    """Write one reminder; False where it was written before, be it under an earlier version of the same date."""
    days, to_end = lead
    if _reminders(near).filter(lead=days, to_end=to_end).exists():
        return False
    _tell(near, topics, days, now, to_end=to_end)
    return True


def _reminders(near: Dated) -> QuerySet[Announcement]:
    """Return the reminders of its present date."""
    dating = _dating_change(near)
    since = dating.version if dating else near.version
    return Announcement.objects.filter(kind=Announcement.Kind.REMINDER, subject=key_of(near), version__gte=since)


def _tell(near: Dated, topics: list[str], lead: int, now: datetime, *, to_end: bool = False) -> Announcement:
    """Announce that it, as it stands now, is near."""
    kind, dating = KINDS[type(near)], _dating_change(near)
    news = News(
        Announcement.Kind.REMINDER,
        key_of(near),
        near.version,
        topics=topics,
        path=kind.path(near),
        citation=Citation(dating.sentence, dating.source_name, dating.source_url) if dating else Citation("", "", ""),
        new=kind.values(near),
        lead=lead,
        to_end=to_end,
    )
    return tell(news, now)


def _nearest_passed(near: Dated, leads: Collection[int], now: datetime) -> int | None:
    """Return the last lead whose day has come, today's included; None where there is none or it isn't ahead."""
    zone = near.zone
    if near.earliest is None or not is_ahead(near, zone, now):
        return None
    days = (near.earliest - now.astimezone(zone).date()).days
    return min((lead for lead in leads if lead >= days), default=None)


def _late_reminder(
    reader: Subscriber, near: Dated, topics: list[str], lead: int, now: datetime
) -> Announcement | None:  # fmt: skip
    """Return the reminder of it as it stands now, for a reader who wants it after its day; None where the reader was
    reminded of this date, and where the next sweep reminds all who want it.
    """
    reminders = _reminders(near)
    # Whether they have just been told the date in another mail is asked when this one is gathered.
    if Delivery.objects.exclude(state=Delivery.State.LAPSED).filter(subscriber=reader, announcement__in=reminders):
        return None
    of_this_lead = reminders.filter(lead=lead, to_end=False)
    if not of_this_lead.exists() and (lead, False) in _due_leads(near, topics, _wanted_leads(set(topics)), now):
        Reminded.objects.filter(subject=key_of(near)).delete()
        return None
    reminder = of_this_lead.filter(version=near.version).first()
    if reminder is None:
        reminder = _tell(near, topics, lead, now)
        # All others were reminded on its day, or have heard of it since: by itself it goes to nobody.
        FanOut.objects.update_or_create(announcement=reminder, defaults={"done_at": now})
        # Where a body is held, the reader waits for an editor, too.
        hold.catch(reminder, now)
    return reminder
