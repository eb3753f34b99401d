"""The links by which readers open their own pages without a password: each is signed, good for one purpose only, and
bound to one reader.

What leaves is good for good, also after all other links were revoked; what confirms soon expires. Nothing secret is
kept: who reads the database can make no link without SECRET_KEY.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.translation import get_language

from votes.models import Subscriber


class Purpose(StrEnum):
    """What a link is good for; the name of its page, too."""

    CONFIRM = "confirm"
    MANAGE = "manage"
    LEAVE = "leave"
    NEVER = "never"
    ADDRESS = "new_address"


# How long a link is good; the others are until they are revoked, or for good.
LASTS = {Purpose.CONFIRM: timedelta(days=3), Purpose.ADDRESS: timedelta(days=1)}
# Of neither signature nor payload, nor an end of a sentence in a mail: what is signed stands behind the last one.
SEPARATOR = "."
SLOT = "-token-"


@dataclass(frozen=True)
class Claim:
    """A link that is good: whose, and on what. The reader is None where they were erased since, of what leaves."""

    subscriber: Subscriber | None
    about: Sequence[str]


def make(purpose: Purpose, subscriber: Subscriber, about: Sequence[str] = ()) -> str:
    """Return a token; `about` are the topics to leave, or the `digest` of the address to go to."""
    return _signer(purpose).sign_object([subscriber.pk, _secret(purpose, subscriber), *about])


def read(purpose: Purpose, token: str) -> Claim:
    """Return what a token claims; BadSignature where it is none of ours, for another purpose, expired or revoked."""
    try:
        pk, secret, *about = _payload(purpose, token)
    except (ValueError, TypeError) as error:
        raise BadSignature("no payload of ours") from error
    subscriber = Subscriber.objects.filter(pk=pk, erased_at=None).first()
    if subscriber is None or _secret(purpose, subscriber) != secret:
        if purpose != Purpose.LEAVE:
            raise BadSignature("revoked")
        return Claim(None, about)
    return Claim(subscriber, about)


def link(purpose: Purpose, subscriber: Subscriber, about: Sequence[str] = ()) -> str:
    """Return the whole address of the page that the token opens, as a mail has it."""
    return settings.SITE_URL + _page(purpose, get_language()).replace(SLOT, make(purpose, subscriber, about))


def digest(address: str) -> str:
    """Return by what a link knows the address that it confirms, without naming it."""
    return sha256(address.encode()).hexdigest()[:16]


@cache
def _page(purpose: Purpose, language: str | None) -> str:
    """Return the page's path in a language, with a slot for the token: a mail to each of many readers has links."""
    return reverse(f"open_{purpose}", args=[SLOT])


def _payload(purpose: Purpose, token: str) -> Any:
    return _signer(purpose).unsign_object(token, max_age=LASTS.get(purpose))


def _secret(purpose: Purpose, subscriber: Subscriber) -> str:
    return subscriber.key if purpose == Purpose.LEAVE else subscriber.nonce


def _signer(purpose: Purpose) -> TimestampSigner:
    return TimestampSigner(sep=SEPARATOR, salt=f"votes.alerts.{purpose}")
