"""How a reader comes, changes what they get, and leaves: nothing is sent to an address before its owner says yes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from votes.alerts import remind
from votes.alerts.gathering import new_message
from votes.alerts.tokens import LASTS, Purpose
from votes.alerts.topics import Topic, kind_of
from votes.models import Announcement, Consent, Merged, Message, Subscriber, Subscription
from votes.models.alerts import new_nonce

Deed = Consent.Deed
Kind = Announcement.Kind
# Nobody may use the form to pester somebody else.
ASK_AGAIN_AFTER = timedelta(minutes=10)
ASKS_A_DAY = 3
WISH = ("kinds", "leads", "cadence")


@transaction.atomic
def subscribe(
    email: str,
    topic: Topic,
    kinds: Sequence[str],
    leads: Sequence[int],
    cadence: str,
    now: datetime,
    form: str = "subscribe",
) -> Subscription:
    """Note the wish and ask the address's owner. What was confirmed before, or may still be by the link in a mail, is
    not changed by asking again: whoever asks may be a stranger.
    """
    address = email.strip().lower()
    Subscriber.objects.get_or_create(email=address)
    subscriber = Subscriber.objects.select_for_update().get(email=address)
    wish = {"kinds": [*kinds], "leads": [*leads], "cadence": cadence}
    subscription, is_new = Subscription.objects.get_or_create(
        subscriber=subscriber, **{kind_of(topic): topic}, defaults=wish
    )
    if is_new or not _stands(subscription, now):
        subscription.ended_at = subscription.confirmed_at = None
        _save(subscription, wish)
        _record([subscription], Deed.ASKED, form, now)
    _ask(subscriber, now)
    return subscription


def send_link(email: str, now: datetime) -> None:
    """Send a reader the way to their alerts, if there is one of this address."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(email=email.strip().lower()).first()
        if subscriber is not None:
            _ask(subscriber, now)


@transaction.atomic
def confirm(subscriber: Subscriber, subscriptions: Collection[int], now: datetime, form: str = "confirm") -> int:
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
    _record(confirmed, Deed.CONFIRMED, form, now)
    remind.catch_up(subscriber, confirmed, now)
    return len(confirmed)


@transaction.atomic
def change(subscription: Subscription, kinds: Sequence[str], leads: Sequence[int], cadence: str, now: datetime) -> None:
    """Change what a reader gets of one topic; a lead that is new counts from today."""
    wish = {"kinds": [*kinds], "leads": [*leads], "cadence": cadence}
    if any(getattr(subscription, name) != wish[name] for name in WISH):
        before = set(subscription.leads if Kind.REMINDER in subscription.kinds else ())
        _save(subscription, wish)
        _record([subscription], Deed.CHANGED, "manage", now)
        remind.ask_sooner(subscription, set(leads) - before, now)


@transaction.atomic
def leave(subscriber: Subscriber, now: datetime, topics: Iterable[str] | None = None, form: str = "leave") -> None:
    """End the subscriptions to some topics, by their keys, or to all. Leaving twice is leaving; so is leaving what has
    become one with something else since.
    """
    gone = list(to_leave(subscriber, topics).select_for_update())
    Subscription.objects.filter(pk__in=[subscription.pk for subscription in gone]).update(ended_at=now)
    _record(gone, Deed.LEFT, form, now)


def to_leave(subscriber: Subscriber, topics: Iterable[str] | None = None) -> QuerySet[Subscription]:
    """Return a reader's subscriptions to some topics, or to all, that are not left yet."""
    staying = subscriber.subscriptions.filter(ended_at=None)
    return staying if topics is None else staying.filter(topic__in=Merged.objects.with_successors(topics))


def pause(subscriber: Subscriber, until: date | None) -> None:
    """Send a reader nothing new until the morning of a day; None ends it. Who was sent a date is told its change."""
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=until)
    subscriber.paused_until = until


def revoke_links(subscriber: Subscriber) -> None:
    """Let every link that was sent open nothing any more, but for those that leave."""
    subscriber.nonce = new_nonce()
    subscriber.save(update_fields=["nonce"])


def _stands(subscription: Subscription, now: datetime) -> bool:
    """Say whether a subscription is confirmed, or a link is out by which it may be."""
    if subscription.ended_at:
        return False
    asked = subscription.subscriber.confirmation_sent_at
    return bool(subscription.confirmed_at or (asked and asked > now - LASTS[Purpose.CONFIRM]))


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


def _record(subscriptions: Iterable[Subscription], deed: Deed, form: str, now: datetime) -> None:
    """Write a line of the history of consent for each."""
    Consent.objects.bulk_create(
        Consent(
            subscriber_id=subscription.subscriber_id,
            topic=subscription.topic,
            deed=deed,
            form=form,
            at=now,
            **{name: getattr(subscription, name) for name in WISH},
        )
        for subscription in subscriptions
    )


def _save(subscription: Subscription, wish: dict[str, object]) -> None:
    for name, value in wish.items():
        setattr(subscription, name, value)
    # `topic` is the database's own to write.
    subscription.save()
