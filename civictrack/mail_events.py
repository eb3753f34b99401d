"""Hears from the service that sends our mail what became of it (django-anymail, where MAIL_SERVICE names one). Whether
an event is the service's own, by its signature or our secret, is checked before it comes here.
"""

import hashlib
from typing import Any

from votes import clock
from votes.alerts import bounces
from votes.models import Bounce

Kind = Bounce.Kind
# By what django-anymail calls it; a mail that bounced for one of these reasons finds no mailbox.
KINDS = {
    "delivered": Kind.DELIVERED,
    "bounced": Kind.SOFT,
    "rejected": Kind.SOFT,
    "complained": Kind.COMPLAINT,
    "unsubscribed": Kind.COMPLAINT,
}
NO_MAILBOX = ("invalid", "bounced")
# What the services call a mailbox that is full, or shut for now, among what bounced.
SOFT = ("SoftBounce", "soft", "soft_bounce", "Transient", "temporary")


def heard(sender: Any, event: Any, **_: Any) -> None:
    """Note an event of django-anymail's `tracking` signal."""
    kind = KINDS.get(event.event_type)
    message_id = (event.metadata or {}).get("mail", "")
    if kind is None or not isinstance(message_id, str) or not message_id:
        return
    if kind == Kind.SOFT and event.reject_reason in NO_MAILBOX and not _is_soft(event.esp_event):
        kind = Kind.HARD
    told = event.event_id or f"{event.event_type} {event.timestamp}"
    digest = hashlib.sha256(f"{message_id} {event.event_type} {told}".encode()).hexdigest()
    bounces.note(message_id, kind, digest, clock.now())


def _is_soft(raw: Any) -> bool:
    """Say whether the service's own words for it are of a bounce that may pass."""
    return hasattr(raw, "get") and any(raw.get(name) in SOFT for name in ("Type", "type", "severity", "bounceType"))
