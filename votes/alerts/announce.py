"""Writes what there is to tell, and fans it out to those it is owed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from votes.alerts.cadence import due_times
from votes.citation import Citation
from votes.models import Announcement, FanOut, Vote
from votes.subjects import key_of, make_key, read_key

Kind = Announcement.Kind
# Whoever was told by one of these is told the news that replaces it, whatever kinds they asked for.
REPLACES: dict[str, list[str]] = {
    Kind.DATE: [Kind.DATE, Kind.REMINDER, Kind.RESULT],
    Kind.RESULT: [Kind.RESULT],
    Kind.POSITION: [Kind.POSITION],
    Kind.QUOTE: [Kind.QUOTE],
}
# A reminder within hours of another mail about the same vote would say nothing new.
RECENTLY = timedelta(hours=20)
# Higher than the version of any announcement.
BEYOND_VERSIONS = 2**31 - 1
TAKEN_BACK = "We told you this, and it no longer stands: we had it wrong, or the report was corrected."

FAN_OUT = """
WITH holder AS (  -- who was sent, or is owed, something this announcement replaces
    SELECT delivery.subscriber_id, bool_or(delivery.message_id IS NOT NULL) AS has_message,
        -- a message that a worker holds, or died holding, may be out already
        coalesce(bool_or(message.state = 'sent' OR message.claimed_until IS NOT NULL), false) AS was_sent
    FROM votes_delivery delivery JOIN votes_announcement earlier ON earlier.id = delivery.announcement_id
    LEFT JOIN votes_message message ON message.id = delivery.message_id
    WHERE earlier.subject = %(subject)s AND earlier.kind = ANY(%(replaces)s) AND earlier.version < %(version)s
    GROUP BY delivery.subscriber_id
), up_to_date AS (  -- who has just been told all that this reminder says
    SELECT delivery.subscriber_id
    FROM votes_delivery delivery JOIN votes_announcement other ON other.id = delivery.announcement_id
    WHERE %(kind)s = 'reminder' AND other.subject = %(subject)s AND other.id <> %(id)s
      AND delivery.due_at BETWEEN %(recently)s AND %(at_once)s
      AND NOT EXISTS (
          SELECT FROM votes_announcement newer
          WHERE newer.subject = other.subject AND newer.version > other.version AND newer.kind <> 'reminder'
      )
)
INSERT INTO votes_delivery (announcement_id, subscriber_id, subscription_id, due_at, created_at)
SELECT DISTINCT ON (subscription.subscriber_id)
    %(id)s, subscription.subscriber_id, subscription.id,
    CASE
        WHEN holder.has_message OR %(kind)s = 'reminder' OR subscription.cadence = 'at_once' THEN %(at_once)s
        WHEN subscription.cadence = 'daily' THEN %(daily)s
        ELSE %(weekly)s
    END AS due_at,
    %(now)s
FROM votes_subscription subscription
JOIN votes_subscriber subscriber ON subscriber.id = subscription.subscriber_id
LEFT JOIN holder ON holder.subscriber_id = subscriber.id
LEFT JOIN up_to_date ON up_to_date.subscriber_id = subscriber.id
WHERE subscription.topic = ANY(%(topics)s)
  AND subscription.ended_at IS NULL AND subscription.confirmed_at IS NOT NULL
  AND subscriber.confirmed_at IS NOT NULL AND subscriber.stopped_at IS NULL
  AND up_to_date.subscriber_id IS NULL
  AND (
      CASE WHEN %(takes_back)s THEN holder.was_sent ELSE holder.subscriber_id IS NOT NULL END
      OR (
          NOT %(takes_back)s AND %(kind)s = ANY(subscription.kinds)
          AND (%(lead)s IS NULL OR %(lead)s = ANY(subscription.leads))
      )
  )
ORDER BY subscription.subscriber_id, due_at, subscription.id
ON CONFLICT (announcement_id, subscriber_id) DO NOTHING
"""


@dataclass(frozen=True)
class News:
    """What there is to tell of a subject. `subject` and `topics` are keys such as "vote:5" and "issue:3"; `path` is the
    page to read on at; `detail` holds lines, those of the form "Label: value" being shown as a table; `lead` is a
    reminder's days before the vote.
    """

    kind: str
    subject: str
    version: int
    topics: Sequence[str]
    title: str
    path: str
    citation: Citation
    detail: str = ""
    lead: int | None = None


def tell(news: News, now: datetime) -> Announcement:
    """Return the announcement of the news, written once: of one kind, subject, version and lead there is only one.

    It retracts the newest earlier version on the subject, unless it is a reminder.
    """
    announcement, _ = Announcement.objects.get_or_create(
        kind=news.kind,
        subject=news.subject,
        version=news.version,
        lead=news.lead,
        defaults={
            "topics": [*news.topics],
            "retracts": None if news.lead is not None else _newest_before(news.subject, news.version),
            "title": news.title[:300],
            "detail": news.detail,
            "path": news.path,
            "sentence": news.citation.sentence,
            "source_name": news.citation.source_name,
            "source_url": news.citation.source_url,
            "created_at": now,
        },
    )
    return announcement


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
        title=f"Taken back: {last.title}",
        path=path,
        citation=Citation("", "", ""),
        detail=TAKEN_BACK,
    )
    return tell(news, now)


def topics_of(vote: Vote) -> list[str]:
    """Return the keys of all topics whose followers hear of the vote, the vote's own first."""
    places = dict.fromkeys([vote.body.place_id, vote.issue.place_id])
    return [
        key_of(vote),
        make_key("issue", vote.issue_id),
        make_key("body", vote.body_id),
        *(make_key("place", place) for place in places if place is not None),
    ]


def fan_out(now: datetime) -> int:
    """Write the deliveries of every announcement not yet marked, each in its own transaction; return how many."""
    owed = 0
    while True:
        with transaction.atomic():
            waiting = Announcement.objects.filter(fan_out=None).order_by("id")
            announcement = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            if announcement is None:
                return owed
            owed += _fan_out(announcement, now)
            FanOut.objects.create(announcement=announcement, done_at=now)


def _fan_out(announcement: Announcement, now: datetime) -> int:
    """Write one announcement's deliveries, none where it was redacted or a newer one replaces it; return how many."""
    newer = Announcement.objects.filter(subject=announcement.subject, version__gt=announcement.version)
    if announcement.redacted_at or newer.exclude(kind=Kind.REMINDER).exists():
        return 0
    due = due_times(announcement, now)
    values: dict[str, Any] = {
        "id": announcement.pk,
        "kind": announcement.kind,
        "subject": announcement.subject,
        "version": announcement.version,
        "lead": announcement.lead,
        "topics": announcement.topics,
        "replaces": REPLACES.get(announcement.kind, []),
        "now": now,
        "takes_back": _takes_back(announcement),
        "recently": due["at_once"] - RECENTLY,
        **due,
    }
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, values)
        return int(cursor.rowcount)


def _newest_before(subject: str, version: int) -> Announcement | None:
    """Return a subject's newest announcement below a version, reminders apart."""
    earlier = Announcement.objects.filter(subject=subject, version__lt=version).exclude(kind=Kind.REMINDER)
    return earlier.order_by("-version", "-id").first()


def _takes_back(announcement: Announcement) -> bool:
    """Say whether it tells that there is no such vote, stand or quote, which concerns only who was told that there is.

    A stand and a quote have no other second version.
    """
    if announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return announcement.retracts_id is not None
    kind, pk = read_key(announcement.subject)
    return kind == "vote" and Vote.objects.filter(pk=pk, withdrawn_at__isnull=False).exists()
