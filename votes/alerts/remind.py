"""Writes the reminders of votes that draw near, for the days before that readers asked for."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial

from django.db.models import F, Func, Min, PositiveSmallIntegerField, Q

from votes.alerts.announce import News, tell, topics_of
from votes.citation import Citation
from votes.models import Announcement, Subscription, Vote, VoteChange
from votes.models.decisions import OPEN_STATUSES
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
    day = now.date()
    near = Q(earliest__lte=day + timedelta(days=LONGEST_LEAD) + ZONES, latest__gte=day - ZONES)
    votes = Vote.objects.standing().filter(near, status__in=OPEN_STATUSES).select_related("issue", "body__place")
    topics = {vote: topics_of(vote) for vote in votes}
    wanted = _wanted_leads({topic for keys in topics.values() for topic in keys})
    sweep = Sweep("remind", now)
    return sum(sweep.do(vote.pk, partial(_remind_of, vote, keys, wanted, now)) for vote, keys in topics.items())


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
    dating = _dating_change(vote)
    reminders = Announcement.objects.filter(kind=Announcement.Kind.REMINDER, subject=key_of(vote), lead=lead)
    if reminders.filter(version__gte=dating.version if dating else vote.version).exists():
        return False
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
    tell(news, now)
    return True
