"""All that is kept of a reader, as plain values: theirs to take along."""

from typing import Any

from votes.models import Delivery, Subscriber

OF_READER = ("email", "new_email", "created_at", "confirmed_at", "paused_until", "stopped_at", "stopped_why")
OF_SUBSCRIPTION = ("topic", "kinds", "leads", "cadence", "created_at", "confirmed_at", "ended_at")
OF_CONSENT = ("at", "deed", "form", "topic", "kinds", "leads", "cadence")
OF_MESSAGE = ("message_id", "subject", "letter", "to", "state", "created_at", "sent_at", "problem")
OF_BOUNCE = ("kind", "at")


def everything_of(subscriber: Subscriber) -> dict[str, Any]:
    """Return what is kept: the address, what they follow, the history of their consent, mails, and what each told."""
    deliveries = Delivery.objects.filter(subscriber=subscriber).select_related("announcement", "message").order_by("pk")
    return {
        "reader": {name: getattr(subscriber, name) for name in OF_READER},
        "subscriptions": [*subscriber.subscriptions.order_by("pk").values(*OF_SUBSCRIPTION)],
        "consent": [*subscriber.consents.order_by("pk").values(*OF_CONSENT)],
        "mails": [*subscriber.messages.order_by("pk").values(*OF_MESSAGE)],
        "came_back": [*subscriber.bounces.order_by("pk").values("message__message_id", *OF_BOUNCE)],
        "told": [_told(delivery) for delivery in deliveries],
    }


def _told(delivery: Delivery) -> dict[str, Any]:
    announcement = delivery.announcement
    return {
        "kind": announcement.kind,
        "about": announcement.subject,
        "version": announcement.version,
        "state": delivery.state,
        "why": delivery.get_why_display(),
        "due_at": delivery.due_at,
        "closed_at": delivery.closed_at,
        "message_id": delivery.message.message_id if delivery.message else None,
    }
