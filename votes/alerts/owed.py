"""Which deliveries are still owed: whether what they tell still holds, and whether their reader still wants it.

Asked for a batch at a time in a few plain queries, whatever number of readers wait.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from votes.alerts.remind import is_ahead
from votes.models import Announcement, Delivery, Subscription, Vote

REMINDER = Announcement.Kind.REMINDER


@dataclass
class Sorted:
    """`sendable` hold and are wanted; `lapsed` are owed no more. The others wait for what replaces them."""

    sendable: list[Delivery] = field(default_factory=list)
    lapsed: list[Delivery] = field(default_factory=list)


def sort_out(deliveries: Collection[Delivery], now: datetime) -> Sorted:
    """With their announcements loaded."""
    announcements = {delivery.announcement_id: delivery.announcement for delivery in deliveries}.values()
    replaced, told_anew = _replaced(announcements)
    over = {one.pk for one in announcements if one.redacted_at} | _past_reminders(announcements, now)
    nearer = _reminded_nearer(deliveries)
    topics = _topics_followed(deliveries)
    result = Sorted()
    for delivery in deliveries:
        told = delivery.announcement
        unwanted = topics.get(delivery.subscriber_id, set()).isdisjoint(told.topics)
        if unwanted or told.pk in over | told_anew or delivery.pk in nearer:
            result.lapsed.append(delivery)
        elif told.pk not in replaced:
            result.sendable.append(delivery)
    return result


def _replaced(announcements: Iterable[Announcement]) -> tuple[set[int], set[int]]:
    """Those with a newer version, and among them those whose newer version is already owed in their stead."""
    of_subject: dict[str, list[tuple[int, bool]]] = {}
    versions = Announcement.objects.filter(subject__in={one.subject for one in announcements}).exclude(kind=REMINDER)
    for subject, version, done in versions.values_list("subject", "version", "fan_out__done_at"):
        of_subject.setdefault(subject, []).append((version, done is not None))
    newer = {
        one.pk: [done for version, done in of_subject.get(one.subject, []) if version > one.version]
        for one in announcements
    }
    return {pk for pk, fanned in newer.items() if fanned}, {pk for pk, fanned in newer.items() if any(fanned)}


def _past_reminders(announcements: Iterable[Announcement], now: datetime) -> set[int]:
    """Reminders of a vote that is no longer ahead."""
    votes_by_reminder = {one.pk: vote_id(one.subject) for one in announcements if one.kind == REMINDER}
    votes = Vote.objects.select_related("body__place").in_bulk(list(votes_by_reminder.values()))
    return {pk for pk, vote in votes_by_reminder.items() if not is_ahead(votes[vote], now)}


def _reminded_nearer(deliveries: Collection[Delivery]) -> set[int]:
    """Reminders whose reader has, or is owed, one of the same vote that is nearer to it."""
    mine = [delivery for delivery in deliveries if delivery.announcement.kind == REMINDER]
    if not mine:
        return set()
    theirs = Delivery.objects.filter(
        subscriber__in={delivery.subscriber_id for delivery in mine},
        announcement__kind=REMINDER,
        announcement__subject__in={delivery.announcement.subject for delivery in mine},
    ).select_related("announcement")
    by_reader: dict[tuple[int, str], list[Announcement]] = {}
    for other in theirs:
        by_reader.setdefault((other.subscriber_id, other.announcement.subject), []).append(other.announcement)
    return {
        delivery.pk
        for delivery in mine
        for other in by_reader[delivery.subscriber_id, delivery.announcement.subject]
        if other.version >= delivery.announcement.version and (other.lead or 0) < (delivery.announcement.lead or 0)
    }


def _topics_followed(deliveries: Iterable[Delivery]) -> dict[int, set[str]]:
    """By reader, whichever of their subscriptions a delivery was owed to."""
    readers = {delivery.subscriber_id for delivery in deliveries}
    followed: dict[int, set[str]] = {}
    live = Subscription.objects.live().filter(subscriber__in=readers)
    for reader, topic in live.values_list("subscriber", "topic"):
        followed.setdefault(reader, set()).add(topic)
    return followed


def vote_id(subject: str) -> int:
    """5 for "vote:5"."""
    return int(subject.removeprefix("vote:"))
