"""Forgets readers: whoever asks for it, and addresses whose owner never said yes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from votes.models import Delivery, Message, Subscriber, Wish
from votes.models.alerts import new_key, new_nonce

# How long a question for a yes may lie unanswered, from the last time it was asked.
UNCONFIRMED_KEPT = timedelta(days=14)
# Rows deleted in one transaction.
BATCH = 500


@transaction.atomic
def erase(subscriber: Subscriber, now: datetime) -> None:
    """Forget a reader for good: the address, what opens their pages, what they follow and agreed to, and what a mail
    server said.

    The nameless row stays with what was sent to it, so that how many were told what, and when, can still be counted.
    What is still owed has nobody who follows it any more, and lapses.
    """
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    Wish.objects.filter(email=row.email).delete()
    row.subscriptions.all().delete()
    row.consents.all().delete()
    row.messages.update(problem="", to="")
    unasked = Message.objects.confirmations().filter(subscriber=row, state=Message.State.DUE)
    unasked.update(state=Message.State.FAILED, problem="The reader was erased before it was sent.")
    row.email, row.new_email, row.key, row.nonce, row.erased_at = "", "", new_key(), new_nonce(), now
    row.confirmed_at = row.confirmation_sent_at = row.stopped_at = row.paused_until = None
    row.stopped_why = ""
    row.save()


def drop_unconfirmed(now: datetime) -> int:
    """Delete the addresses that were asked long ago and never said yes, with their mail; return how many.

    Whoever was ever told anything stays.
    """
    dropped = 0
    while batch := _drop_batch(now):
        dropped += batch
    return dropped


def drop_old_addresses(now: datetime) -> int:
    """Blank the addresses of letters that went elsewhere than to their reader, once they are sent or given up; return
    how many. Of a new address that was never confirmed nothing stays.
    """
    before = now - UNCONFIRMED_KEPT
    done = Message.objects.exclude(to="").exclude(state=Message.State.DUE).filter(created_at__lt=before)
    asked = Message.objects.filter(subscriber=OuterRef("pk"), to=OuterRef("new_email"), created_at__gte=before)
    Subscriber.objects.exclude(new_email="").filter(~Exists(asked)).update(new_email="")
    return done.update(to="")


@transaction.atomic
def _drop_batch(now: datetime) -> int:
    """Delete some of those whom nobody is at just now; return how many."""
    before = now - UNCONFIRMED_KEPT
    silent = Q(confirmation_sent_at=None) | Q(confirmation_sent_at__lt=before)
    told = Exists(Delivery.objects.filter(subscriber=OuterRef("pk")))
    in_a_workers_hands = Exists(Message.objects.filter(subscriber=OuterRef("pk"), claimed_until__gt=now))
    unconfirmed = Subscriber.objects.filter(
        silent, ~told, ~in_a_workers_hands, confirmed_at=None, created_at__lt=before
    )
    pks = [reader.pk for reader in unconfirmed.select_for_update(skip_locked=True)[:BATCH]]
    Message.objects.filter(subscriber__in=pks).delete()
    Subscriber.objects.filter(pk__in=pks).delete()
    return len(pks)
