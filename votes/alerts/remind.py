"""Writes the reminders of votes that draw near, for the days before that readers asked for."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F, Func, Min, PositiveSmallIntegerField, Q

from votes.alerts.announce import tell, topics_of
from votes.citation import Citation
from votes.headlines import matter, particulars
from votes.models import Announcement, Subscription, Vote, VoteChange
from votes.models.decisions import OPEN_STATUSES
from votes.words import window_in_words

LONGEST_LEAD = 60
# Somewhere it is a day earlier or later than in UTC.
ZONES = timedelta(days=1)

Asked = Mapping[str, Mapping[int, datetime]]


def remind(now: datetime) -> int:
    """Announce what is due and not yet written; how many were new.

    After a pause the missed leads are made up for while the vote is ahead; fan-out gives a reader only one of them.
    """
    votes = list(_near(now))
    topics = {vote.pk: topics_of(vote) for vote in votes}
    asked = _asked({topic for some in topics.values() for topic in some})
    written = 0
    for vote in votes:
        for lead in _due_leads(vote, topics[vote.pk], asked, now):
            written += _write(vote, topics[vote.pk], lead, now)
    return written


def is_ahead(vote: Vote, now: datetime) -> bool:
    """Whether a dated vote may still come: its window isn't over, nor has the one day's meeting opened."""
    zone = vote.body.place.zone
    if vote.latest is None or vote.withdrawn_at or not vote.is_open or vote.is_over(now.astimezone(zone).date()):
        return False
    if vote.earliest != vote.latest or vote.time is None:
        return True
    return now < datetime.combine(vote.latest, vote.time, zone)


def _near(now: datetime) -> list[Vote]:
    """Open, dated votes whose window opens within the longest lead and isn't over."""
    day = now.date()
    dated = Q(earliest__lte=day + timedelta(days=LONGEST_LEAD) + ZONES, latest__gte=day - ZONES)
    return list(Vote.objects.standing().filter(dated, status__in=OPEN_STATUSES).select_related("issue", "body__place"))


def _asked(topics: set[str]) -> Asked:
    """By topic, the leads somebody wants, each with when it was first asked for."""
    lead = Func(F("leads"), function="unnest", output_field=PositiveSmallIntegerField())
    wanted = Subscription.objects.live().filter(topic__in=topics, kinds__contains=[Announcement.Kind.REMINDER])
    asked: dict[str, dict[int, datetime]] = {}
    rows = wanted.values_list("topic", lead).annotate(since=Min("confirmed_at"))
    for topic, days, since in rows:
        asked.setdefault(topic, {})[days] = since
    return asked


def _due_leads(vote: Vote, topics: list[str], asked: Asked, now: datetime) -> list[int]:
    """The nearest first. A lead whose day had passed before the date was known, or before anyone asked, is not due."""
    if vote.earliest is None or not is_ahead(vote, now):
        return []
    zone = vote.body.place.zone
    today = now.astimezone(zone).date()
    dated = _dated_by(vote)
    leads: set[int] = set()
    for topic in topics:
        for lead, since in asked.get(topic, {}).items():
            due = vote.earliest - timedelta(days=lead)
            in_time = max(since, dated.learnt_at if dated else since).astimezone(zone).date() <= due
            if due <= today and in_time:
                leads.add(lead)
    return sorted(leads)


def _dated_by(vote: Vote) -> VoteChange | None:
    """The ledger's row that set the day the window opens."""
    return vote.changes.filter(new__has_key="earliest").order_by("-version").first()


def _write(vote: Vote, topics: list[str], lead: int, now: datetime) -> bool:
    """False where it was written before, be it under an earlier version of the same date."""
    dated = _dated_by(vote)
    reminders = Announcement.objects.filter(kind=Announcement.Kind.REMINDER, subject=f"vote:{vote.pk}", lead=lead)
    if reminders.filter(version__gte=dated.version if dated else vote.version).exists():
        return False
    today = now.astimezone(vote.body.place.zone).date()
    tell(
        Announcement.Kind.REMINDER,
        topics,
        f"vote:{vote.pk}",
        vote.version,
        # How many days are left is said when the mail is built: it may leave later than this.
        f"{matter(vote)}, {window_in_words(vote, today)}"[:300],
        vote.issue.get_absolute_url(),
        Citation(dated.sentence, dated.source_name, dated.source_url) if dated else Citation("", "", ""),
        now,
        particulars(vote, None, today),
        lead,
    )
    return True
