"""Sends what is owed: gathers it into messages, claims one, sends it, marks it. Every step may be killed and repeated.

A worker killed between sending and marking leaves the message claimed; once the lease is over it is sent again under
the same Message-ID, so that it is recognisably the same mail.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Subquery

from votes.alerts import breaker, letters, mail, owed
from votes.alerts.post import MailRefusal, NextStep, judge, judge_connection
from votes.alerts.threads import new_message_id
from votes.models import Delivery, Message, Subscriber
from votes.models.alerts import DeliveryQuerySet
from votes.sweeps import Sweep

log = logging.getLogger(__name__)

# Readers whose mail one transaction gathers.
BATCH = 500
# A worker stops taking messages long before the lease of the last one could end.
LEASE = timedelta(minutes=10)
WORKING_SECONDS = 120.0
# Between two attempts, in minutes; the last again and again, as long as anything is owed.
BACKOFF_MINUTES = (1, 5, 15, 60, 180, 360, 720)
# Workers in a row that may die of a message.
MOST_UNANSWERED = 12


def assemble(now: datetime) -> int:
    """Make one message for each subscriber who is owed something now; return how many."""
    sweep = Sweep("assemble", now)
    waiting = Exists(Delivery.objects.waiting(now).filter(subscriber=OuterRef("pk")))
    readers = Subscriber.objects.filter(waiting).exclude(pk__in=sweep.put_off).order_by("pk")
    pks = list(readers.values_list("pk", flat=True))
    return sum(_assemble_batch(pks[at : at + BATCH], sweep) for at in range(0, len(pks), BATCH))


def send_due(now: datetime, limit: int = 200) -> int:
    """Send up to `limit` messages over one connection; return how many. Stops when the server is in trouble, and leaves
    it alone for a while.
    """
    if not breaker.may_try(now):
        return 0
    _give_up_unanswered(now)
    until = monotonic() + WORKING_SECONDS
    sent = 0
    server = get_connection()
    try:
        for _ in range(limit):
            message = _claim(now) if monotonic() < until else None
            if message is None:
                break
            refusal = _send(message, server, now)
            sent += message.state == Message.State.SENT
            if refusal is not None and refusal.server_in_trouble:
                break
    finally:
        server.close()
    return sent


def new_message(subscriber: Subscriber, now: datetime) -> Message:
    """Return an unsaved message, whose Message-ID lies in the domain we send from."""
    return Message(subscriber=subscriber, created_at=now, due_at=now, message_id=new_message_id())


def _assemble_batch(readers: Sequence[int], sweep: Sweep) -> int:
    """Make the messages of these readers together; where one of them is at fault, each reader's by itself."""
    try:
        return _assemble(readers, sweep.now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        return sum(sweep.do(reader, partial(_assemble, [reader], sweep.now)) for reader in readers)


@transaction.atomic
def _assemble(readers: Collection[int], now: datetime) -> int:
    """Make the messages of these readers, as far as no other worker is at it; return how many."""
    mine = Subscriber.objects.filter(pk__in=readers).order_by("pk").select_for_update(skip_locked=True)
    locked = {reader.pk: reader for reader in mine}
    # Asked again under the lock: another worker may just have gathered some of them.
    waiting = Delivery.objects.waiting(now).filter(subscriber__in=locked).select_related("announcement")
    deliveries = owed.sort_out(list(waiting), now)
    deliveries.close(now)
    owed_to = {delivery.subscriber_id for delivery in deliveries.sendable}
    messages = Message.objects.bulk_create(new_message(locked[pk], now) for pk in sorted(owed_to))
    readers_own = Message.objects.filter(pk__in=[message.pk for message in messages], subscriber=OuterRef("subscriber"))
    sendable = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries.sendable])
    sendable.update(message=Subquery(readers_own.values("pk")))
    return len(messages)


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
def _claim(now: datetime) -> Message | None:
    """Take the next due message for as long as the lease; each claim counts as an attempt."""
    message = Message.objects.free(now).select_for_update(skip_locked=True).first()
    if message is not None:
        message.unanswered = message.unanswered + 1 if message.claimed_until else 0
        message.claimed_until = now + LEASE
        message.attempts += 1
        message.save(update_fields=["claimed_until", "attempts", "unanswered"])
    return message


def _send(message: Message, server: BaseEmailBackend, now: datetime) -> MailRefusal | None:
    """Send a message that its caller has claimed; None when it was sent, or when nothing of it was owed any more."""
    try:
        server.open()
    except Exception as error:
        refusal = judge_connection(error)
        _put_off(message, refusal, now)
        return refusal
    try:
        # Built once the server listens, just before it is handed over: what their reader wants may have changed while
        # it was waited for.
        email, carried = _hand_over(message, now)
        if email is not None:
            server.send_messages([email])
    except Exception as error:
        # The session may be broken half-way; the next message opens a new one.
        server.close()
        refusal = judge(error)
        _put_off(message, refusal, now)
        return refusal
    if email is not None:
        breaker.note_answer()
        _mark_sent(message, carried, str(email.subject), now)
    return None


@transaction.atomic
def _hand_over(message: Message, now: datetime) -> tuple[EmailMultiAlternatives | None, list[int]]:
    """Return what is still owed of the message as a mail, and the numbers of the deliveries in it, noting that they are
    given to the server; let go the rest, and the message where nothing is left. No lock is held while the server takes
    it.
    """
    if not message.deliveries.exists():
        return letters.letter(message), []
    deliveries = owed.sort_out(list(_owed_in(message).select_related("announcement")), now)
    deliveries.close(now)
    carried = [delivery.pk for delivery in deliveries.sendable]
    _owed_in(message).exclude(pk__in=carried).update(message=None)
    if not carried:
        message.state, message.claimed_until = Message.State.LAPSED, None
        message.save(update_fields=["state", "claimed_until"])
        return None, []
    email = mail.alert(message, deliveries.sendable, owed.last_sent_to(deliveries.sendable), now)
    _owed_in(message).filter(handed_over_at=None).update(handed_over_at=now)
    return email, carried


def _owed_in(message: Message) -> DeliveryQuerySet:
    """Return what a message is still to carry."""
    return Delivery.objects.filter(message=message, state=Delivery.State.OWED)


@transaction.atomic
def _mark_sent(message: Message, carried: Sequence[int], subject: str, now: datetime) -> None:
    """Mark a message and all that it carried as sent, also what another worker let go of while it was on its way."""
    message.state, message.sent_at, message.subject = Message.State.SENT, now, subject
    message.claimed_until, message.problem = None, ""
    message.save(update_fields=["state", "sent_at", "subject", "claimed_until", "problem"])
    Delivery.objects.filter(pk__in=carried).update(message=message)
    Delivery.objects.filter(pk__in=carried).close(Delivery.State.SENT, now)


@transaction.atomic
def _put_off(message: Message, refusal: MailRefusal, now: datetime) -> None:
    """Back off, or give up where trying again is of no use. A server in trouble is no fault of the message, which only
    lets the others go first.
    """
    log.warning("message %s: %s", message.pk, refusal.words)
    if refusal.server_in_trouble:
        breaker.note_failure(refusal.words, now)
        message.attempts -= 1
        message.due_at = max(message.due_at, now)
    elif _is_worth_another_try(message, refusal, now):
        message.due_at = now + timedelta(minutes=BACKOFF_MINUTES[min(message.attempts, len(BACKOFF_MINUTES)) - 1])
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
    if refusal.next_step == NextStep.STOP:
        Subscriber.objects.filter(pk=message.subscriber_id).update(stopped_at=now, stopped_why=refusal.words)


def _is_worth_another_try(message: Message, refusal: MailRefusal, now: datetime) -> bool:
    """Say whether to try again: what carries deliveries as long as one is owed, which is asked at the next try; a
    question for a yes, and what can't be built, for a week.
    """
    if refusal.next_step != NextStep.LATER:
        return False
    lasts = message.deliveries.exists() and not refusal.is_unbuilt
    return lasts or now < message.created_at + owed.TRIED_FOR
