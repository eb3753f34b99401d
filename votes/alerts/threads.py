"""By which names mail programs know a mail, and put those about one vote or event together."""

import uuid
from collections.abc import Collection
from email.utils import parseaddr

from django.conf import settings

from votes.subjects import read_key


def new_message_id() -> str:
    """Return a name that no other mail has: a second try of a mail has the first one's."""
    return f"<{uuid.uuid4().hex}@{_domain()}>"


def thread_of(subjects: Collection[str]) -> str:
    """Return what all mails about the one vote or event refer to; nothing where a mail is of several, or of neither."""
    if len(subjects) != 1:
        return ""
    kind, pk = read_key(next(iter(subjects)))
    return f"<{kind}-{pk}.thread@{_domain()}>" if kind in ("vote", "event") else ""


def _domain() -> str:
    """Return the domain that we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
