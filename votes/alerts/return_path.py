"""Where a mail comes back to that could not be delivered: with BOUNCE_DOMAIN an address of each mail's own, signed, so
that what comes back says which mail it was, and nobody else can say so.

Of what came back the standard library reads the report that RFC 3464 asks for; what programs wrote before there was one
need not be guessed at, as the address says whose mail it was.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from votes.alerts import bounces
from votes.models import Bounce, Message

Kind = Bounce.Kind
ADDRESS = re.compile(r"bounces\+(\d{1,18})-([0-9a-f]{20})@(.{1,255})", re.IGNORECASE)
# That there is no such mailbox; what else fails may pass.
NO_MAILBOX = re.compile(r"5\.(1\.\d{1,3}|2\.1)\b")
# In bytes; a report is short, and what it returns of our mail is not looked at.
LONGEST = 1_000_000


def address_of(message: Message) -> str:
    """Return the address that a message comes back to."""
    if not settings.BOUNCE_DOMAIN:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"bounces+{message.pk}-{_signature(str(message.pk), settings.SECRET_KEY)}@{settings.BOUNCE_DOMAIN}"


def message_of(address: str) -> Message | None:
    """Return the message that came back to an address; None where that is none of ours."""
    found = ADDRESS.fullmatch(address.strip())
    if found is None or found[3].lower() != settings.BOUNCE_DOMAIN.lower():
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(_signature(found[1], key), found[2].lower()) for key in keys):
        return None
    return Message.objects.filter(pk=int(found[1])).first()


def take(address: str, content: bytes, now: datetime) -> str:
    """Note what a mail to one of these addresses reports; return in words what it was."""
    message = message_of(address)
    if message is None:
        return "Not noted: no mail of ours comes back to this address."
    try:
        report = _report_of(message_from_bytes(content[:LONGEST]))
    except (ValueError, LookupError, RecursionError):
        report = None
    if report is None:
        return "Not noted: it says of no mail what became of it, as an answer or a note of absence does."
    kind, words = report
    event = sha256(f"{message.message_id} {kind} {words}".encode()).hexdigest()
    is_new = bounces.note(message.message_id, kind, event, now)
    return f"Noted: {Kind(kind).label}." if is_new else "Noted before."


def _report_of(mail: Mail) -> tuple[str, str] | None:
    """Return what became of the mail that a report is on, and by which words that is known."""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            return Kind.COMPLAINT, "feedback"
        for fields in _blocks(part) if part.get_content_type() == "message/delivery-status" else ():
            action, status = (str(fields.get(name, "")).strip().lower()[:80] for name in ("Action", "Status"))
            if action == "failed":
                return Kind.HARD if NO_MAILBOX.match(status) else Kind.SOFT, status
            if action == "delivered":
                return Kind.DELIVERED, status
    return None


def _blocks(part: Mail) -> Iterator[Mail]:
    """Yield the groups of fields of a report: one on the whole, one for each recipient."""
    blocks = part.get_payload()
    yield from (block for block in blocks if isinstance(block, Mail)) if isinstance(blocks, list) else ()


def _signature(number: str, key: str) -> str:
    return salted_hmac("votes.alerts.return_path", number, secret=key, algorithm="sha256").hexdigest()[:20]
