"""Says which deliveries are still owed: whether what they tell still holds and is new to their reader, and whether the
reader still wants it.

Asked for a batch at a time in a few plain queries, whatever number of readers wait.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from votes.alerts.announce import RECENTLY, REPLACES
from votes.alerts.cadence import zone_of
from votes.alerts.remind import is_ahead
from votes.models import Announcement, Delivery, Held, Merged, Subscriber, Subscription
from votes.snapshots import Dated, dated_of, is_same_news, values_told
from votes.subjects import make_key, read_key

REMINDER = Announcement.Kind.REMINDER
# What is told of a day, and of no use after it.
OF_A_DAY = (REMINDER, Announcement.Kind.DATE, Announcement.Kind.EVENT)
Why = Delivery.Why
UNDECIDED = ""
# How long it is tried to send what no day puts an end to.
TRIED_FOR = timedelta(days=7)

# A reader and a subject; and by these, what the one was sent last on the other.
TellingKey = tuple[int, str]
LastSent = Mapping[TellingKey, Delivery]


@dataclass
class SortedDeliveries:
    """Those that hold and are wanted, and those owed no more, by why. What is in neither waits for what replaces it."""

    # What their readers were sent last.
    last_sent: LastSent
    sendable: list[Delivery] = field(default_factory=list)
    lapsed: dict[Why, list[Delivery]] = field(default_factory=dict)

    def close(self, now: datetime) -> None:
        """Mark those that are owed no more."""
        for why, deliveries in self.lapsed.items():
            rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries], state=Delivery.State.OWED)
            rows.close(Delivery.State.LAPSED, now, why)


@dataclass(frozen=True)
class _Batch:
    """What is asked once for all deliveries of a batch."""

    now: datetime
    replaced: set[int]
    owed_anew: set[int]
    outdone: set[int]
    followed: Mapping[int, set[str]]
    last_sent: LastSent
    # Of each announcement, by number; and of one that tells of a day, and is of no use after it, what it tells.
    zones: Mapping[int, tzinfo]
    dated: Mapping[int, Dated]
    # Readers who want nothing new for now; and of the announcements that an editor decides on, what was decided.
    paused: set[int]
    held: Mapping[int, str]
    # Readers and subjects of which the batch tells news, with no need of a reminder beside it.
    told_of: set[TellingKey] = field(default_factory=set)
    # Readers and the meetings of which the batch tells them by a vote that is taken there.
    told_by_vote: set[TellingKey] = field(default_factory=set)


def sort_out(deliveries: Collection[Delivery], now: datetime) -> SortedDeliveries:
    """Sort deliveries, whose announcements are loaded, by whether they are still owed."""
    announcements = {delivery.announcement_id: delivery.announcement for delivery in deliveries}
    replaced, owed_anew = _replaced(announcements.values())
    batch = _Batch(
        now,
        replaced,
        owed_anew,
        _outdone_reminders(deliveries),
        _topics_followed(deliveries),
        last_sent_to(deliveries),
        {pk: zone_of(announcement) for pk, announcement in announcements.items()},
        {
            pk: dated_of(announcement.subject, values_told(announcement))
            for pk, announcement in announcements.items()
            if announcement.kind in OF_A_DAY and not announcement.takes_back
        },
        _paused(deliveries, now),
        dict(Held.objects.filter(announcement__in=announcements).values_list("announcement", "decision")),
    )
    result = SortedDeliveries(batch.last_sent)
    for delivery in sorted(deliveries, key=_turn):
        if why := _why_lapsed(delivery, batch):
            result.lapsed.setdefault(why, []).append(delivery)
        elif delivery.announcement_id not in replaced and batch.held.get(delivery.announcement_id) != UNDECIDED:
            result.sendable.append(delivery)
            batch.told_of.add(key_of_telling(delivery))
            batch.told_by_vote.update((delivery.subscriber_id, meeting) for meeting in _meetings(delivery.announcement))
    return result


def key_of_telling(delivery: Delivery) -> TellingKey:
    """Return the reader and the subject of a delivery, whose announcement is loaded."""
    return delivery.subscriber_id, delivery.announcement.subject


def last_sent_to(deliveries: Iterable[Delivery]) -> LastSent:
    """Return by reader and subject the delivery, with its announcement, that told a reader the newest version."""
    sent = Delivery.objects.filter(
        state=Delivery.State.SENT,
        subscriber__in={delivery.subscriber_id for delivery in deliveries},
        announcement__subject__in={delivery.announcement.subject for delivery in deliveries},
    )
    in_order = sent.select_related("announcement").order_by("announcement__version", "closed_at")
    return {key_of_telling(delivery): delivery for delivery in in_order}


def _why_lapsed(delivery: Delivery, batch: _Batch) -> Why | None:
    """Return why a delivery is owed no more, None where it still is."""
    announcement = delivery.announcement
    if batch.followed.get(delivery.subscriber_id, set()).isdisjoint(announcement.topics):
        return Why.UNWANTED
    if announcement.redacted_at:
        return Why.REDACTED
    if delivery.announcement_id in batch.owed_anew:
        return Why.REPLACED
    if delivery.pk in batch.outdone:
        return Why.OUTDONE
    if batch.held.get(delivery.announcement_id) == Held.Decision.DROPPED:
        return Why.DROPPED
    if _is_known(delivery, batch):
        return Why.KNOWN
    # Of a date that they were sent they are told what becomes of it.
    is_new = announcement.kind not in REPLACES or key_of_telling(delivery) not in batch.last_sent
    if is_new and delivery.subscriber_id in batch.paused:
        return Why.PAUSED
    return _why_too_late(delivery, batch)


def _is_known(delivery: Delivery, batch: _Batch) -> bool:
    """Say whether the reader was sent the same before, or a vote taken at the event tells them; of a reminder, whether
    that was just now, or is about to be.
    """
    announcement = delivery.announcement
    key = key_of_telling(delivery)
    if key in batch.told_by_vote and not _follows_its_issue(delivery, batch):
        return True
    last = batch.last_sent.get(key)
    is_same = last is not None and is_same_news(values_told(last.announcement), values_told(announcement))
    if announcement.kind != REMINDER:
        return is_same
    if key in batch.told_of:
        return True
    return is_same and last is not None and (last.closed_at or batch.now) >= delivery.due_at - RECENTLY


def _turn(delivery: Delivery) -> tuple[bool, bool]:
    """Return what puts news before reminders, and votes before the events at which they may be taken."""
    kind, _ = read_key(delivery.announcement.subject)
    return delivery.announcement.kind == REMINDER, kind == "event"


def _meetings(announcement: Announcement) -> set[str]:
    """Return the keys of the events at which the announcement's vote is taken, as told now or before."""
    numbers = {values.get("meeting_id") for values in (announcement.new, announcement.old)}
    return {make_key("event", number) for number in numbers if number}


def _follows_its_issue(delivery: Delivery, batch: _Batch) -> bool:
    """Say whether the reader follows an issue on which the event is told: no vote of that issue is taken there."""
    issues = {topic for topic in delivery.announcement.topics if read_key(topic)[0] == "issue"}
    return not issues.isdisjoint(batch.followed[delivery.subscriber_id])


def _why_too_late(delivery: Delivery, batch: _Batch) -> Why | None:
    """Return why there is no use in a delivery any more: the day it tells of has passed, or it was tried for a week.

    A reader who was sent another day is told all the same that it was this one.
    """
    announcement, zone = delivery.announcement, batch.zones[delivery.announcement_id]
    expired = Why.EXPIRED if batch.now > delivery.due_at + TRIED_FOR else None
    told = batch.dated.get(delivery.announcement_id)
    if told is None or not told.is_open or not told.is_dated:
        return expired
    if is_ahead(told, zone, batch.now):
        return None
    if announcement.kind != REMINDER and key_of_telling(delivery) in batch.last_sent:
        return expired
    return Why.EXPIRED if is_ahead(told, zone, delivery.due_at) else Why.OVER


def _replaced(announcements: Iterable[Announcement]) -> tuple[set[int], set[int]]:
    """Return those with a newer version, and among them those whose newest version is already owed in their stead.

    A reminder holds as long as the newest version tells the same.
    """
    subjects = {announcement.subject for announcement in announcements}
    rows = Announcement.objects.filter(subject__in=subjects).exclude(kind=REMINDER).order_by("version")
    newest = {row.subject: row for row in rows.select_related("fan_out")}
    replaced, owed_anew = set(), set()
    for announcement in announcements:
        newer = newest.get(announcement.subject)
        if newer is None or newer.version <= announcement.version:
            continue
        if announcement.kind == REMINDER and is_same_news(values_told(newer), values_told(announcement)):
            continue
        replaced.add(announcement.pk)
        if newer.fan_out.done_at:
            owed_anew.add(announcement.pk)
    return replaced, owed_anew


def _outdone_reminders(deliveries: Collection[Delivery]) -> set[int]:
    """Return the deliveries of reminders whose reader has, or is owed, one of the same subject, nearer to its day."""
    reminding = [delivery for delivery in deliveries if delivery.announcement.kind == REMINDER]
    if not reminding:
        return set()
    every = Delivery.objects.exclude(state=Delivery.State.LAPSED).filter(
        subscriber__in={delivery.subscriber_id for delivery in reminding},
        announcement__kind=REMINDER,
        announcement__subject__in={delivery.announcement.subject for delivery in reminding},
    )
    reminders: dict[TellingKey, list[Announcement]] = {}
    for delivery in every.select_related("announcement"):
        reminders.setdefault(key_of_telling(delivery), []).append(delivery.announcement)
    return {
        delivery.pk
        for delivery in reminding
        for other in reminders.get(key_of_telling(delivery), [])
        if other.version >= delivery.announcement.version and other.distance < delivery.announcement.distance
    }


def _paused(deliveries: Iterable[Delivery], now: datetime) -> set[int]:
    """Return the readers who pause."""
    readers = {delivery.subscriber_id for delivery in deliveries}
    paused = Subscriber.objects.filter(pk__in=readers, paused_until__gt=now.astimezone(UTC).date())
    return set(paused.values_list("pk", flat=True))


def _topics_followed(deliveries: Iterable[Delivery]) -> dict[int, set[str]]:
    """Return by reader what they follow, under its former keys, too, whichever of their subscriptions a delivery was
    owed to.
    """
    readers = {delivery.subscriber_id for delivery in deliveries}
    followed: dict[int, set[str]] = {}
    live = Subscription.objects.live().filter(subscriber__in=readers)
    for reader, topic in live.values_list("subscriber", "topic"):
        followed.setdefault(reader, set()).add(topic)
    topics = set().union(*followed.values())
    for gone, kept in Merged.objects.filter(kept__in=topics).values_list("gone", "kept"):
        for own in followed.values():
            if kept in own:
                own.add(gone)
    return followed
