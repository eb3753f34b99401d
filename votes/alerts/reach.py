"""How many readers would be told of a change, counted before it is made."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from votes.alerts.announce import ASKED_AS, REPLACES
from votes.models import Delivery, Subscription


def readers_to_tell(kind: str, subject: str, topics: Sequence[str]) -> int:
    """Return how many readers are owed news of this kind on a subject: who follows one of the topics and asked for it,
    or was sent, or is owed, what it replaces.
    """
    live = Subscription.objects.live().filter(topic__in=topics)
    paused = Q(subscriber__paused_until__gt=timezone.now().date())
    earlier = Delivery.objects.filter(announcement__subject=subject, announcement__kind__in=REPLACES.get(kind, []))
    holders = earlier.exclude(state=Delivery.State.LAPSED, handed_over_at=None).values("subscriber")
    asked = Q(kinds__contains=[ASKED_AS.get(kind, kind)])
    return live.filter((asked & ~paused) | Q(subscriber__in=holders)).values("subscriber").distinct().count()
