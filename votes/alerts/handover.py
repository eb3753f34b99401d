"""Notes what is handed over to a mail server and what it took, in one statement a mail, while the server is talked to.

To wait for the disk after each mail would take as long as to send it. So the statement is sent and not waited for:
while the server takes one mail, PostgreSQL notes that the one before was sent, and says whether the reader of the one
after still wants what it tells, nothing newer is to be told, and none of it was removed or let go. That one goes only
once this is known. That mails are handed over is noted for some at a time, and is on the disk before the first of them
goes, with all that was sent before. In between, what was sent may only be in PostgreSQL's memory: where that is lost,
it is noted again from ours. So a process that is killed can have at most two mails sent twice, the one being noted and
the one on its way; only where PostgreSQL is lost and the process as well, it may be as many as are handed over at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic, sleep
from typing import Any
from weakref import WeakSet

from django.db import InterfaceError, OperationalError, connection
from psycopg import errors
from psycopg.pq import ExecStatus

from votes.alerts.stencils import Filled
from votes.models import Message

# Mails that are noted as handed over at a time.
TOGETHER = 25
# What a mail was allowed by is asked again where its turn comes later than this, in seconds.
FRESH_SECONDS = 1.0
# For how long a database that is away is waited for, to note what was sent, and how often it is looked for.
PATIENCE_SECONDS, LOOK_SECONDS = 30.0, 0.2

NOTE = """
WITH noted AS (
    UPDATE votes_message SET state = 'sent', sent_at = $1::timestamptz, subject = $2::varchar, words_id = $3::bigint,
        claimed_until = NULL, problem = ''
    WHERE id = $4::bigint
), told AS (  -- also what another worker let go of while it was on its way
    UPDATE votes_delivery SET state = 'sent', why = '', closed_at = $1, message_id = $4 WHERE id = ANY($5::bigint[])
), given AS (
    UPDATE votes_delivery SET handed_over_at = coalesce(handed_over_at, $1)
    WHERE id = ANY($6::bigint[]) AND state = 'owed'
)
SELECT count(*), set_config('synchronous_commit', $12::text, true)
FROM votes_delivery delivery JOIN votes_subscriber reader ON reader.id = delivery.subscriber_id
WHERE delivery.id = ANY($7::bigint[]) AND delivery.message_id = $8::bigint AND delivery.state = 'owed'
  -- no other worker has claimed it since
  AND EXISTS (SELECT FROM votes_message WHERE id = $8 AND state = 'due' AND claimed_until = $13::timestamptz)
  AND NOT EXISTS (SELECT FROM votes_pause WHERE ended_at IS NULL)
  AND reader.confirmed_at IS NOT NULL AND reader.stopped_at IS NULL
  AND coalesce(reader.paused_until <= ($1 AT TIME ZONE 'UTC')::date, true)
  AND $9::bigint[] = ARRAY(
      SELECT id FROM votes_subscription
      WHERE subscriber_id = reader.id AND ended_at IS NULL AND confirmed_at IS NOT NULL ORDER BY id
  )
  AND $10::bigint = (
      SELECT count(*) FROM votes_announcement WHERE subject = ANY($11::varchar[]) AND redacted_at IS NULL
  )
"""
NAME = b"votes_handover"
# Planning the statement takes longer than doing it, so it is planned once a batch, for any values: left to itself,
# PostgreSQL would plan it anew for each mail. Once and for all would not do: what is right for empty tables is not for
# full ones.
PLAN_ONCE = b"SET plan_cache_mode = force_generic_plan; DISCARD PLANS"
# The connections to which the statement is known.
_know_it: WeakSet[Any] = WeakSet()


@dataclass
class Letter:
    """A claimed message, the mail it is to be, and what that was made from; without a mail it is still to be made."""

    message: Message
    mail: Filled | None = None
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
        self._allowed, self._asked_at = 0, 0.0
        # How many of the letters to come are handed over already.
        self._given = 0
        # What the server took and nobody has begun to note; what may not be on the disk; and how much of that will be
        # once the statement is answered.
        self._taken: Letter | None = None
        self._unsure: list[Letter] = []
        self._settling = 0
        # The connection on which the statement is planned for this batch.
        self._planned_on: object = None

    def took(self, letter: Letter) -> None:
        """Remember that the server took the letter; the next note says so."""
        self._taken = letter
        self._unsure.append(letter)

    def note(self, coming: Sequence[Letter]) -> None:
        """Begin to note what was taken, and to ask whether the first of the letters to come may go. Where none of these
        is handed over yet, some are, and all that was taken before is brought to the disk; so it is at the end.
        """
        self._allowed, self._asked_at = 0, monotonic()
        taken, self._taken = self._taken, None
        given = [] if self._given else [pk for letter in coming[:TOGETHER] for pk in letter.carried]
        self._given = max((self._given or min(len(coming), TOGETHER)) - 1, 0)
        is_durable = bool(given) or not coming
        if taken is None and not given and not (coming and coming[0].carried) and not (is_durable and self._unsure):
            return
        values = _values(self._now, taken, coming[0] if coming else None, given, is_durable=is_durable)
        connection.ensure_connection()
        with connection.wrap_database_errors:
            self._ask(values)
        self._waits, self._settling = True, len(self._unsure) if is_durable else 0

    def answer(self) -> int:
        """Return how many deliveries of the letter that was asked for may go."""
        if self._waits:
            self._waits = False
            with connection.wrap_database_errors:
                self._allowed = _answered(connection.connection.pgconn)
            del self._unsure[: self._settling]
        return self._allowed

    def allows(self, letter: Letter) -> bool:
        """Say whether the letter may go as it is."""
        allowed = self.answer()
        is_fresh = monotonic() - self._asked_at < FRESH_SECONDS
        return letter.mail is not None and is_fresh and allowed == len(letter.carried)

    def _ask(self, values: list[bytes | None]) -> None:
        """Send the statement, and wait for nothing."""
        if connection.connection is not self._planned_on:
            _plan()
            self._planned_on = connection.connection
        raw = connection.connection.pgconn
        raw.send_query_prepared(NAME, values)
        raw.flush()

    def finish(self) -> None:
        """Bring what was taken to the disk."""
        self.answer()
        self.note([])
        self.answer()

    def rescue(self) -> None:
        """Note what was taken and may not be on the disk, once a database that went away is back."""
        until = monotonic() + PATIENCE_SECONDS
        while self._unsure and monotonic() < until:
            try:
                connection.close()
                connection.ensure_connection()
                for letter in list(self._unsure):
                    with connection.wrap_database_errors:
                        self._ask(_values(self._now, letter, None, [], is_durable=True))
                        _answered(connection.connection.pgconn)
                    self._unsure.remove(letter)
            except (OperationalError, InterfaceError):
                sleep(LOOK_SECONDS)


def _values(
    now: datetime, taken: Letter | None, coming: Letter | None, given: Sequence[int], *, is_durable: bool
) -> list[bytes | None]:
    """Return what the statement asks for, in order, as PostgreSQL reads it. A subject names no record, only its key."""
    values = [
        now.isoformat(),
        taken.mail.subject.replace("\0", "")[:300] if taken and taken.mail else "",
        None if taken is None or taken.words is None else str(taken.words),
        None if taken is None else str(taken.message.pk),
        _array(taken.carried if taken else ()),
        _array(given),
        _array(coming.carried if coming else ()),
        None if coming is None else str(coming.message.pk),
        _array(coming.wishes if coming else ()),
        str(coming.news if coming else 0),
        _array(coming.subjects if coming else ()),
        "on" if is_durable else "off",
        coming.message.claimed_until.isoformat() if coming and coming.message.claimed_until else None,
    ]
    return [None if value is None else value.encode() for value in values]


def _array(values: Iterable[object]) -> str:
    """Return numbers, or keys such as "vote:5", as an array."""
    return "{" + ",".join(map(str, values)) + "}"


def _plan() -> None:
    """Make the statement known to the connection, and have it planned once, as the tables are now."""
    raw = connection.connection.pgconn
    if connection.connection not in _know_it:
        _checked(raw.prepare(NAME, NOTE.encode()))
        _know_it.add(connection.connection)
    _checked(raw.exec_(PLAN_ONCE))


def _checked(result: Any) -> None:
    if result.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(result)


def _answered(raw: Any) -> int:
    allowed, error = 0, None
    while result := raw.get_result():
        if result.status == ExecStatus.TUPLES_OK:
            allowed = int(result.get_value(0, 0))
        else:
            error = errors.error_from_result(result)
    if error is not None:
        raise error
    return allowed
