"""Notes in one statement that a mail was taken and the next one is handed over, while a mail server is talked to.

To wait for the disk after each mail would take as long as to send it. So the statement is sent and not waited for:
while the server takes one mail, PostgreSQL notes that the one before was sent, and that the one after is given to the
server. That one goes only once this is known, and only if its reader still wants what it tells, nothing newer is to be
told, and none of it was removed or let go.
"""

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import connection
from psycopg import errors
from psycopg.pq import ExecStatus

from votes.models import Message

# What a mail was handed over by is asked again where its turn comes later than this, in seconds.
FRESH_SECONDS = 1.0

NOTE = """
WITH noted AS (
    UPDATE votes_message SET state = 'sent', sent_at = %(now)s, subject = %(subject)s, words_id = %(words)s,
        claimed_until = NULL, problem = ''
    WHERE id = %(sent)s
), told AS (  -- also what another worker let go of while it was on its way
    UPDATE votes_delivery SET state = 'sent', why = '', closed_at = %(now)s, message_id = %(sent)s
    WHERE id = ANY(%(told)s::bigint[])
), given AS (
    UPDATE votes_delivery delivery SET handed_over_at = coalesce(delivery.handed_over_at, %(now)s)
    FROM votes_subscriber reader
    WHERE delivery.id = ANY(%(next)s::bigint[]) AND delivery.message_id = %(message)s AND delivery.state = 'owed'
      AND NOT EXISTS (SELECT FROM votes_pause WHERE ended_at IS NULL)
      AND reader.id = delivery.subscriber_id AND reader.confirmed_at IS NOT NULL AND reader.stopped_at IS NULL
      AND %(wishes)s::bigint[] = ARRAY(
          SELECT id FROM votes_subscription
          WHERE subscriber_id = reader.id AND ended_at IS NULL AND confirmed_at IS NOT NULL ORDER BY id
      )
      AND %(news)s = (
          SELECT count(*) FROM votes_announcement
          WHERE subject = ANY(%(subjects)s::varchar[]) AND redacted_at IS NULL
      )
    RETURNING delivery.id
)
SELECT count(*) FROM given
"""


@dataclass
class Letter:
    """A claimed message, the mail it is to be, and what that was made from; without a mail it is still to be made."""

    message: Message
    email: EmailMultiAlternatives | None = None
    words: int | None = None
    carried: list[int] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    # All that its reader follows, and how many announcements there are of the subjects.
    wishes: list[int] = field(default_factory=list)
    news: int = 0


class Handover:
    """Notes for one batch of letters. Between `note` and `answer` nobody else may use the connection."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._waits = False
        self._given: int = 0
        self._asked_at = 0.0

    def note(self, sent: Letter | None, following: Letter | None) -> None:
        """Begin to note what was sent, and that the following one is handed over."""
        values = _values(self._now, sent, following)
        self._given, self._asked_at = 0, monotonic()
        if sent is None and not values["next"]:
            return
        connection.ensure_connection()
        with connection.cursor() as cursor:
            statement = cursor.mogrify(NOTE, values)
        raw = _raw()
        with connection.wrap_database_errors:
            raw.send_query(statement.encode())
            raw.flush()
        self._waits = True

    def answer(self) -> int:
        """Return how many deliveries of the following letter are handed over, once that is on the disk."""
        if self._waits:
            self._waits = False
            with connection.wrap_database_errors:
                self._given = _answered(_raw())
        return self._given

    def allows(self, letter: Letter) -> bool:
        """Say whether the letter may go as it is."""
        given = self.answer()
        is_fresh = monotonic() - self._asked_at < FRESH_SECONDS
        return letter.email is not None and is_fresh and given == len(letter.carried)


def _values(now: datetime, sent: Letter | None, following: Letter | None) -> dict[str, Any]:
    email = sent.email if sent else None
    return {
        "now": now,
        "sent": sent.message.pk if sent else None,
        "subject": str(email.subject)[:300] if email else "",
        "words": sent.words if sent else None,
        "told": sent.carried if sent else [],
        "next": following.carried if following else [],
        "message": following.message.pk if following else None,
        "wishes": following.wishes if following else [],
        "subjects": following.subjects if following else [],
        "news": following.news if following else 0,
    }


def _raw() -> Any:
    return connection.connection.pgconn


def _answered(raw: Any) -> int:
    given, error = 0, None
    while result := raw.get_result():
        if result.status == ExecStatus.TUPLES_OK:
            given = int(result.get_value(0, 0))
        else:
            error = errors.error_from_result(result)
    if error is not None:
        raise error
    return given
