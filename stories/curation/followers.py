"""Readers who follow one of two records that are one: nobody loses what they asked for, nobody gets what they left."""

from typing import Any

from django.db.models import Model

from votes.models import Delivery, Subscriber, Subscription
from votes.models.alerts import TOPICS

# The more often a reader wants to hear, the earlier it stands here.
CADENCES = (Subscription.Cadence.AT_ONCE, Subscription.Cadence.DAILY, Subscription.Cadence.WEEKLY)


def hand_over(gone: Model, kept: Model) -> None:
    """Let the followers of `gone` follow `kept`; whoever follows both keeps one subscription with what either brought.

    What was owed by the one that goes is owed by the one that stays.
    """
    topic = gone._meta.model_name or ""
    for wish in Subscription.objects.select_for_update().filter(**{topic: gone}).order_by("pk"):
        own = Subscription.objects.select_for_update().filter(subscriber=wish.subscriber_id)
        known = own.filter(**{topic: kept}).first()
        if known is None:
            Subscription.objects.filter(pk=wish.pk).update(**{topic: kept})
            continue
        Subscription.objects.filter(pk=known.pk).update(**_joined(known, wish))
        Delivery.objects.filter(subscription=wish).update(subscription=known)
        Subscription.objects.filter(pk=wish.pk).delete()


def hand_back(values: dict[str, Any], kept: int) -> dict[str, Any] | None:
    """Return a subscription that went with a merge as it comes back: left, if its reader left the one that stayed; None
    where the reader was erased.
    """
    if not Subscriber.objects.filter(pk=values["subscriber_id"]).exists():
        return None
    topic = next(name for name in TOPICS if values[f"{name}_id"])
    stayed = Subscription.objects.filter(**{topic: kept}, subscriber=values["subscriber_id"]).first()
    left = stayed.ended_at if stayed else None
    return values | {"ended_at": values["ended_at"] or (left and left.isoformat())}


def _joined(known: Subscription, wish: Subscription) -> dict[str, object]:
    """Return what the one subscription holds: of both where both or neither are live, else of the live one alone, since
    nobody confirmed or goes on with the other.
    """
    both, live = (known, wish), [row for row in (known, wish) if row.confirmed_at and not row.ended_at]
    rows = live or [row for row in both if not row.ended_at] or [known]
    return {
        "kinds": list(dict.fromkeys(kind for row in rows for kind in row.kinds)),
        "leads": sorted({lead for row in rows for lead in row.leads}, reverse=True),
        "cadence": min((row.cadence for row in rows), key=[str(cadence) for cadence in CADENCES].index),
        "confirmed_at": rows[0].confirmed_at,
        "ended_at": rows[0].ended_at,
    }
