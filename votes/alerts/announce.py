"""Writes what there is to tell, and fans it out to those it is owed to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from votes.alerts.cadence import due_times
from votes.citation import Citation
from votes.models import Announcement, FanOut, Vote

Kind = Announcement.Kind
# Whoever was told by one of these is told what replaces it, whatever kinds they asked for.
REPLACES: dict[str, list[str]] = {
    Kind.DATE: [Kind.DATE, Kind.REMINDER, Kind.RESULT],
    Kind.RESULT: [Kind.RESULT],
    Kind.POSITION: [Kind.POSITION],
    Kind.QUOTE: [Kind.QUOTE],
}
# A reminder within hours of another mail about the same vote would say nothing new.
RECENTLY = timedelta(hours=20)
NO_VERSION = 2**31 - 1  # higher than any
TAKEN_BACK = "We told you this, and it no longer stands: we had it wrong, or the report was corrected."

FAN_OUT = """
WITH told AS (  -- who was sent, or is owed, something this announcement replaces
    SELECT delivery.subscriber_id, bool_or(delivery.message_id IS NOT NULL) AS sent,
        -- a message that a worker holds, or died holding, may be out already
        coalesce(bool_or(message.state = 'sent' OR message.claimed_until IS NOT NULL), false) AS heard
    FROM votes_delivery delivery JOIN votes_announcement earlier ON earlier.id = delivery.announcement_id
    LEFT JOIN votes_message message ON message.id = delivery.message_id
    WHERE earlier.subject = %(subject)s AND earlier.kind = ANY(%(replaces)s) AND earlier.version < %(version)s
    GROUP BY delivery.subscriber_id
), fresh AS (  -- who has just been told all that this reminder says
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
        WHEN told.sent OR %(kind)s = 'reminder' OR subscription.cadence = 'at_once' THEN %(at_once)s
        WHEN subscription.cadence = 'daily' THEN %(daily)s
        ELSE %(weekly)s
    END AS due_at,
    %(now)s
FROM votes_subscription subscription
JOIN votes_subscriber subscriber ON subscriber.id = subscription.subscriber_id
LEFT JOIN told ON told.subscriber_id = subscriber.id
LEFT JOIN fresh ON fresh.subscriber_id = subscriber.id
WHERE subscription.topic = ANY(%(topics)s)
  AND subscription.ended_at IS NULL AND subscription.confirmed_at IS NOT NULL
  AND subscriber.confirmed_at IS NOT NULL AND subscriber.stopped_at IS NULL
  AND fresh.subscriber_id IS NULL
  AND (
      CASE WHEN %(only_heard)s THEN told.heard ELSE told.subscriber_id IS NOT NULL END
      OR (
          NOT %(only_heard)s AND %(kind)s = ANY(subscription.kinds)
          AND (%(lead)s IS NULL OR %(lead)s = ANY(subscription.leads))
      )
  )
ORDER BY subscription.subscriber_id, due_at, subscription.id
ON CONFLICT (announcement_id, subscriber_id) DO NOTHING
"""


def tell(
    kind: str,
    topics: Sequence[str],
    subject: str,
    version: int,
    title: str,
    path: str,
    evidence: Citation,
    now: datetime,
    detail: str = "",
    lead: int | None = None,
) -> Announcement:
    """Announce once: the same kind, subject, version and lead is the same announcement.

    It retracts the newest earlier version on the subject. `topics` are keys such as "issue:3"; `detail` holds lines,
    those of the form "Label: value" being shown as a table.
    """
    values = {
        "topics": [*topics],
        "retracts": None if lead is not None else _newest_before(subject, version),
        "title": title[:300],
        "detail": detail,
        "path": path,
        "sentence": evidence.sentence,
        "source_name": evidence.source_name,
        "source_url": evidence.source_url,
        "created_at": now,
    }
    key = {"kind": kind, "subject": subject, "version": version, "lead": lead}
    return Announcement.objects.get_or_create(**key, defaults=values)[0]


def take_back(subject: str, path: str, now: datetime) -> Announcement | None:
    """What was announced of a record that is there no more: unsent, it never goes out; sent, it is taken back."""
    last = _newest_before(subject, NO_VERSION)
    if last is None or last.redacted_at:
        return None
    title = f"Taken back: {last.title}"
    return tell(
        last.kind, last.topics, subject, last.version + 1, title, path, Citation("", "", ""), now, TAKEN_BACK
    )  # fmt: skip


def topics_of(vote: Vote) -> list[str]:
    """Every topic whose followers hear of the vote."""
    places = dict.fromkeys([vote.body.place_id, vote.issue.place_id])
    return [
        f"vote:{vote.pk}",
        f"issue:{vote.issue_id}",
        f"body:{vote.body_id}",
        *(f"place:{place}" for place in places if place is not None),
    ]


def fan_out(now: datetime) -> int:
    """Write the deliveries of every announcement not yet marked, each in its own transaction; how many are owed."""
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
    if announcement.redacted_at or _is_replaced(announcement):
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
        "only_heard": _takes_back(announcement),
        "recently": due["at_once"] - RECENTLY,
        **due,
    }
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, values)
        return int(cursor.rowcount)


def _newest_before(subject: str, version: int) -> Announcement | None:
    earlier = Announcement.objects.filter(subject=subject, version__lt=version).exclude(kind=Kind.REMINDER)
    return earlier.order_by("-version", "-id").first()


def _takes_back(announcement: Announcement) -> bool:
    """That there is no such vote, stand or quote concerns only those who were told that there is. The latter two
    have no other second version.
    """
    if announcement.kind in (Kind.POSITION, Kind.QUOTE):
        return announcement.retracts_id is not None
    prefix, _, pk = announcement.subject.partition(":")
    return prefix == "vote" and Vote.objects.filter(pk=int(pk), withdrawn_at__isnull=False).exists()


def _is_replaced(announcement: Announcement) -> bool:
    newer = Announcement.objects.filter(subject=announcement.subject, version__gt=announcement.version)
    return newer.exclude(kind=Kind.REMINDER).exists()
