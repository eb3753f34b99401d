"""Writes the reminders of votes that draw near, for the days before that readers asked for, and for who comes late."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial

from django.db.models import F, Func, Min, PositiveSmallIntegerField, Q, QuerySet

from votes.alerts.announce import News, tell, topics_of
from votes.citation import Citation
from votes.models import Announcement, Delivery, FanOut, Subscriber, Subscription, Vote, VoteChange
from votes.models.status import OPEN_STATUSES
from votes.snapshots import values_of
from votes.subjects import key_of
from votes.sweeps import Sweep

# In days; the form offers less.
LONGEST_LEAD = 60
# Somewhere it is a day earlier or later than in UTC.
ZONES = timedelta(days=1)

# By topic, the leads that somebody wants, each with when it was first asked for.
Wanted = Mapping[str, Mapping[int, datetime]]


def remind(now: datetime) -> int:
    """Announce the reminders that are due and not yet written; return how many were new.

    After a pause the missed leads are made up for while the vote is ahead; fan-out gives a reader only one of them.
    """
    topics = {vote: topics_of(vote) for vote in _near_votes(now)}
    wanted = _wanted_leads({topic for keys in topics.values() for topic in keys})
    sweep = Sweep("remind", now)
    return sum(sweep.do(vote.pk, partial(_remind_of, vote, keys, wanted, now)) for vote, keys in topics.items())


def catch_up(reader: Subscriber, confirmed: Collection[Subscription], now: datetime) -> int:
    """Owe a reader at once what subscriptions, just confirmed, would have reminded them of by now; return how many.

    It is one reminder of a vote, and none where they were reminded of the same date before.
    """
    reminding = [subscription for subscription in confirmed if Announcement.Kind.REMINDER in subscription.kinds]
    owed = 0
    for vote in _near_votes(now) if reminding else ():
        topics = topics_of(vote)
        meant = [subscription for subscription in reminding if subscription.topic in topics]
        lead = _nearest_passed(vote, {lead for subscription in meant for lead in subscription.leads}, now)
        reminder = None if lead is None else _late_reminder(reader, vote, topics, lead, now)
        if reminder is not None:
            delivery = {"subscription": meant[0], "due_at": now}
            owed += Delivery.objects.get_or_create(announcement=reminder, subscriber=reader, defaults=delivery)[1]
    return owed


def is_ahead(vote: Vote, zone: tzinfo, now: datetime) -> bool:
    """Say whether a dated vote may still come: its window isn't over, nor has the one day's meeting opened. The zone is
    that of its body's place.
    """
    if vote.latest is None or vote.withdrawn_at or not vote.is_open or vote.is_over(now.astimezone(zone).date()):
        return False
    if vote.earliest != vote.latest or vote.time is None:
        return True
    return now < datetime.combine(vote.latest, vote.time, zone)


def _remind_of(vote: Vote, topics: list[str], wanted: Wanted, now: datetime) -> int:
    return sum(_write(vote, topics, lead, now) for lead in _due_leads(vote, topics, wanted, now))


def _near_votes(now: datetime) -> QuerySet[Vote]:
    """Return the votes that anybody may want to be reminded of by now."""
    day = now.date()
    near = Q(earliest__lte=day + timedelta(days=LONGEST_LEAD) + ZONES, latest__gte=day - ZONES)
    return Vote.objects.standing().filter(near, status__in=OPEN_STATUSES).select_related("issue", "body__place")


def _wanted_leads(topics: set[str]) -> Wanted:
    """Return the leads that readers of these topics want to be reminded at."""
    lead = Func(F("leads"), function="unnest", output_field=PositiveSmallIntegerField())
    live = Subscription.objects.live().filter(topic__in=topics, kinds__contains=[Announcement.Kind.REMINDER])
    wanted: dict[str, dict[int, datetime]] = {}
    for topic, days, since in live.values_list("topic", lead).annotate(since=Min("confirmed_at")):
        wanted.setdefault(topic, {})[days] = since
    return wanted


def _due_leads(vote: Vote, topics: list[str], wanted: Wanted, now: datetime) -> list[int]:
    """Return a vote's leads that are due, the nearest first.

    A lead whose day had passed before the date was known, or before anyone asked, is not due.
    """
    zone = vote.body.place.zone
    if vote.earliest is None or not is_ahead(vote, zone, now):
        return []
    today = now.astimezone(zone).date()
    dating = _dating_change(vote)
    leads: set[int] = set()
    for topic in topics:
        for lead, since in wanted.get(topic, {}).items():
            known = max(since, dating.learnt_at if dating else since).astimezone(zone).date()
            # Counted from the days we live in: a vote dated in the year 1 has no day before it.
            if (vote.earliest - today).days <= lead <= (vote.earliest - known).days:
                leads.add(lead)
    return sorted(leads)


def _dating_change(vote: Vote) -> VoteChange | None:
    """Return the ledger's row that set the day the window opens."""
    return vote.changes.filter(new__has_key="earliest").order_by("-version").first()


def _write(vote: Vote, topics: list[str], lead: int, now: datetime) -> bool:
    """Write one reminder; False where it was written before, be it under an earlier version of the same date."""
    if _reminders(vote).filter(lead=lead).exists():
        return False
    _tell(vote, topics, lead, now)
    return True


def _reminders(vote: Vote) -> QuerySet[Announcement]:
    """Return the reminders of the vote's present date."""
    dating = _dating_change(vote)
    since = dating.version if dating else vote.version
    return Announcement.objects.filter(kind=Announcement.Kind.REMINDER, subject=key_of(vote), version__gte=since)


def _tell(vote: Vote, topics: list[str], lead: int, now: datetime) -> Announcement:
    """Announce that the vote, as it stands now, is near."""
    dating = _dating_change(vote)
    news = News(
        Announcement.Kind.REMINDER,
        key_of(vote),
        vote.version,
        topics=topics,
        path=vote.issue.get_absolute_url(),
        citation=Citation(dating.sentence, dating.source_name, dating.source_url) if dating else Citation("", "", ""),
        new=values_of(vote),
        lead=lead,
    )
    return tell(news, now)


def _nearest_passed(vote: Vote, leads: Collection[int], now: datetime) -> int | None:
    """Return the last lead whose day has come, today's included; None where there is none or the vote isn't ahead."""
    zone = vote.body.place.zone
    if vote.earliest is None or not is_ahead(vote, zone, now):
        return None
    days = (vote.earliest - now.astimezone(zone).date()).days
    return min((lead for lead in leads if lead >= days), default=None)


def _late_reminder(reader: Subscriber, vote: Vote, topics: list[str], lead: int, now: datetime) -> Announcement | None:
    """Return the reminder of the vote as it stands now, for a reader who wants it after its day; None where the reader
    was reminded of this date, and where the next sweep reminds all who want it.
    """
    reminders = _reminders(vote)
    # Whether they have just been told the date in another mail is asked when this one is gathered.
    if Delivery.objects.exclude(state=Delivery.State.LAPSED).filter(subscriber=reader, announcement__in=reminders):
        return None
    of_this_lead = reminders.filter(lead=lead)
    if not of_this_lead.exists() and lead in _due_leads(vote, topics, _wanted_leads(set(topics)), now):
        return None
    reminder = of_this_lead.filter(version=vote.version).first()
    if reminder is None:
        reminder = _tell(vote, topics, lead, now)
        # All others were reminded on its day, or have heard of the vote since: by itself it goes to nobody.
        FanOut.objects.update_or_create(announcement=reminder, defaults={"done_at": now})
    return reminder
