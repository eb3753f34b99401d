"""Builds the mails: text and HTML, with the headers by which readers and mail programs know and leave them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils.text import Truncator

from votes.alerts.actions import Action, actions
from votes.alerts.cadence import zone_of
from votes.alerts.owed import LastSent, key_of_telling
from votes.alerts.roll_calls import roll_call_of, wording_of_roll_call
from votes.alerts.threads import thread_of
from votes.alerts.tokens import Purpose, link
from votes.alerts.topics import LOADED, name_of
from votes.alerts.wording import Known, Telling, Wording, wording_of
from votes.headlines import Fact
from votes.ical import for_mail
from votes.models import Announcement, Delivery, Event, Merged, Message, Subscriber, Subscription, Vote
from votes.snapshots import Dated, changes_of, values_at, values_told
from votes.subjects import read_key
from votes.words import one_line, web_address

Kind = Announcement.Kind
# What a reader can still act on comes first.
ORDER = [
    Kind.DATE, Kind.EVENT, Kind.REMINDER, Kind.RESULT, Kind.POSITION, Kind.QUOTE, Kind.SILENCE, Kind.ALL_IS_WELL,
]  # fmt: skip
# Of a story's in a mail.
MOST_WORDS = 60
LONGEST_SUBJECT = 250
# What is told of a day that a reader may want in their calendar.
FOR_CALENDARS = (Kind.DATE, Kind.EVENT, Kind.REMINDER)
CALENDAR_FILES = {"PUBLISH": "date.ics", "CANCEL": "called-off.ics"}
QUOTATION_MARK = re.compile(r"[“”\"«»]")


@dataclass(frozen=True)
class MailItem:
    """One announcement as a mail shows it."""

    announcement: Announcement
    wording: Wording
    actions: Sequence[Action] = ()

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


class Mail(EmailMultiAlternatives):
    """A mail whose headers fold as programs expect: none begins with an empty line, no leave link is broken."""

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        # What is folded by Header is folded once; the rest stays in one line.
        message.policy = message.policy.clone(max_line_length=None)
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject").encode())
        return message


def alert(
    message: Message,
    deliveries: Sequence[Delivery],
    last_sent: LastSent,
    now: datetime,
    links: tuple[str, str] | None = None,
) -> Mail:
    """Return one mail for all the deliveries, with why the reader gets it and how to leave. `last_sent` is what they
    are set against; `links` are the reader's own, where they are made already.
    """
    reader = message.subscriber
    in_order = sorted(deliveries, key=lambda one: (ORDER.index(Kind(one.announcement.kind)), one.announcement_id))
    items = _each_action_once(_item(together, last_sent, now) for together in _together(in_order))
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    topics = Merged.objects.with_successors(topic for one in deliveries for topic in one.announcement.topics)
    subscriptions = Subscription.objects.live().filter(subscriber=reader, topic__in=topics).order_by("pk")
    followed = list(subscriptions.select_related(*LOADED))
    manage, leave = links or links_of(reader, [subscription.topic for subscription in followed])
    email = _email(
        message,
        f"{Truncator(items[0].wording.title).chars(LONGEST_SUBJECT - len(more))}{more}",
        "alert",
        {
            "items": items,
            "followed": [name_of(subscription.followed) for subscription in followed],
            "has_event": any(read_key(item.announcement.subject)[0] == "event" for item in items),
            "manage_url": manage,
            "leave_url": leave,
        },
    )
    if thread := thread_of({delivery.announcement.subject for delivery in deliveries}):
        email.extra_headers |= {"References": thread, "In-Reply-To": thread}
    email.extra_headers["List-Unsubscribe"] = f"<{leave}>"
    email.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for method, file in for_mail(_dated(in_order), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]).items():
        email.attach(_calendar(method, file))
    return email


def links_of(reader: Subscriber, topics: Sequence[str]) -> tuple[str, str]:
    """Return a reader's own links in a mail for these topics: where to change what they get, and how to leave.

    One click ends the subscriptions that the mail is for, all of them, or it would come again, and no others.
    """
    return link(Purpose.MANAGE, reader), link(Purpose.LEAVE, reader, topics)


def _email(message: Message, subject: str, template: str, context: Mapping[str, object]) -> Mail:
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "subject": subject, **context}
    host = urlsplit(settings.SITE_URL).hostname
    email = Mail(
        subject=one_line(subject),
        body=render_to_string(f"mail/{template}.txt", context),
        to=[message.subscriber.email],
        headers={
            "Message-ID": message.message_id,
            "List-Id": f"{_phrase(f'{settings.SITE_NAME} alerts')} <alerts.{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return email


def _phrase(words: str) -> str:
    """Return words as a header has them before an address, which itself is never encoded (RFC 2047)."""
    words = one_line(words)
    return words if words.isascii() else Header(words, "utf-8", maxlinelen=998).encode()


def _together(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """Return the deliveries by item: the votes of one roll call are one."""
    items: dict[object, list[Delivery]] = {}
    for delivery in deliveries:
        items.setdefault(roll_call_of(delivery.announcement) or delivery.pk, []).append(delivery)
    return list(items.values())


def _each_action_once(items: Iterable[MailItem]) -> list[MailItem]:
    """Return the items, each without what can be done by one above it."""
    said: set[Action] = set()
    shown = []
    for item in items:
        shown.append(replace(item, actions=[action for action in item.actions if action not in said]))
        said.update(item.actions)
    return shown


def _item(together: Sequence[Delivery], last_sent: LastSent, now: datetime) -> MailItem:
    delivery = together[0]
    announcement, last = delivery.announcement, last_sent.get(key_of_telling(delivery))
    if len(together) > 1:
        return MailItem(announcement, wording_of_roll_call([one.announcement for one in together]))
    if last:
        known: Known | None = Known(last.announcement.version, values_told(last.announcement))
    else:
        known = _public_when_followed(delivery)
    wording = wording_of(Telling(announcement, now, known, zone_of(announcement)))
    is_coming = announcement.kind in FOR_CALENDARS and not announcement.takes_back
    return MailItem(announcement, wording, actions(announcement.subject, now) if is_coming else ())


def _dated(deliveries: Iterable[Delivery]) -> list[Dated]:
    """Return the votes and events, as they are, of which these tell a day."""
    told = [one.announcement for one in deliveries if one.announcement.kind in FOR_CALENDARS]
    keys = list(dict.fromkeys(read_key(announcement.subject) for announcement in told))
    numbers = {kind: [pk for of, pk in keys if of == kind] for kind in ("vote", "event")}
    votes = Vote.objects.filter(pk__in=numbers["vote"]).select_related("issue", "body__place")
    events = Event.objects.filter(pk__in=numbers["event"]).select_related("place")
    return [*votes.prefetch_related("changes__moved_by__body"), *events.prefetch_related("changes", "bodies", "issues")]


def _calendar(method: str, file: bytes) -> MIMEText:
    """Return the calendar as a part of a mail, which programs offer to take over (RFC 6047)."""
    part = MIMEText(file.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=CALENDAR_FILES[method])
    return part


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
