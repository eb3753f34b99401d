"""Sends an announcement again to those whom it failed to reach."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from votes.models import Announcement, Delivery, Subscription
from votes.models.mails import DeliveryQuerySet


def failed(announcement: Announcement) -> DeliveryQuerySet:
    """Return what was given up of it, to readers who still follow something. Who may have the mail, as the mail server
    never said whether it took it, gets no second one; whose address does not exist is not asked again.
    """
    live = Exists(Subscription.objects.live().filter(subscriber=OuterRef("subscriber")))
    return Delivery.objects.given_up().filter(live, announcement=announcement, handed_over_at=None)


def resend(announcement: Announcement, now: datetime) -> int:
    """Owe it to them anew; return to how many. Whether it still holds and is of use is asked when it is sent."""
    return failed(announcement).update(
        state=Delivery.State.OWED, why="", closed_at=None, message=None, due_at=now
    )  # fmt: skip
