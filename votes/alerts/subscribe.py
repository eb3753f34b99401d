"""How a reader comes, changes what they get, and leaves: nothing is sent to an address before its owner says yes."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Q

from votes.alerts import remind
from votes.alerts.deliver import new_message
from votes.alerts.topics import Topic, kind_of
from votes.models import Message, Subscriber, Subscription

# Nobody may use the form to pester somebody else.
ASK_AGAIN_AFTER = timedelta(minutes=10)
ASKS_A_DAY = 3


@transaction.atomic
def subscribe(
    email: str, topic: Topic, kinds: Sequence[str], leads: Sequence[int], cadence: str, now: datetime
) -> Subscription:
    """Note the wish and ask the address's owner. What was confirmed before is not changed by asking again."""
    address = email.strip().lower()
    Subscriber.objects.get_or_create(email=address)
    subscriber = Subscriber.objects.select_for_update().get(email=address)
    wish = {"kinds": [*kinds], "leads": [*leads], "cadence": cadence}
    subscription, _ = Subscription.objects.get_or_create(
        subscriber=subscriber, **{kind_of(topic): topic}, defaults=wish
    )
    if subscription.ended_at or not subscription.confirmed_at:
        subscription.ended_at = subscription.confirmed_at = None
        _save(subscription, wish)
    _ask(subscriber, now)
    return subscription


@transaction.atomic
def confirm(subscriber: Subscriber, subscriptions: Collection[int], now: datetime) -> int:
    """Confirm those of a reader's pending subscriptions that are named by number; return how many that were.

    Who comes late is reminded at once of the votes that are near.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    subscriber.confirmed_at = subscriber.confirmed_at or now
    subscriber.confirmation_sent_at = None
    subscriber.stopped_at, subscriber.stopped_why = None, ""
    subscriber.save()
    confirmed = list(subscriber.subscriptions.pending().filter(pk__in=subscriptions))
    Subscription.objects.filter(pk__in=[subscription.pk for subscription in confirmed]).update(confirmed_at=now)
    remind.catch_up(subscriber, confirmed, now)
    return len(confirmed)


def update(subscription: Subscription, kinds: Sequence[str], leads: Sequence[int], cadence: str) -> None:
    """Change what a reader gets of one topic."""
    _save(subscription, {"kinds": [*kinds], "leads": [*leads], "cadence": cadence})


def leave(subscriber: Subscriber, now: datetime, subscription: int | None = None) -> None:
    """End one subscription, or all. Leaving twice is leaving."""
    which = Q() if subscription is None else Q(pk=subscription)
    subscriber.subscriptions.filter(which, ended_at=None).update(ended_at=now)


def _ask(subscriber: Subscriber, now: datetime) -> None:
    """Send the mail that asks for a yes, unless one was just sent to the same mailbox, or several were today."""
    with connection.cursor() as cursor:
        # Another spelling of the address is another row, so that its lock would keep nobody waiting.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subscriber.mailbox])
    spellings = Subscriber.objects.filter(mailbox=subscriber.mailbox)
    last = spellings.aggregate(last=Max("confirmation_sent_at"))["last"]
    if last and last > now - ASK_AGAIN_AFTER:
        return
    today = Message.objects.confirmations().filter(subscriber__in=spellings, due_at__gt=now - timedelta(days=1))
    if today.count() >= ASKS_A_DAY:
        return
    new_message(subscriber, now).save()
    subscriber.confirmation_sent_at = now
    subscriber.save(update_fields=["confirmation_sent_at"])


def _save(subscription: Subscription, wish: dict[str, object]) -> None:
    for name, value in wish.items():
        setattr(subscription, name, value)
    # `topic` is the database's own to write.
    subscription.save()
