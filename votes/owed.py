"""Which deliveries are owed: still true, still wanted, and in no mail yet."""

from datetime import datetime

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet

from votes.models import Announcement, Delivery, Subscription, Vote
from votes.remind import is_ahead

REMINDER = Announcement.Kind.REMINDER

Deliveries = QuerySet[Delivery]


def due(now: datetime) -> Deliveries:
    """To be sent now."""
    return sendable(now).filter(message=None, due_at__lte=now)


def sendable(now: datetime) -> Deliveries:
    """Still true and still wanted."""
    current = ~Q(Exists(_newer())) & ~Q(Exists(_nearer())) & ~Q(announcement__in=_past_reminders(now))
    return Delivery.objects.filter(current, Exists(_following()), announcement__redacted_at=None)


def lapsed(now: datetime) -> Deliveries:
    """In no mail, and no longer owed. What was replaced stays until its replacement is owed in its stead."""
    told_anew = Q(Exists(_newer().filter(fan_out__isnull=False)))
    untrue = told_anew | Q(Exists(_nearer())) | Q(announcement__in=_past_reminders(now))
    unwanted = ~Q(Exists(_following())) | Q(announcement__redacted_at__isnull=False)
    return Delivery.objects.filter(untrue | unwanted, message=None)


def _newer() -> QuerySet[Announcement]:
    """What replaces a delivery's announcement."""
    later = Announcement.objects.filter(
        subject=OuterRef("announcement__subject"), version__gt=OuterRef("announcement__version")
    )
    return later.exclude(kind=REMINDER)


def _nearer() -> Deliveries:
    """A reminder of the same reader, about the same vote, that is nearer to it."""
    return Delivery.objects.filter(
        subscriber=OuterRef("subscriber"),
        announcement__kind=REMINDER,
        announcement__subject=OuterRef("announcement__subject"),
        announcement__version__gte=OuterRef("announcement__version"),
        announcement__lead__lt=OuterRef("announcement__lead"),
    )


def _following() -> QuerySet[Subscription]:
    """The reader's live subscriptions to one of the announcement's topics, whichever of them it was owed to."""
    live = Subscription.objects.live().filter(subscriber=OuterRef("subscriber"))
    among = Func(OuterRef("announcement__topics"), F("topic"), function="array_position", output_field=IntegerField())
    return live.annotate(among=among).filter(among__isnull=False)


def _past_reminders(now: datetime) -> list[int]:
    """Reminders still waiting whose vote is no longer ahead."""
    waiting = Announcement.objects.filter(kind=REMINDER).filter(
        Q(deliveries__message=None, deliveries__isnull=False) | Q(deliveries__message__state="due")
    )
    rows = list(waiting.distinct().values_list("pk", "subject"))
    votes = Vote.objects.select_related("body__place").in_bulk([vote_id(subject) for _, subject in rows])
    return [pk for pk, subject in rows if not is_ahead(votes[vote_id(subject)], now)]


def vote_id(subject: str) -> int:
    """5 for "vote:5"."""
    return int(subject.removeprefix("vote:"))
