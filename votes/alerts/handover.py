"""Notes in one statement that a mail was taken and the next one is handed over, while a mail server is talked to.

To wait for the disk after each mail would take as long as to send it. So the statement is sent and not waited for:
while the server takes one mail, PostgreSQL notes that the one before was sent, and that the one after is given to the
server. That one goes only once this is known, and only if its reader still wants what it tells, nothing newer is to be
told, and none of it was removed or let go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from weakref import WeakSet

from django.core.mail import EmailMultiAlternatives
from django.db import connection
from psycopg import errors
from psycopg.pq import ExecStatus

from votes.models import Message

# What a mail was handed over by is asked again where its turn comes later than this, in seconds.
FRESH_SECONDS = 1.0

NOTE = """
WITH noted AS (
    UPDATE votes_message SET state = 'sent', sent_at = $1::timestamptz, subject = $2::varchar, words_id = $3::bigint,
        claimed_until = NULL, problem = ''
    WHERE id = $4::bigint
), told AS (  -- also what another worker let go of while it was on its way
    UPDATE votes_delivery SET state = 'sent', why = '', closed_at = $1, message_id = $4 WHERE id = ANY($5::bigint[])
), given AS (
    UPDATE votes_delivery delivery SET handed_over_at = coalesce(delivery.handed_over_at, $1)
    FROM votes_subscriber reader
    WHERE delivery.id = ANY($6::bigint[]) AND delivery.message_id = $7::bigint AND delivery.state = 'owed'
      AND NOT EXISTS (SELECT FROM votes_pause WHERE ended_at IS NULL)
      AND reader.id = delivery.subscriber_id AND reader.confirmed_at IS NOT NULL AND reader.stopped_at IS NULL
      AND $8::bigint[] = ARRAY(
          SELECT id FROM votes_subscription
          WHERE subscriber_id = reader.id AND ended_at IS NULL AND confirmed_at IS NOT NULL ORDER BY id
      )
      AND $9::bigint = (
          SELECT count(*) FROM votes_announcement WHERE subject = ANY($10::varchar[]) AND redacted_at IS NULL
      )
    RETURNING delivery.id
)
SELECT count(*) FROM given
"""
NAME = b"votes_handover"
# The connections to which the statement is known: planning it takes longer than doing it.
_know_it: WeakSet[Any] = WeakSet()


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
        self._given, self._asked_at = 0, monotonic()
        if sent is None and not (following and following.carried):
            return
        values = _values(self._now, sent, following)
        connection.ensure_connection()
        with connection.wrap_database_errors:
            raw = _raw()
            raw.send_query_prepared(NAME, [None if value is None else value.encode() for value in values])
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


def _values(now: datetime, sent: Letter | None, following: Letter | None) -> list[str | None]:
    """Return what the statement asks for, in order, as PostgreSQL reads it. A subject names no record, only its key."""
    next_ = following or Letter(Message())
    email = sent.email if sent else None
    return [
        now.isoformat(),
        str(email.subject).replace("\0", "")[:300] if email else "",
        None if sent is None or sent.words is None else str(sent.words),
        None if sent is None else str(sent.message.pk),
        _array(sent.carried if sent else ()),
        _array(next_.carried),
        None if following is None else str(following.message.pk),
        _array(next_.wishes),
        str(next_.news),
        _array(next_.subjects),
    ]


def _array(values: Iterable[object]) -> str:
    """Return numbers, or keys such as "vote:5", as an array."""
    return "{" + ",".join(map(str, values)) + "}"


def _raw() -> Any:
    """Return the connection as libpq knows it, to which the statement is known."""
    raw = connection.connection.pgconn
    if connection.connection not in _know_it:
        result = raw.prepare(NAME, NOTE.encode())
        if result.status != ExecStatus.COMMAND_OK:
            raise errors.error_from_result(result)
        _know_it.add(connection.connection)
    return raw


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
