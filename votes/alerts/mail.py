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
from votes.subjects import read_key
from votes.words import days_in_words

Kind = Announcement.Kind
# What a reader can still act on comes first.
ORDER = [Kind.DATE, Kind.REMINDER, Kind.RESULT, Kind.POSITION, Kind.QUOTE]
# Of a story's in a mail.
MOST_WORDS = 60
QUOTATION_MARK = re.compile(r"[“”\"«»]")
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
class MailItem:
    """One announcement as a mail shows it: `facts` in a table, `notes` as paragraphs."""

    title: str
    announcement: Announcement
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.announcement.path

    @property
    def sentence(self) -> str:
        """Return the sentence in quotation marks, unless it has some of its own; a long statement is cut."""
        words = Truncator(self.announcement.sentence).words(MOST_WORDS)
        return words if not words or QUOTATION_MARK.search(words) else f"“{words}”"

    @property
    def source_url(self) -> str:
        return web_address(self.announcement.source_url)


def alert(message: Message, announcements: Sequence[Announcement], now: datetime) -> EmailMultiAlternatives:
    """Return one mail for all the announcements, with why the reader gets it and how to leave."""
    reader = message.subscriber
    in_order = sorted(announcements, key=lambda announcement: (ORDER.index(Kind(announcement.kind)), announcement.pk))
    items = [_item(announcement, reader, now) for announcement in in_order]
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    topics = {topic for announcement in announcements for topic in announcement.topics}
    subscriptions = Subscription.objects.live().filter(subscriber=reader, topic__in=topics).order_by("pk")
    followed = list(subscriptions.select_related("issue", "person", "body", "vote__issue", "vote__body", "place"))
    # One click ends the one subscription that brought the mail; all when there were several, or it would come again.
    leave = _url("leave", reader.key, followed[0].pk) if len(followed) == 1 else _url("leave_all", reader.key)
    email = _email(
        message,
        f"{items[0].title[: 250 - len(more)]}{more}",
        "alert",
        {
            "items": items,
            "followed": [name_of(subscription.followed) for subscription in followed],
            "manage_url": _url("manage", reader.key),
            "leave_url": leave,
        },
    )
    email.extra_headers["List-Unsubscribe"] = f"<{leave}>"
    email.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return email


def confirmation(message: Message) -> EmailMultiAlternatives:
    """Return the mail that asks whether the address's owner wants what was asked for; or, where nothing waits, gives
    the way to it.
    """
    subscriber = message.subscriber
    pending = [name_of(subscription.followed) for subscription in subscriber.subscriptions.pending()]
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
    """Return the words if they are a web address, else nothing: nothing else may become a link."""
    return words if words.startswith(("https://", "http://")) and " " not in words else ""


def one_line(words: str) -> str:
    """Return words without line breaks and control characters, which no header may carry."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def _item(announcement: Announcement, reader: Subscriber, now: datetime) -> MailItem:
    item = MailItem(_title(announcement, now), announcement)
    if last := _last_sent(announcement, reader):
        item.notes.append(f"Our last mail to you said: {last.title}.")
    for line in announcement.detail.splitlines():
        if labelled := LABELLED.match(line):
            item.facts.append(Fact(*labelled.groups()))
        elif line.strip():
            item.notes.append(line)
    return item


def _last_sent(announcement: Announcement, reader: Subscriber) -> Announcement | None:
    """Return what the reader was sent last, where it isn't what the announcement sets itself against."""
    if announcement.retracts_id is None:
        return None
    sent = Announcement.objects.filter(
        subject=announcement.subject, deliveries__subscriber=reader, deliveries__message__state=Message.State.SENT
    )
    last = sent.exclude(kind=Kind.REMINDER).order_by("-version").first()
    return last if last and last.pk != announcement.retracts_id else None


def _title(announcement: Announcement, now: datetime) -> str:
    """Return the title; a reminder's says how far off the vote is on the day it is sent, not when it was written."""
    if announcement.kind != Kind.REMINDER:
        return announcement.title
    vote = Vote.objects.select_related("body__place").get(pk=read_key(announcement.subject)[1])
    if vote.earliest is None:
        return announcement.title
    days = (vote.earliest - now.astimezone(vote.body.place.zone).date()).days
    if vote.earliest == vote.latest:
        distance = days_in_words(days)
    else:
        distance = f"{days_in_words(days)} at the earliest" if days > 0 else "Any day now"
    return f"{distance}: {announcement.title}"


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)
