"""Writes what there is to tell, and fans it out to those it is owed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from votes.alerts import hold, webhooks
from votes.alerts.cadence import due_times
from votes.citation import Citation
from votes.models import Announcement, Event, FanOut, Held, Issue, Merged, Vote, VoteChange
from votes.models.status import Status
from votes.snapshots import is_same_news, values_told
from votes.subjects import key_of, make_key, read_key
from votes.sweeps import Sweep

Kind = Announcement.Kind
# Whoever was told by one of these is told the news that replaces it, whatever kinds they asked for.
REPLACES: dict[str, list[str]] = {
    Kind.DATE: [Kind.DATE, Kind.REMINDER, Kind.RESULT],
    Kind.RESULT: [Kind.DATE, Kind.REMINDER, Kind.RESULT],
    Kind.EVENT: [Kind.EVENT, Kind.REMINDER],
    Kind.POSITION: [Kind.POSITION],
    Kind.QUOTE: [Kind.QUOTE],
}
# What a reader asked for who is told of this kind, where that has another name: who wants dates wants events, too.
ASKED_AS: dict[str, str] = {Kind.EVENT: Kind.DATE}
# That a vote was shelved is its date gone and what came of it.
SHELVED_ASKED_AS = (Kind.DATE, Kind.RESULT)
# A reminder within hours of another mail about the same vote would say nothing new.
RECENTLY = timedelta(hours=20)
# How long a change waits for its correction before anybody is told; nothing can overtake a reminder.
DATES_SETTLE, OTHERS_SETTLE = timedelta(minutes=3), timedelta(minutes=10)
SETTLING: dict[str, timedelta] = {Kind.DATE: DATES_SETTLE, Kind.EVENT: DATES_SETTLE, Kind.REMINDER: timedelta(0)}
# Higher than the version of any announcement.
BEYOND_VERSIONS = 2**31 - 1

FAN_OUT = """
WITH holder AS (  -- who was sent, or is owed, something this announcement replaces
    SELECT delivery.subscriber_id,
        -- a mail of which a mail server never said whether it took it may be out
        bool_or(delivery.state = 'sent' OR delivery.handed_over_at IS NOT NULL) AS was_sent,
        bool_or(delivery.state = 'sent' OR delivery.message_id IS NOT NULL) AS has_message
    FROM votes_delivery delivery JOIN votes_announcement earlier ON earlier.id = delivery.announcement_id
    WHERE earlier.subject = %(subject)s AND earlier.kind = ANY(%(replaces)s) AND earlier.version < %(version)s
      AND (delivery.state <> 'lapsed' OR delivery.handed_over_at IS NOT NULL)
    GROUP BY delivery.subscriber_id
)
INSERT INTO votes_delivery (announcement_id, subscriber_id, subscription_id, state, why, due_at, created_at)
SELECT DISTINCT ON (subscription.subscriber_id)
    %(id)s, subscription.subscriber_id, subscription.id, 'owed', '',
    CASE
        WHEN holder.has_message OR %(kind)s = 'reminder' OR subscription.cadence = 'at_once' THEN %(at_once)s
        WHEN subscription.cadence = 'daily' THEN %(daily)s
        ELSE %(weekly)s
    END AS due_at,
    %(now)s
FROM votes_subscription subscription
JOIN votes_subscriber subscriber ON subscriber.id = subscription.subscriber_id
LEFT JOIN holder ON holder.subscriber_id = subscriber.id
WHERE subscription.topic = ANY(%(topics)s)
  AND subscription.ended_at IS NULL AND subscription.confirmed_at IS NOT NULL
  AND subscriber.confirmed_at IS NOT NULL AND subscriber.stopped_at IS NULL
  AND CASE %(audience)s
      WHEN 'sent' THEN holder.was_sent
      WHEN 'holders' THEN holder.subscriber_id IS NOT NULL
      ELSE holder.subscriber_id IS NOT NULL OR (
          -- who pauses is told what becomes of a date they were sent, and nothing new
          coalesce(subscriber.paused_until <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date, true) AND
          %(asked_as)s::varchar[] && subscription.kinds AND (%(lead)s IS NULL OR %(lead)s = ANY(subscription.leads))
      )
  END
ORDER BY subscription.subscriber_id, due_at, subscription.id
ON CONFLICT (announcement_id, subscriber_id) DO NOTHING
"""


@dataclass(frozen=True)
class News:
    """What there is to tell of a subject. `subject` and `topics` are keys such as "vote:5" and "issue:3"; `path` is the
    page to read on at; `new` and `old` are what is so now and what was, as plain values; `lead` is a reminder's days
    before the vote, `to_end` whether they count to the last day of a window.
    """

    kind: str
    subject: str
    version: int
    topics: Sequence[str]
    path: str
    citation: Citation
    new: Mapping[str, Any]
    old: Mapping[str, Any] = field(default_factory=dict)
    lead: int | None = None
    to_end: bool = False
    why: str = VoteChange.Why.NEWS


def tell(news: News, now: datetime, *, is_first: bool = False) -> Announcement:
    """Return the announcement of the news, written once: of one kind, subject, version and lead there is only one.

    It retracts the newest earlier version on the subject, unless it is a reminder, and is fanned out once it has
    settled. Of a record that was made just now it `is_first`: there is nothing to look for.
    """
    once = {"kind": news.kind, "subject": news.subject, "version": news.version}
    once |= {"lead": news.lead, "to_end": news.to_end}
    told, earlier = (None, None) if is_first else _told_before(once)
    values = {
        "topics": [*news.topics],
        "retracts": None if news.lead is not None else earlier,
        "old": dict(news.old),
        "new": dict(news.new),
        "why": news.why,
        "path": news.path,
        "sentence": news.citation.sentence,
        "source_name": news.citation.source_name,
        "source_url": news.citation.source_url,
        "created_at": now,
    }
    announcement = told or _write_once(once, values)
    settled = announcement.created_at + SETTLING.get(news.kind, OTHERS_SETTLE)
    FanOut.objects.bulk_create([FanOut(announcement=announcement, due_at=settled)], ignore_conflicts=True)
    return announcement


def _told_before(once: Mapping[str, Any]) -> tuple[Announcement | None, Announcement | None]:
    """Return this very announcement where it was written already, and the subject's newest one before its version,
    reminders apart. One question to the database.
    """
    before = Q(version__lt=once["version"]) & ~Q(kind=Kind.REMINDER)
    known = Announcement.objects.filter(Q(**once) | before, subject=once["subject"])
    newest = list(known.order_by("-version", "-id")[:2])
    told = next((one for one in newest if one.version == once["version"]), None)
    return told, next((one for one in newest if one is not told), None)


def _write_once(once: Mapping[str, Any], values: Mapping[str, Any]) -> Announcement:
    """Return the announcement, made now, or by somebody else meanwhile."""
    try:
        with transaction.atomic():
            return Announcement.objects.create(**once, **values)
    except IntegrityError:
        return Announcement.objects.get(**once)


def take_back(subject: str, path: str, now: datetime) -> Announcement | None:
    """Announce that a subject's last news no longer stands, its record being gone; None where there was none.

    News not yet sent then never goes out; who was sent it is told.
    """
    last = _newest_before(subject, BEYOND_VERSIONS)
    if last is None or last.redacted_at:
        return None
    news = News(
        last.kind,
        subject,
        last.version + 1,
        topics=last.topics,
        path=path,
        citation=Citation("", "", ""),
        old=last.new,
        new={**last.new, "withdrawn": True},
    )
    return tell(news, now)


def correct(
    subject: str, topics: Sequence[str], path: str, citation: Citation, new: Mapping[str, Any], now: datetime
) -> Announcement | None:  # fmt: skip
    """Announce that a subject's last news was wrong, and what is so; None where nothing was told of it, or the same.

    Who was sent it, or is owed it, is told; news not yet sent goes out as corrected.
    """
    last = _newest_before(subject, BEYOND_VERSIONS)
    if last is None or last.redacted_at or last.new == dict(new):
        return None
    both = list(dict.fromkeys([*last.topics, *topics]))
    why = VoteChange.Why.MISTAKE
    return tell(News(last.kind, subject, last.version + 1, both, path, citation, new, last.new, why=why), now)


def tell_again(subject: str, citation: Citation, now: datetime) -> Announcement | None:
    """Announce that what was taken back stands after all; None where that was not told, or was removed."""
    last = _newest_before(subject, BEYOND_VERSIONS)
    if last is None or last.redacted_at or not last.takes_back:
        return None
    news = News(
        last.kind, subject, last.version + 1, topics=last.topics, path=last.path, citation=citation, new=last.old
    )  # fmt: skip
    return tell(news, now)


def topics_of(vote: Vote) -> list[str]:
    """Return the keys of all topics whose followers hear of the vote, the vote's own first. Those of the event where it
    is taken, and of the bodies that meet there, hear of that by the vote.
    """
    bodies = dict.fromkeys([vote.body_id, *([body.pk for body in vote.meeting.bodies.all()] if vote.meeting else [])])
    places = dict.fromkeys([vote.body.place_id, vote.issue.place_id])
    return [
        key_of(vote),
        make_key("issue", vote.issue_id),
        *([make_key("event", vote.meeting_id)] if vote.meeting_id else []),
        *(make_key("body", body) for body in bodies),
        *(make_key("place", place) for place in places if place is not None),
    ]


def issues_told_of(event: Event) -> list[Issue]:
    """Return the event's issues on which no vote is taken at it: of the others the vote is told. That an event was our
    mistake is told of itself.
    """
    taken = {vote.issue_id for vote in event.votes.all() if not vote.withdrawn_at and not event.withdrawn_at}
    return sorted((issue for issue in event.issues.all() if issue.pk not in taken), key=lambda issue: issue.pk)


def topics_of_event(event: Event) -> list[str]:
    """Return the keys of all topics whose followers hear of the event; none where a vote is told in its stead."""
    issues = issues_told_of(event)
    if not issues:
        return []
    bodies = sorted(event.bodies.all(), key=lambda body: body.pk)
    places = dict.fromkeys([event.place_id, *(body.place_id for body in bodies), *(issue.place_id for issue in issues)])
    return [
        key_of(event),
        *(key_of(issue) for issue in issues),
        *(key_of(body) for body in bodies),
        *(make_key("place", place) for place in places if place is not None),
    ]


def path_of_event(event: Event) -> str:
    """Return the page to read on at: the issue's, where it is on one only that has a page."""
    issues = issues_told_of(event)
    is_on_one = len(issues) == 1 and issues[0].published_at
    return issues[0].get_absolute_url() if is_on_one else event.get_absolute_url()


def fan_out(now: datetime) -> int:
    """Write the deliveries of every announcement that has settled, each by itself; return how many."""
    sweep = Sweep("fan_out", now)
    due = FanOut.objects.filter(done_at=None, due_at__lte=now).exclude(pk__in=sweep.put_off)
    due = due.exclude(pk__in=Held.objects.waiting().values("announcement"))
    # By the index of what is not done: that of the keys has all that was ever told.
    due = due.order_by("due_at", "pk")
    return sum(sweep.do(pk, partial(_fan_out, pk, now)) for pk in list(due.values_list("pk", flat=True)))


def _fan_out(pk: int, now: datetime) -> int:
    """Write one announcement's deliveries, none where it was redacted or a newer one replaces it; return how many."""
    waiting = FanOut.objects.filter(pk=pk, done_at=None).select_related("announcement")
    mark = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if mark is None:
        return 0
    announcement = mark.announcement
    newer = Announcement.objects.filter(subject=announcement.subject, version__gt=announcement.version)
    overtaken = newer.exclude(kind=Kind.REMINDER).exists()
    is_told = not overtaken and not announcement.redacted_at
    if is_told and hold.catch(announcement, now):
        return 0
    mark.done_at, mark.overtaken = now, overtaken
    mark.save()
    if not is_told:
        return 0
    webhooks.owe(announcement, now)
    return _write_deliveries(announcement, now)


def _write_deliveries(announcement: Announcement, now: datetime) -> int:
    values: dict[str, Any] = {
        "id": announcement.pk,
        "kind": announcement.kind,
        "asked_as": _asked_as(announcement),
        "subject": announcement.subject,
        "version": announcement.version,
        "lead": announcement.lead,
        "topics": Merged.objects.with_successors(announcement.topics),
        "replaces": REPLACES.get(announcement.kind, []),
        "now": now,
        "audience": _audience(announcement),
        **due_times(announcement, now),
    }
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, values)
        return int(cursor.rowcount)


def _asked_as(announcement: Announcement) -> list[str]:
    """Return the kinds by any of which a reader asked to be told this."""
    if announcement.kind == Kind.DATE and announcement.new.get("status") == Status.SHELVED:
        return [*SHELVED_ASKED_AS]
    return [ASKED_AS.get(announcement.kind, announcement.kind)]


def _audience(announcement: Announcement) -> str:
    """Say who is told: "sent", only who was sent what it takes back; "holders", only who was sent or is owed something
    else, as nothing has changed since the last version that was told at all; or "everyone" who asked for its kind.
    """
    if _takes_back(announcement):
        return "sent"
    if announcement.kind == Kind.REMINDER:
        return "everyone"
    earlier = Announcement.objects.filter(subject=announcement.subject, version__lt=announcement.version)
    last = earlier.exclude(kind=Kind.REMINDER).filter(fan_out__overtaken=False).order_by("-version").first()
    if announcement.kind in (Kind.POSITION, Kind.QUOTE) and announcement.why == VoteChange.Why.MISTAKE:
        return "everyone" if last is None else "holders"
    is_undone = last is not None and is_same_news(values_told(last), values_told(announcement))
    return "holders" if is_undone else "everyone"


def _newest_before(subject: str, version: int) -> Announcement | None:
    """Return a subject's newest announcement below a version, reminders apart."""
    earlier = Announcement.objects.filter(subject=subject, version__lt=version).exclude(kind=Kind.REMINDER)
    return earlier.order_by("-version", "-id").first()


def _takes_back(announcement: Announcement) -> bool:
    """Say whether it tells that there is no such vote, stand or quote, which concerns only who was told that there is.

    Of one without values the records tell; a stand and a quote have no other second version.
    """
    if announcement.new:
        return announcement.takes_back
    if announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return announcement.retracts_id is not None
    kind, pk = read_key(announcement.subject)
    return kind == "vote" and Vote.objects.filter(pk=pk, withdrawn_at__isnull=False).exists()
