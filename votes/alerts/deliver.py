"""Sends what is owed: gathers it into messages, claims one, sends it, marks it. Every step may be killed and repeated.

A worker killed between sending and marking leaves the message claimed; once the lease is over it is sent again under
the same Message-ID, so that it is recognisably the same mail.
"""

import logging
import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from votes.alerts import mail, owed
from votes.alerts.post import MailRefusal, NextStep, judge
from votes.models import Delivery, Message, Subscriber

log = logging.getLogger(__name__)

# Readers whose mail one transaction gathers.
BATCH = 500
# A worker stops taking messages long before the lease of the last one could end.
LEASE = timedelta(minutes=10)
WORKING_SECONDS = 120.0
# Between two attempts, in minutes: three days in all.
BACKOFF_MINUTES = (1, 5, 15, 60, 180, 360, *[720] * 5)
ATTEMPTS = len(BACKOFF_MINUTES) + 1


def assemble(now: datetime) -> int:
    """Make one message for each subscriber who is owed something now; return how many."""
    messages = 0
    last: int | None = 0
    while last is not None:
        batch, last = _assemble_after(last, now)
        messages += batch
    return messages


def send_due(now: datetime, limit: int = 200) -> int:
    """Send up to `limit` messages over one connection; return how many. Stops when the server is in trouble."""
    tried_out = Message.objects.free(now).filter(attempts__gte=ATTEMPTS)
    tried_out.update(state=Message.State.FAILED, problem=f"Tried {ATTEMPTS} times without an answer.")
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
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return Message(subscriber=subscriber, due_at=now, message_id=f"<{uuid.uuid4().hex}@{domain}>")


@transaction.atomic
def _assemble_after(last: int, now: datetime) -> tuple[int, int | None]:
    """Make the messages of the next readers by number; return how many, and the last reader, None at the end."""
    due = Delivery.objects.filter(message=None, due_at__lte=now)
    waiting = Exists(due.filter(subscriber=OuterRef("pk")))
    readers = Subscriber.objects.filter(waiting, pk__gt=last).order_by("pk").select_for_update(skip_locked=True)
    locked = {reader.pk: reader for reader in readers[:BATCH]}
    if not locked:
        return 0, None
    # Asked again under the lock: another worker may just have gathered some of them.
    deliveries = owed.sort_out(list(due.filter(subscriber__in=locked).select_related("announcement")), now)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries.lapsed]).delete()
    owed_to = {delivery.subscriber_id for delivery in deliveries.sendable}
    messages = Message.objects.bulk_create(new_message(locked[pk], now) for pk in sorted(owed_to))
    readers_own = Message.objects.filter(pk__in=[message.pk for message in messages], subscriber=OuterRef("subscriber"))
    sendable = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries.sendable])
    sendable.update(message=Subquery(readers_own.values("pk")))
    return len(messages), max(locked)


@transaction.atomic
def _claim(now: datetime) -> Message | None:
    """Take the next due message for as long as the lease; each claim counts as an attempt."""
    message = Message.objects.free(now).select_for_update(skip_locked=True).first()
    if message is not None:
        message.claimed_until = now + LEASE
        message.attempts += 1
        message.save(update_fields=["claimed_until", "attempts"])
    return message


def _send(message: Message, server: BaseEmailBackend, now: datetime) -> MailRefusal | None:
    """Send a message that its caller has claimed; None when it was sent, or when nothing of it was owed any more."""
    try:
        email = _build(message, now)
        if email is not None:
            server.open()
            server.send_messages([email])
    except Exception as error:
        # The session may be broken half-way; the next message opens a new one.
        server.close()
        refusal = judge(error)
        log.warning("message %s: %s", message.pk, refusal.words)
        _put_off(message, refusal, now)
        return refusal
    if email is not None:
        message.state, message.sent_at, message.subject = Message.State.SENT, now, str(email.subject)
        message.claimed_until, message.problem = None, ""
        message.save(update_fields=["state", "sent_at", "subject", "claimed_until", "problem"])
    return None


@transaction.atomic
def _build(message: Message, now: datetime) -> EmailMultiAlternatives | None:
    """Return what is still owed of the message as a mail; let go the rest, and the message where nothing is left."""
    if not message.deliveries.exists():
        return mail.confirmation(message)
    sendable = owed.sort_out(list(message.deliveries.select_related("announcement")), now).sendable
    message.deliveries.exclude(pk__in=[delivery.pk for delivery in sendable]).update(message=None)
    if not sendable:
        message.delete()
        return None
    return mail.alert(message, [delivery.announcement for delivery in sendable], now)


def _put_off(message: Message, refusal: MailRefusal, now: datetime) -> None:
    """Back off, or give up where trying again is of no use."""
    again = refusal.next_step == NextStep.LATER and message.attempts < ATTEMPTS
    if again:
        message.due_at = now + timedelta(minutes=BACKOFF_MINUTES[message.attempts - 1])
    message.state = Message.State.DUE if again else Message.State.FAILED
    message.claimed_until, message.problem = None, refusal.words
    message.save(update_fields=["state", "due_at", "claimed_until", "problem"])
    if refusal.next_step == NextStep.STOP:
        Subscriber.objects.filter(pk=message.subscriber_id).update(stopped_at=now, stopped_why=refusal.words)
