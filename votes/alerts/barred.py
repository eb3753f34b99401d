"""Addresses whose owners want no mail ever again: "not me, never again". Only a hash of each is kept."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from votes.alerts import forget
from votes.models import Barred, Subscriber

TAG = re.compile(r"\+[^@]{0,254}@")


@transaction.atomic
def bar(subscriber: Subscriber, now: datetime) -> None:
    """Forget a reader, and let nobody ask for mail to their address any more."""
    keep_out(_digest(subscriber.email, settings.SECRET_KEY), now)
    forget.erase(subscriber, now)


def keep_out(digest: str, since: datetime) -> None:
    """Let nobody ask for mail to the address of this hash any more."""
    Barred.objects.get_or_create(digest=digest, defaults={"since": since})


def is_barred(address: str) -> bool:
    """Say whether its owner wants no mail, whatever stands behind a plus in it."""
    return Barred.objects.filter(digest__in=_digests(address)).exists()


def let_in(address: str) -> bool:
    """Undo it, for an owner who asks for that; False where the address was not barred."""
    return Barred.objects.filter(digest__in=_digests(address)).delete()[0] > 0


def _digests(address: str) -> list[str]:
    """Return the hashes by which an address may be known: SECRET_KEY may have been another when it was barred."""
    return [_digest(address, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(address: str, secret: str) -> str:
    untagged = TAG.sub("@", address.strip().lower())
    return salted_hmac("votes.alerts.barred", untagged, secret, algorithm="sha256").hexdigest()
