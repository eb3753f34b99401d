"""Sends what is owed: gathers it into messages, claims one, sends it, marks it. Every step may be killed and repeated.

A worker killed between sending and marking leaves the message claimed; once the lease is over it is sent again under
the same Message-ID, so that it is recognisably the same mail.
"""

import logging
import random
import smtplib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, F, QuerySet

from votes.alerts import bounces, breaker, owed, pace, pause, return_path
from votes.alerts.handover import Handover, Letter
from votes.alerts.letters import without_news
from votes.alerts.owed import LastSent
from votes.alerts.post import MailRefusal, NextStep, judge, judge_connection
from votes.alerts.stencils import Filled, Stencils
from votes.models import Announcement, Bounce, Delivery, Message, Subscriber, Subscription
from votes.models.mails import DeliveryQuerySet

log = logging.getLogger(__name__)

# A worker stops taking messages long before the lease of the last one could end.
LEASE = timedelta(minutes=10)
WORKING_SECONDS = 10.0
# Messages claimed at a time, and for how long they are sent before the rest is given back: what is more urgent has come
# meanwhile, and a worker that dies holds up no more than these.
CLAIMED, BATCH_SECONDS = 250, 5.0
# Between two attempts, in minutes; the last again and again, as long as anything is owed.
BACKOFF_MINUTES = (1, 5, 15, 60, 180, 360, 720)
# Of a pause, the share by which it may be shorter.
JITTER = 0.2
# Mails to one domain over which a server may be silent, break off, or take so long, before its others wait for the next
# run.
MOST_SILENT, SLOW_SECONDS = 2, 3.0
# A server's plain no to one mail: the session goes on.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
# Workers in a row that may die of a message.
MOST_UNANSWERED = 12


def send_due(now: datetime) -> int:
    """Send what is due over one connection, until nothing is left or the time is over; return how many. Stops when the
    server is in trouble, and leaves it alone for a while.
    """
    if not Message.objects.free(now).exists() or not breaker.may_try(now):
        return 0
    _give_up_unanswered(now)
    run = _Run(now, get_connection(), monotonic() + WORKING_SECONDS)
    try:
        while run.may_go_on() and run.send_some():
            pass
    finally:
        run.server.close()
    return run.sent


@transaction.atomic
def _give_up_unanswered(now: datetime) -> None:
    """Give up the messages that every worker died of."""
    for message in (
        Message.objects.free(now).filter(unanswered__gte=MOST_UNANSWERED).select_for_update(skip_locked=True)
    ):
        message.state = Message.State.FAILED
        message.problem = f"Tried {MOST_UNANSWERED} times without an answer."
        message.save(update_fields=["state", "problem"])
        _owed_in(message).close(Delivery.State.LAPSED, now, Delivery.Why.REFUSED)


@transaction.atomic
def _claim(now: datetime) -> list[Message]:
    """Take the next due messages for as long as the lease; each claim counts as an attempt. One under which a worker
    died is taken by itself, so that no other is blamed for it.
    """
    free = Message.objects.free(now).select_related("subscriber").select_for_update(skip_locked=True, of=("self",))
    messages = list(free[:CLAIMED])
    messages = [message for message in messages if not message.claimed_until] or messages[:1]
    for message in messages:
        message.unanswered = message.unanswered + 1 if message.claimed_until else 0
        message.claimed_until = now + LEASE
        message.attempts += 1
        unanswered = message.unanswered
    if messages:
        claimed = Message.objects.filter(pk__in=[message.pk for message in messages])
        claimed.update(claimed_until=now + LEASE, attempts=F("attempts") + 1, unanswered=unanswered)
    return messages


class _Run:
    """One run of a worker: by which server it sends, until when, and how many it sent."""

    def __init__(self, now: datetime, server: BaseEmailBackend, until: float) -> None:
        self.now, self.server, self.until = now, server, until
        self.sent = 0
        self.in_trouble = False
        self._stencils = Stencils(now)
        # How often a server was silent, broke off, or took long over a mail to the domain.
        self._silent: Counter[str] = Counter()

    def may_go_on(self) -> bool:
        return not self.in_trouble and monotonic() < self.until

    def send_some(self) -> bool:
        """Claim some messages and send them; False where there were none."""
        # Claimed once the server listens: what their readers want may have changed while it was waited for.
        refusal = self._open()
        letters = [Letter(message) for message in _claim(self.now)]
        if not letters:
            return False
        if refusal is not None:
            self._refused(letters[0], refusal)
            _let_go(letters[1:], self.now)
            return True
        is_first = not self.sent
        self._send_all(self._prepared(self._in_turn(letters)))
        if is_first and self.sent:
            breaker.note_answer()
        return True

    def _in_turn(self, letters: Sequence[Letter]) -> Sequence[Letter]:
        """Return those that may go; the others, whose domain has had its share, come due at their turn."""
        later = pace.turns([letter.message for letter in letters], self.now)
        waiting = [letter for letter in letters if letter.message.pk in later]
        _let_go(waiting, self.now)
        for letter in waiting:
            letter.message.due_at = later[letter.message.pk]
        Message.objects.bulk_update([letter.message for letter in waiting], ["due_at"])
        return [letter for letter in letters if letter.message.pk not in later]

    def _send_all(self, claimed: Sequence[Letter]) -> None:
        """Send claimed letters one by one; each is noted while the next is on its way."""
        handover, until = Handover(self.now), min(self.until, monotonic() + BATCH_SECONDS)
        left = list(claimed)
        try:
            handover.note(left)
            while left and not self.in_trouble and monotonic() < until:
                letter = left.pop(0)
                is_allowed = handover.allows(letter)
                if not is_allowed and letter.carried and pause.current():
                    left.insert(0, letter)
                    break
                may_go = (is_allowed or self._make_anew(letter)) and not self._waits(letter)
                handover.note(left)
                if may_go and self._send(letter, handover):
                    handover.took(letter)
        except (OperationalError, InterfaceError):
            handover.rescue()
            raise
        finally:
            handover.finish()
        _let_go(left, self.now)

    def _send(self, letter: Letter, handover: Handover) -> bool:
        """Say whether the server took the letter."""
        refusal, began = self._open(), monotonic()
        try:
            if refusal is None and letter.mail is not None:
                self._give(letter.message, letter.mail)
        except Exception as error:
            refusal = judge(error)
            if not isinstance(error, REFUSALS) or refusal.server_in_trouble:
                # The session may be broken half-way; the next letter opens a new one.
                self.server.close()
        if refusal is None:
            self.sent += 1
            self._silent[pace.domain_of(letter.message)] += monotonic() - began > SLOW_SECONDS
            return True
        handover.answer()
        self._refused(letter, refusal)
        return False

    def _give(self, message: Message, mail: Filled) -> None:
        """Give a mail to the server: as bytes to one that we speak to ourselves."""
        if mail.wire and isinstance(self.server, EmailBackend) and self.server.connection:
            sender = return_path.address_of(message)
            self.server.connection.sendmail(sender, [message.to or message.subscriber.email], mail.wire)
            return
        email = mail.build()
        if settings.BOUNCE_DOMAIN:
            email.extra_headers["From"] = email.from_email
            email.from_email = return_path.address_of(message)
        # By it a service that sends our mail says what became of it.
        email.metadata = {"mail": message.message_id}  # type: ignore[attr-defined]
        self.server.send_messages([email])

    def _open(self) -> MailRefusal | None:
        """Open a session where there is none; return why there can't be one."""
        try:
            self.server.open()
        except Exception as error:
            return judge_connection(error)
        return None

    def _refused(self, letter: Letter, refusal: MailRefusal) -> None:
        self.in_trouble = self.in_trouble or refusal.server_in_trouble
        self._silent[pace.domain_of(letter.message)] += refusal.is_uncertain
        _put_off(letter.message, refusal, self.now)

    def _waits(self, letter: Letter) -> bool:
        """Put off a letter to a domain whose mail took too long already: it would keep all others waiting."""
        if self._silent[pace.domain_of(letter.message)] < MOST_SILENT:
            return False
        _let_go([letter], self.now, self.now + _pause(1))
        return True

    def _prepared(self, letters: Sequence[Letter]) -> Sequence[Letter]:
        """Return those of which something is still owed, with their mails; where one can't be made, none: each is made
        by itself then.
        """
        try:
            return _prepare(letters, self._stencils, self.now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # What it had written is not kept.
            self._stencils = Stencils(self.now)
            return [Letter(letter.message) for letter in letters]

    @transaction.atomic
    def _make_anew(self, letter: Letter) -> bool:
        """Make one letter, as things are now, and hand it over; False where nothing is owed, or it can't be made."""
        letter.mail = None
        if not _claimed([letter]).select_for_update().first():
            return False
        _take_back([letter], self.now)
        try:
            with transaction.atomic():
                is_owed = bool(_prepare([letter], self._stencils, self.now))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self._stencils = Stencils(self.now)
            self._refused(letter, judge(error))
            return False
        Delivery.objects.filter(pk__in=letter.carried, handed_over_at=None).update(handed_over_at=self.now)
        return is_owed


@transaction.atomic
def _prepare(letters: Sequence[Letter], stencils: Stencils, now: datetime) -> list[Letter]:
    """Make the mails of claimed messages from what is still owed of each; let go the rest, and the messages of which
    nothing is left. Return the letters that are to be sent.
    """
    messages = {letter.message.pk: letter.message for letter in letters}
    rows = Delivery.objects.filter(message__in=messages)
    carrying = set(rows.values_list("message_id", flat=True))
    still = rows.filter(state=Delivery.State.OWED)
    deliveries = owed.sort_out(list(still.prefetch_related("announcement")), now)
    deliveries.close(now)
    still.exclude(pk__in=[delivery.pk for delivery in deliveries.sendable]).update(message=None)
    carried: dict[Message, list[Delivery]] = {}
    for delivery in deliveries.sendable:
        carried.setdefault(messages[delivery.message_id or 0], []).append(delivery)
    empty = [pk for pk in carrying if messages[pk] not in carried]
    Message.objects.filter(pk__in=empty).update(state=Message.State.LAPSED, claimed_until=None)
    again = [message.pk for message, rows in carried.items() if any(row.handed_over_at for row in rows)]
    Message.objects.filter(pk__in=again).update(repeats=F("repeats") + 1)
    _write(letters, carried, deliveries.last_sent, stencils)
    return [letter for letter in letters if letter.message.pk not in empty]


def _write(
    letters: Sequence[Letter], carried: Mapping[Message, Sequence[Delivery]], last_sent: LastSent, stencils: Stencils
) -> None:
    """Give each letter its mail, and what that was made from."""
    sendable = [delivery for rows in carried.values() for delivery in rows]
    subjects = {delivery.announcement.subject for delivery in sendable}
    announced = Announcement.objects.filter(subject__in=subjects, redacted_at=None).order_by()
    news = dict(announced.values_list("subject").annotate(Count("pk")))
    followed = Subscription.objects.live().filter(subscriber__in=[message.subscriber_id for message in carried])
    wishes = list(followed.order_by("pk"))
    mails = stencils.mails(carried, last_sent, wishes)
    by_reader: dict[int, list[int]] = {}
    for wish in wishes:
        by_reader.setdefault(wish.subscriber_id, []).append(wish.pk)
    for letter in letters:
        rows = carried.get(letter.message, [])
        if rows:
            letter.mail, letter.words = mails[letter.message.pk]
        elif not letter.message.deliveries.exists():
            letter.mail = Filled.as_is(without_news(letter.message))
        letter.carried = [delivery.pk for delivery in rows]
        letter.subjects = sorted({delivery.announcement.subject for delivery in rows})
        letter.news = sum(news[subject] for subject in letter.subjects)
        letter.wishes = by_reader.get(letter.message.subscriber_id, [])


def _let_go(letters: Sequence[Letter], now: datetime, due_at: datetime | None = None) -> None:
    """Give back claimed letters that were not tried, to be sent in their turn, or not before `due_at`."""
    later = {"due_at": due_at} if due_at else {}
    _claimed(letters).update(claimed_until=None, attempts=F("attempts") - 1, **later)
    _take_back(letters, now)


def _claimed(letters: Sequence[Letter]) -> QuerySet[Message]:
    """Return the messages of letters of one claim, as far as no other worker has claimed them since."""
    until = {letter.message.claimed_until for letter in letters}
    pks = [letter.message.pk for letter in letters]
    return Message.objects.filter(pk__in=pks, state=Message.State.DUE, claimed_until__in=until)


def _take_back(letters: Sequence[Letter], now: datetime) -> None:
    """Note that what letters carry was not handed over after all."""
    pks = [pk for letter in letters for pk in letter.carried]
    Delivery.objects.filter(pk__in=pks, handed_over_at=now).exclude(state=Delivery.State.SENT).update(
        handed_over_at=None
    )


def _pause(minutes: float) -> timedelta:
    """Return about so many minutes, never more: what failed together is not tried again at one moment."""
    return timedelta(minutes=minutes * (1 - JITTER * random.random()))  # noqa: S311 - nothing secret


def _owed_in(message: Message) -> DeliveryQuerySet:
    """Return what a message is still to carry."""
    return Delivery.objects.filter(message=message, state=Delivery.State.OWED)


@transaction.atomic
def _put_off(message: Message, refusal: MailRefusal, now: datetime) -> None:
    """Back off, or give up where trying again is of no use. A server in trouble is no fault of the message, which only
    lets the others go first.
    """
    log.log(logging.ERROR if refusal.is_alarm else logging.WARNING, "message %s: %s", message.pk, refusal.words)
    if refusal.server_in_trouble:
        breaker.note_failure(refusal.words, now)
        message.attempts -= 1
        message.due_at = max(message.due_at, now)
    elif _is_worth_another_try(message, refusal, now):
        message.due_at = now + _pause(BACKOFF_MINUTES[min(message.attempts, len(BACKOFF_MINUTES)) - 1])
    else:
        message.state = Message.State.FAILED
    message.claimed_until, message.problem = None, refusal.words
    message.save(update_fields=["state", "due_at", "claimed_until", "attempts", "problem"])
    if not refusal.is_uncertain:
        # The server has said no; an earlier try of which it said nothing stays noted.
        _owed_in(message).filter(handed_over_at=now).update(handed_over_at=None)
    if message.state == Message.State.FAILED:
        is_gone = refusal.next_step == NextStep.STOP
        why = Delivery.Why.UNREACHABLE if is_gone else Delivery.Why.REFUSED
        _owed_in(message).close(Delivery.State.LAPSED, now, why)
    if refusal.is_full:
        bounces.note(message.message_id, Bounce.Kind.SOFT, f"{message.message_id} {message.attempts}", now)
    # A letter to another address says nothing of the reader's own.
    if refusal.next_step == NextStep.STOP and not message.to:
        Subscriber.objects.filter(pk=message.subscriber_id).update(stopped_at=now, stopped_why=refusal.words)


def _is_worth_another_try(message: Message, refusal: MailRefusal, now: datetime) -> bool:
    """Say whether to try again: what carries deliveries as long as one is owed, which is asked at the next try; a
    question for a yes, and what can't be built, for a week.
    """
    if refusal.next_step != NextStep.LATER:
        return False
    lasts = message.deliveries.exists() and not refusal.is_unbuilt
    return lasts or now < message.created_at + owed.TRIED_FOR
