"""Says which deliveries are still owed: whether what they tell still holds, and whether their reader still wants it.

Asked for a batch at a time in a few plain queries, whatever number of readers wait.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from votes.alerts.remind import is_ahead
from votes.models import Announcement, Delivery, Subscription, Vote
from votes.subjects import read_key

REMINDER = Announcement.Kind.REMINDER


@dataclass
class SortedDeliveries:
    """Those that hold and are wanted, and those owed no more. What is in neither waits for what replaces it."""

    sendable: list[Delivery] = field(default_factory=list)
    lapsed: list[Delivery] = field(default_factory=list)


def sort_out(deliveries: Collection[Delivery], now: datetime) -> SortedDeliveries:
    """Sort deliveries, whose announcements are loaded, by whether they are still owed."""
    announcements = {delivery.announcement_id: delivery.announcement for delivery in deliveries}.values()
    replaced, owed_anew = _replaced(announcements)
    redacted = {announcement.pk for announcement in announcements if announcement.redacted_at}
    dead = redacted | owed_anew | _past_reminders(announcements, now)
    outdone = _outdone_reminders(deliveries)
    followed = _topics_followed(deliveries)
    result = SortedDeliveries()
    for delivery in deliveries:
        unwanted = followed.get(delivery.subscriber_id, set()).isdisjoint(delivery.announcement.topics)
        if unwanted or delivery.announcement_id in dead or delivery.pk in outdone:
            result.lapsed.append(delivery)
        elif delivery.announcement_id not in replaced:
            result.sendable.append(delivery)
    return result


def _replaced(announcements: Iterable[Announcement]) -> tuple[set[int], set[int]]:
    """Return those with a newer version, and among them those whose newer version is already owed in their stead."""
    # By subject: each version that there is, and whether it was fanned out.
    versions: dict[str, list[tuple[int, bool]]] = {}
    subjects = {announcement.subject for announcement in announcements}
    rows = Announcement.objects.filter(subject__in=subjects).exclude(kind=REMINDER)
    for subject, version, done_at in rows.values_list("subject", "version", "fan_out__done_at"):
        versions.setdefault(subject, []).append((version, done_at is not None))
    newer = {
        announcement.pk: [
            fanned_out
            for version, fanned_out in versions.get(announcement.subject, [])
            if version > announcement.version
        ]
        for announcement in announcements
    }
    return {pk for pk, fanned_out in newer.items() if fanned_out}, {pk for pk, done in newer.items() if any(done)}


def _past_reminders(announcements: Iterable[Announcement], now: datetime) -> set[int]:
    """Return the reminders of a vote that is no longer ahead."""
    reminders = [announcement for announcement in announcements if announcement.kind == REMINDER]
    votes_by_reminder = {reminder.pk: read_key(reminder.subject)[1] for reminder in reminders}
    votes = Vote.objects.select_related("body__place").in_bulk(list(votes_by_reminder.values()))
    return {pk for pk, vote in votes_by_reminder.items() if not is_ahead(votes[vote], now)}


def _outdone_reminders(deliveries: Collection[Delivery]) -> set[int]:
    """Return the deliveries of reminders whose reader has, or is owed, one of the same vote that is nearer to it."""
    reminding = [delivery for delivery in deliveries if delivery.announcement.kind == REMINDER]
    if not reminding:
        return set()
    every = Delivery.objects.filter(
        subscriber__in={delivery.subscriber_id for delivery in reminding},
        announcement__kind=REMINDER,
        announcement__subject__in={delivery.announcement.subject for delivery in reminding},
    ).select_related("announcement")
    reminders: dict[tuple[int, str], list[Announcement]] = {}
    for delivery in every:
        key = delivery.subscriber_id, delivery.announcement.subject
        reminders.setdefault(key, []).append(delivery.announcement)
    return {
        delivery.pk
        for delivery in reminding
        for other in reminders[delivery.subscriber_id, delivery.announcement.subject]
        if other.version >= delivery.announcement.version and (other.lead or 0) < (delivery.announcement.lead or 0)
    }


def _topics_followed(deliveries: Iterable[Delivery]) -> dict[int, set[str]]:
    """Return by reader what they follow, whichever of their subscriptions a delivery was owed to."""
    readers = {delivery.subscriber_id for delivery in deliveries}
    followed: dict[int, set[str]] = {}
    live = Subscription.objects.live().filter(subscriber__in=readers)
    for reader, topic in live.values_list("subscriber", "topic"):
        followed.setdefault(reader, set()).add(topic)
    return followed
