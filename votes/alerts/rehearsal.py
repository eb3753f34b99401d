"""What would be sent, found by doing it and taking it back: the same code says it, and nothing stays."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from votes.alerts import announce, gathering, mail, owed, remind
from votes.alerts.cadence import zone_of
from votes.alerts.preview import known_before
from votes.alerts.topics import name_of
from votes.alerts.wording import Telling, wording_of
from votes.models import Announcement, Delivery, Message, Subscriber, Subscription
from votes.models.alerts import TOPICS
from votes.subjects import read_key

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """One delivery as it would go: to whom, what it says, and why they get it; or, where it would not go, why not."""

    to: str
    says: str
    why: str
    is_sent: bool = True


def rehearse(now: datetime) -> list[Letter]:
    """Return what would go out now, by reader, and what would lapse. Everything is done in one transaction, which is
    taken back: meanwhile it holds the rows that it would write, like any sweep.
    """
    with transaction.atomic():
        lapsed = set(Delivery.objects.filter(state=Delivery.State.LAPSED, closed_at=now).values_list("pk", flat=True))
        remind.remind(now)
        announce.fan_out(now)
        gathering.assemble(now)
        letters = [*_sent(now), *_lapsing(now, lapsed)]
        transaction.set_rollback(True)
    return letters


def sample(announcement: Announcement, to: str, now: datetime) -> EmailMultiAlternatives:
    """Return the mail of an announcement to a reader who began to follow it just before, addressed `to` somebody else.
    The reader is made up and forgotten: the links by which to leave lead nowhere.
    """
    with transaction.atomic():
        since = announcement.created_at
        reader = Subscriber.objects.create(email="sample@reader.invalid", confirmed_at=since)
        kind, pk = next(key for key in map(read_key, announcement.topics) if key[0] in TOPICS)
        Subscription.objects.create(subscriber=reader, confirmed_at=since, **{f"{kind}_id": pk})
        message = gathering.new_message(reader, now)
        message.save()
        delivery = Delivery.objects.create(
            announcement=announcement, subscriber=reader, message=message, due_at=now
        )  # fmt: skip
        email = mail.alert(message, [delivery], {}, now)
        transaction.set_rollback(True)
    email.to = [to]
    email.subject = f"Test: {email.subject}"
    return email


def _sent(now: datetime) -> Iterator[Letter]:
    """Yield what the messages due by now would carry, as far as it is still owed."""
    due = Delivery.objects.filter(
        state=Delivery.State.OWED, message__state=Message.State.DUE, message__due_at__lte=now
    ).select_related("announcement", "subscriber")
    deliveries = owed.sort_out(list(due), now)
    subscriptions = {
        one.pk: one
        for one in Subscription.objects.filter(pk__in={one.subscription_id for one in due}).select_related(*TOPICS)
    }
    for delivery in sorted(deliveries.sendable, key=lambda one: (one.subscriber.email, one.pk)):
        subscription = subscriptions.get(delivery.subscription_id or 0)
        follows = f"follows {name_of(subscription.followed)}" if subscription else "was told of it before"
        yield Letter(delivery.subscriber.email, title_of(delivery.announcement, now), follows)
    for why, lapsing in deliveries.lapsed.items():
        for delivery in lapsing:
            yield Letter(delivery.subscriber.email, title_of(delivery.announcement, now), str(why.label), False)


def _lapsing(now: datetime, before: set[int]) -> Iterator[Letter]:
    """Yield what gathering the mail let go."""
    rows = Delivery.objects.filter(state=Delivery.State.LAPSED, closed_at=now).exclude(pk__in=before)
    for row in rows.select_related("announcement", "subscriber").order_by("subscriber__email", "pk"):
        yield Letter(row.subscriber.email, title_of(row.announcement, now), row.get_why_display(), False)


def title_of(announcement: Announcement, at: datetime) -> str:
    """Return what is announced, as it is told at a moment to a reader who was told all that went before."""
    if announcement.redacted_at:
        return "(removed)"
    try:
        told = wording_of(Telling(announcement, at, known_before(announcement), zone_of(announcement))).title
        return told or announcement.get_kind_display()
    except Exception:  # whatever can't be put into words must not take the page away that says so
        log.exception("announcement %s can't be put into words", announcement.pk)
        return f"({announcement}: it can’t be put into words)"
