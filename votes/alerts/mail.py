"""Builds the mails: text and HTML, with the headers by which readers and mail programs know and leave them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from votes.alerts.topics import name_of
from votes.models import Announcement, Message, Subscriber, Subscription, Vote
from votes.words import days_in_words

Kind = Announcement.Kind
# What a reader can still act on comes first.
ORDER = [Kind.DATE, Kind.REMINDER, Kind.RESULT, Kind.POSITION, Kind.QUOTE]
MOST_WORDS = 60  # of a story's in a mail
QUOTED = re.compile(r"[“”\"«»]")
LABELLED = re.compile(r"^([A-Z][A-Za-z, ]{1,20}): (.+)$")


@dataclass(frozen=True)
class Fact:
    """A line of an announcement's detail; `gone` when it tells what no longer holds."""

    label: str
    value: str

    @property
    def gone(self) -> bool:
        return self.label.lower().endswith("before")

    @property
    def link(self) -> str:
        return web_address(self.value)


@dataclass(frozen=True)
class Item:
    """One announcement as a mail shows it."""

    title: str
    announcement: Announcement
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.announcement.path

    @property
    def sentence(self) -> str:
        """In quotation marks, unless it has some of its own. A long statement is for reading at its publisher."""
        words = Truncator(self.announcement.sentence).words(MOST_WORDS)
        return words if not words or QUOTED.search(words) else f"“{words}”"

    @property
    def source_url(self) -> str:
        return web_address(self.announcement.source_url)


def alert(message: Message, announcements: Sequence[Announcement], now: datetime) -> EmailMultiAlternatives:
    """One mail for all the announcements."""
    in_order = sorted(announcements, key=lambda one: (ORDER.index(Kind(one.kind)), one.pk))
    items = [_item(one, message.subscriber, now) for one in in_order]
    followed = _followed(message.subscriber, announcements)
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    leave = _leave_url(message.subscriber, followed)
    email = _email(
        message,
        f"{items[0].title[: 250 - len(more)]}{more}",
        "alert",
        {
            "items": items,
            "followed": [name_of(subscription.followed) for subscription in followed],
            "manage_url": _url("manage", message.subscriber.key),
            "leave_url": leave,
        },
    )
    email.extra_headers["List-Unsubscribe"] = f"<{leave}>"
    email.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return email


def confirmation(message: Message) -> EmailMultiAlternatives:
    """Asks whether the address's owner wants what was asked for; or, where nothing waits, gives the way to it."""
    subscriber = message.subscriber
    pending = [name_of(one.followed) for one in Subscription.objects.pending().filter(subscriber=subscriber)]
    context = {
        "pending": pending,
        "confirm_url": _url("confirm", subscriber.key),
        "manage_url": _url("manage", subscriber.key),
    }
    subject = f"Confirm: alerts about {pending[0]}" if pending else f"Your alerts from {settings.SITE_NAME}"
    return _email(message, subject, "confirm", context)


def _email(message: Message, subject: str, template: str, context: Mapping[str, object]) -> EmailMultiAlternatives:
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "subject": subject, **context}
    host = urlsplit(settings.SITE_URL).hostname
    email = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"mail/{template}.txt", context),
        to=[message.subscriber.email],
        headers={
            "Message-ID": message.message_id,
            "List-Id": f"{one_line(settings.SITE_NAME)} alerts <alerts.{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return email


def web_address(words: str) -> str:
    """Empty unless it is one: nothing else may become a link."""
    return words if words.startswith(("https://", "http://")) and " " not in words else ""


def one_line(words: str) -> str:
    """Without line breaks and control characters, which no header may carry."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def _item(announcement: Announcement, reader: Subscriber, now: datetime) -> Item:
    item = Item(_title(announcement, now), announcement)
    if known := _last_told(announcement, reader):
        item.notes.append(f"Our last mail to you said: {known.title}.")
    for line in announcement.detail.splitlines():
        if found := LABELLED.match(line):
            item.facts.append(Fact(*found.groups()))
        elif line.strip():
            item.notes.append(line)
    return item


def _last_told(announcement: Announcement, reader: Subscriber) -> Announcement | None:
    """What the reader was sent last, where it isn't what the announcement sets itself against."""
    if announcement.retracts_id is None:
        return None
    sent = Announcement.objects.filter(
        subject=announcement.subject, deliveries__subscriber=reader, deliveries__message__state=Message.State.SENT
    )
    known = sent.exclude(kind=Kind.REMINDER).order_by("-version").first()
    return known if known and known.pk != announcement.retracts_id else None


def _title(announcement: Announcement, now: datetime) -> str:
    """A reminder says how far off the vote is on the day it is sent, not on the day it was written."""
    if announcement.kind != Kind.REMINDER:
        return announcement.title
    vote = Vote.objects.select_related("body__place").get(pk=announcement.subject.removeprefix("vote:"))
    if vote.earliest is None:
        return announcement.title
    days = (vote.earliest - now.astimezone(vote.body.place.zone).date()).days
    far = days_in_words(days) if vote.earliest == vote.latest else _at_the_earliest(days)
    return f"{far}: {announcement.title}"


def _at_the_earliest(days: int) -> str:
    return f"{days_in_words(days)} at the earliest" if days > 0 else "Any day now"


def _followed(subscriber: Subscriber, announcements: Sequence[Announcement]) -> list[Subscription]:
    """Why the reader gets this."""
    topics = {topic for one in announcements for topic in one.topics}
    live = Subscription.objects.live().filter(subscriber=subscriber, topic__in=topics)
    return list(live.select_related("issue", "person", "body", "vote__issue", "vote__body", "place").order_by("pk"))


def _leave_url(subscriber: Subscriber, followed: Sequence[Subscription]) -> str:
    """Of the one subscription that brought the mail; of all when there were several, for else it would come again."""
    if len(followed) == 1:
        return _url("leave", subscriber.key, followed[0].pk)
    return _url("leave_all", subscriber.key)


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)
