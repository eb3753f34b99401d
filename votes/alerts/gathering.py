"""Makes the messages: what is owed to a reader by now goes into one."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Subquery

from votes.alerts import owed, pause
from votes.alerts.threads import new_message_id
from votes.models import Announcement, Delivery, Message, Subscriber
from votes.sweeps import Sweep

# Readers whose mail one transaction gathers.
BATCH = 500
# What is due sooner after it was announced waits for no morning.
AT_ONCE = timedelta(minutes=1)
DATES = (Announcement.Kind.DATE, Announcement.Kind.EVENT, Announcement.Kind.REMINDER, Announcement.Kind.RESULT)


def assemble(now: datetime) -> int:
    """Make one message for each subscriber who is owed something now; return how many."""
    return sum(gather(now))


def gather(now: datetime) -> Iterator[int]:
    """Make them some at a time, and yield how many."""
    if pause.current():
        return
    sweep = Sweep("assemble", now)
    waiting = Exists(Delivery.objects.waiting(now).filter(subscriber=OuterRef("pk")))
    readers = Subscriber.objects.filter(waiting).exclude(pk__in=sweep.put_off).order_by("pk")
    pks = list(readers.values_list("pk", flat=True))
    for at in range(0, len(pks), BATCH):
        yield _assemble_batch(pks[at : at + BATCH], sweep)


def new_message(subscriber: Subscriber, now: datetime, urgency: int = Message.Urgency.ASKED) -> Message:
    """Return an unsaved message, whose Message-ID lies in the domain we send from."""
    return Message(subscriber=subscriber, created_at=now, due_at=now, message_id=new_message_id(), urgency=urgency)


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
    waiting = Delivery.objects.waiting(now).filter(subscriber__in=locked).prefetch_related("announcement")
    deliveries = owed.sort_out(list(waiting), now)
    deliveries.close(now)
    urgency: dict[int, int] = {}
    for delivery in deliveries.sendable:
        other = urgency.get(delivery.subscriber_id, Message.Urgency.REST)
        urgency[delivery.subscriber_id] = min(other, _urgency_of(delivery))
    messages = Message.objects.bulk_create(new_message(locked[pk], now, urgency[pk]) for pk in sorted(urgency))
    readers_own = Message.objects.filter(pk__in=[message.pk for message in messages], subscriber=OuterRef("subscriber"))
    sendable = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries.sendable])
    sendable.update(message=Subquery(readers_own.values("pk")))
    return len(messages)


def _urgency_of(delivery: Delivery) -> int:
    """Return how urgent a mail is that carries the delivery: dates are, unless their reader has them once a day."""
    at_once = delivery.due_at - delivery.created_at < AT_ONCE
    return Message.Urgency.DATES if at_once and delivery.announcement.kind in DATES else Message.Urgency.REST
