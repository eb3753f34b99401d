"""The letters that carry no news: the question for a yes, the way to one's alerts, and the move to another address."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from votes.alerts.kinds import in_words
from votes.alerts.tokens import LASTS, Purpose, digest, link
from votes.alerts.topics import LOADED, name_of
from votes.models import Message, Subscriber
from votes.words import one_line

Letter = Message.Letter


def without_news(message: Message) -> EmailMultiAlternatives:
    """Return the letter, as text and HTML."""
    reader = message.subscriber
    template, subject, context = LETTERS[message.letter](reader)
    everywhere = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "subject": subject}
    email = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"mail/{template}.txt", everywhere | context),
        to=[message.to or reader.email],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(render_to_string(f"mail/{template}.html", everywhere | context), "text/html")
    return email


def _question(reader: Subscriber) -> tuple[str, str, dict[str, Any]]:
    """Ask whether the address's owner wants what was asked for; or, where nothing waits, give the way to it."""
    pending = [
        (name_of(subscription.followed), in_words(subscription.kinds, subscription.leads, subscription.cadence))
        for subscription in reader.subscriptions.pending().select_related(*LOADED).order_by("pk")
    ]
    subject = f"Confirm: alerts about {pending[0][0]}" if pending else f"Your alerts from {settings.SITE_NAME}"
    links = {
        "confirm_url": link(Purpose.CONFIRM, reader),
        "manage_url": link(Purpose.MANAGE, reader),
        "never_url": link(Purpose.NEVER, reader),
    }
    return "confirm", subject, {"pending": pending, "days": LASTS[Purpose.CONFIRM].days, **links}


def _new_address(reader: Subscriber) -> tuple[str, str, dict[str, Any]]:
    context = {"address_url": link(Purpose.ADDRESS, reader, [digest(reader.new_email)])}
    return "new_address", f"Confirm: alerts from {settings.SITE_NAME} to this address", context


def _moved(reader: Subscriber) -> tuple[str, str, dict[str, Any]]:
    return "moved", f"Your alerts from {settings.SITE_NAME} go to another address now", {}


LETTERS: Mapping[str, Callable[[Subscriber], tuple[str, str, dict[str, Any]]]] = {
    "": _question,
    Letter.NEW_ADDRESS: _new_address,
    Letter.MOVED: _moved,
}
