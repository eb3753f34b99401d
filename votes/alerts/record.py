"""The record of who was told what: what a reader was sent, and why they were not told of something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from votes.alerts.announce import ASKED_AS
from votes.alerts.topics import by_key
from votes.alerts.topics import name_of as topic_name
from votes.models import Announcement, Consent, Delivery, Held, Merged, Subscriber, Subscription

# How many lines a page shows, the newest first.
SHOWN = 100
NOT_SENT = "Not sent: {}"


@dataclass(frozen=True)
class Untold:
    """An announcement that a reader was never owed, and why."""

    announcement: Announcement
    why: str


def name_of(announcement: Announcement) -> str:
    """Return what an announcement is on, in the words it was given when it was written: "Leaf blower ban"."""
    values = {**announcement.old, **announcement.new}
    about = values.get("issue") or ", ".join(values.get("issues", [])) or announcement.title or announcement.subject
    who = values.get("person") or values.get("speaker")
    return f"{who}: {about}" if who else str(about)


def find_reader(address: str) -> Subscriber | None:
    """Return the reader of this address; None where it never asked for anything, or was erased."""
    return Subscriber.objects.filter(email=address.strip().lower()).exclude(email="").first()


def consents_of(reader: Subscriber) -> Sequence[tuple[Consent, str]]:
    """Return what a reader asked for, agreed to, changed and left, the newest first, each with the topic's name."""
    newest = list(reader.consents.order_by("-pk")[:SHOWN])
    names = {key: topic_name(topic) for key in {one.topic for one in newest} if (topic := by_key(key))}
    return [(one, names.get(one.topic, one.topic)) for one in newest]


def told_to(reader: Subscriber) -> QuerySet[Delivery]:
    """Return what a reader was owed, the newest first, with what became of it."""
    rows = Delivery.objects.filter(subscriber=reader).select_related("announcement", "message__words")
    return rows.order_by("-created_at", "-pk")[:SHOWN]


def told_of(announcement: Announcement) -> QuerySet[Delivery]:
    """Return whom an announcement was owed to, the newest first, with what became of it."""
    rows = announcement.deliveries.select_related("subscriber", "message__words")
    return rows.order_by("-closed_at", "-pk")[:SHOWN]


def counts_of(announcements: Iterable[Announcement]) -> Mapping[int, Mapping[str, int]]:
    """Return by announcement how many readers it is owed to, was sent to, and was not sent to after all."""
    counts: dict[int, dict[str, int]] = {announcement.pk: {} for announcement in announcements}
    rows = Delivery.objects.filter(announcement__in=counts).order_by().values_list("announcement", "state")
    for pk, state, number in rows.annotate(number=Count("pk")):
        counts[pk][state] = number
    return counts


def outcome_of(delivery: Delivery) -> str:
    """Return what became of a delivery: that it was sent, why not, or what it waits for."""
    if delivery.state == Delivery.State.SENT:
        return "Sent"
    if delivery.state == Delivery.State.LAPSED:
        return NOT_SENT.format(delivery.get_why_display())
    if delivery.message is None:
        return "Waits for its time"
    if delivery.message.problem:
        return f"Is tried again: {delivery.message.problem}"
    return "Waits to be sent"


def untold(reader: Subscriber) -> Sequence[Untold]:
    """Return what was announced on what a reader follows, or followed, and they were never owed, the newest first."""
    wishes = list(reader.subscriptions.all())
    topics = {str(wish.topic) for wish in wishes}
    keys = [*topics, *Merged.objects.filter(kept__in=topics).values_list("gone", flat=True)]
    rows = Announcement.objects.filter(topics__overlap=keys).exclude(deliveries__subscriber=reader)
    newest = rows.select_related("fan_out", "held").order_by("-pk")[:SHOWN]
    return [Untold(announcement, why_untold(reader, wishes, announcement)) for announcement in newest]


def why_nobody(announcement: Announcement) -> str:
    """Return why nobody at all is told of an announcement; "" where those who want it are, or will be."""
    held: Held | None = getattr(announcement, "held", None)
    if held is not None and not held.decision:
        return "An editor holds it back: it waits to be released or dropped."
    if held is not None and held.decision == Held.Decision.DROPPED:
        return "An editor dropped it: nobody is told."
    if announcement.fan_out.overtaken:
        return "Something newer was announced before anybody was told this."
    return ""


def why_untold(reader: Subscriber, wishes: Sequence[Subscription], announcement: Announcement) -> str:
    """Return why a reader is not owed an announcement, whose fan-out is loaded."""
    done = announcement.fan_out.done_at
    if why := why_nobody(announcement):
        return why
    if done is None:
        return "It has not settled yet."
    topics = Merged.objects.with_successors(announcement.topics)
    meant = [wish for wish in wishes if wish.topic in topics and _was_live(wish, done)]
    if reader.stopped_at and reader.stopped_at <= done:
        return f"Their address was sent nothing any more: {reader.stopped_why or 'it failed'}"
    if not meant:
        return "They did not follow it then: they had not said yes yet, or had left."
    asked = ASKED_AS.get(announcement.kind, announcement.kind)
    if all(asked not in wish.kinds for wish in meant):
        return "They had not asked for news of this kind."
    if announcement.lead is not None and all(announcement.lead not in wish.leads for wish in meant):
        return "They had not asked to be reminded so many days before."
    return "It concerned only readers who had been told what it changes."


def _was_live(wish: Subscription, at: datetime) -> bool:
    """Say whether a subscription was confirmed and not left at a moment."""
    confirmed, ended = wish.confirmed_at, wish.ended_at
    return confirmed is not None and confirmed <= at and (ended is None or ended > at)
