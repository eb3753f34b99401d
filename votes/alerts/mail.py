"""Builds the mails: text and HTML, with the headers by which readers and mail programs know and leave them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from votes.alerts.cadence import zone_of
from votes.alerts.owed import LastSent, key_of_telling
from votes.alerts.topics import name_of
from votes.alerts.wording import Known, Telling, Wording, wording_of
from votes.headlines import Fact
from votes.models import Announcement, Delivery, Merged, Message, Subscriber, Subscription
from votes.snapshots import changes_of, values_at, values_told
from votes.subjects import read_key
from votes.words import one_line

Kind = Announcement.Kind
# What a reader can still act on comes first.
ORDER = [Kind.DATE, Kind.EVENT, Kind.REMINDER, Kind.RESULT, Kind.POSITION, Kind.QUOTE]
# Of a story's in a mail.
MOST_WORDS = 60
QUOTATION_MARK = re.compile(r"[“”\"«»]")


@dataclass(frozen=True)
class MailItem:
    """One announcement as a mail shows it."""

    announcement: Announcement
    wording: Wording

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.announcement.path

    @property
    def sentence(self) -> str:
        """Return the sentence in quotation marks, unless it has some of its own; a long statement is cut, and a deed
        that is the title already is not said twice.
        """
        if self.announcement.sentence == self.wording.title:
            return ""
        words = Truncator(self.announcement.sentence).words(MOST_WORDS)
        return words if not words or QUOTATION_MARK.search(words) else f"“{words}”"

    @property
    def button(self) -> str:
        """Return what the button says: of what was taken back there is nothing to see."""
        return "See where things stand" if self.announcement.takes_back else "See it with its sources"

    @property
    def source_url(self) -> str:
        return web_address(self.announcement.source_url)

    @property
    def facts(self) -> list[tuple[Fact, str]]:
        """Return the facts, each with the address it links to, if it is one."""
        return [(fact, web_address(fact.value)) for fact in self.wording.facts]


def alert(
    message: Message, deliveries: Sequence[Delivery], last_sent: LastSent, now: datetime
) -> EmailMultiAlternatives:
    """Return one mail for all the deliveries, with why the reader gets it and how to leave. `last_sent` is what they
    are set against.
    """
    reader = message.subscriber
    in_order = sorted(deliveries, key=lambda one: (ORDER.index(Kind(one.announcement.kind)), one.announcement_id))
    items = [_item(delivery, last_sent, now) for delivery in in_order]
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    topics = Merged.objects.with_successors(topic for one in deliveries for topic in one.announcement.topics)
    subscriptions = Subscription.objects.live().filter(subscriber=reader, topic__in=topics).order_by("pk")
    followed = list(subscriptions.select_related("issue", "person", "body", "vote__issue", "vote__body", "place"))
    manage, leave = links_of(reader, followed)
    email = _email(
        message,
        f"{items[0].wording.title[: 250 - len(more)]}{more}",
        "alert",
        {
            "items": items,
            "followed": [name_of(subscription.followed) for subscription in followed],
            "has_event": any(read_key(item.announcement.subject)[0] == "event" for item in items),
            "manage_url": manage,
            "leave_url": leave,
        },
    )
    email.extra_headers["List-Unsubscribe"] = f"<{leave}>"
    email.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return email


def links_of(reader: Subscriber, followed: Sequence[Subscription]) -> tuple[str, str]:
    """Return a reader's own links in a mail for what they follow: where to change what they get, and how to leave.

    One click ends the one subscription that brought the mail; all when there were several, or it would come again.
    """
    leave = _url("leave", reader.key, followed[0].pk) if len(followed) == 1 else _url("leave_all", reader.key)
    return _url("manage", reader.key), leave


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


def _item(delivery: Delivery, last_sent: LastSent, now: datetime) -> MailItem:
    announcement, last = delivery.announcement, last_sent.get(key_of_telling(delivery))
    if last:
        known: Known | None = Known(last.announcement.version, values_told(last.announcement))
    else:
        known = _public_when_followed(delivery)
    return MailItem(announcement, wording_of(Telling(announcement, now, known, zone_of(announcement))))


def _public_when_followed(delivery: Delivery) -> Known | None:
    """Return what was known of a vote or event when the reader began to follow it: their page said so."""
    announcement = delivery.announcement
    kind, _ = read_key(announcement.subject)
    topics = Merged.objects.with_successors(announcement.topics)
    subscriptions = Subscription.objects.live().filter(subscriber=delivery.subscriber_id, topic__in=topics)
    began = subscriptions.aggregate(began=Min("confirmed_at"))["began"]
    if kind not in ("vote", "event") or began is None:
        return None
    public = changes_of(announcement.subject).filter(version__lt=announcement.version, learnt_at__lte=began)
    version = public.order_by("-version").values_list("version", flat=True).first()
    return None if version is None else Known(version, values_at(announcement.subject, version))


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)
