"""How a reader's mail moves to another address: asked for on their page, confirmed at the new one, told at the old."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from votes.alerts import forget
from votes.alerts.barred import is_barred
from votes.alerts.gathering import new_message
from votes.models import Delivery, Message, Subscriber, Subscription
from votes.models.alerts import new_nonce

Letter = Message.Letter
ASKS_A_DAY = 3


@transaction.atomic
def ask(subscriber: Subscriber, address: str, now: datetime) -> None:
    """Ask at a new address whether it is the reader's. Nothing is sent to one whose owner said "never again", nor more
    than a few times a day; the page says the same in any case.
    """
    address = address.strip().lower()
    today = Message.objects.filter(letter=Letter.NEW_ADDRESS, created_at__gt=now - timedelta(days=1))
    asked = today.filter(Q(subscriber=subscriber) | Q(to=address))
    if address == subscriber.email or is_barred(address) or asked.count() >= ASKS_A_DAY:
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(new_email=address)
    message = new_message(subscriber, now)
    message.letter, message.to = Letter.NEW_ADDRESS, address
    message.save()


@transaction.atomic
def move(subscriber: Subscriber, now: datetime) -> None:
    """Send a reader's mail to the new address from now on, revoke the links sent to the old one, and tell it there.

    Whoever was known by the new address is the same reader: what they follow comes along, and what they were sent.
    """
    reader = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    old, new = reader.email, reader.new_email
    if not new:
        return
    other = Subscriber.objects.select_for_update().filter(email=new).first()
    if other is not None:
        _take_over(reader, other)
        forget.erase(other, now)
    # A link in a mail that was sent to the new address opens the page: it is confirmed.
    reader.email, reader.new_email, reader.nonce = new, "", new_nonce()
    reader.stopped_at, reader.stopped_why = None, ""
    reader.save()
    message = new_message(reader, now)
    message.letter, message.to = Letter.MOVED, old
    message.save()


def _take_over(reader: Subscriber, other: Subscriber) -> None:
    """Let a reader follow what the other confirmed and they don't, and count as sent what the other was sent."""
    live = reader.subscriptions.filter(ended_at=None, confirmed_at__isnull=False).values("topic")
    theirs = other.subscriptions.filter(ended_at=None, confirmed_at__isnull=False).exclude(topic__in=live)
    if other.confirmed_at is None:
        theirs = theirs.none()
    moving = list(theirs)
    reader.subscriptions.filter(topic__in=[subscription.topic for subscription in moving]).delete()
    Subscription.objects.filter(pk__in=[subscription.pk for subscription in moving]).update(subscriber=reader)
    told = Delivery.objects.filter(subscriber=reader).values("announcement")
    coming = Delivery.objects.filter(subscriber=other).exclude(announcement__in=told)
    coming.filter(state=Delivery.State.OWED, handed_over_at=None).update(subscriber=reader, message=None)
    coming.exclude(state=Delivery.State.OWED).update(subscriber=reader)
    other.consents.update(subscriber=reader)
