"""What became of a mail after it was taken: a mailbox that is gone, one that is full for now, a reader who complains.

It comes from whoever sends our mail, later and perhaps twice; and, of a full mailbox, from the mail server at once.
"""

import logging
from datetime import datetime

from django.db import transaction

from votes.models import Bounce, Message, Subscriber

log = logging.getLogger(__name__)
Kind = Bounce.Kind
# Mails in a row that may come back from a mailbox that is full, slow or shut for now.
MOST_SOFT = 5
STOPPED: dict[str, str] = {
    Kind.HARD: "The mail came back: there is no such mailbox.",
    Kind.COMPLAINT: "The mail was reported as unwanted.",
    Kind.SOFT: f"{MOST_SOFT} mails in a row came back: the mailbox takes none.",
}


@transaction.atomic
def note(message_id: str, kind: str, event: str, now: datetime) -> bool:
    """Note what became of a mail; False where it is none of ours, or was noted before. Who complains, or whose mailbox
    is gone, is sent nothing more; so is who can't be reached many times in a row.
    """
    message = Message.objects.filter(message_id=message_id).first()
    if message is None:
        return False
    reader = Subscriber.objects.select_for_update().get(pk=message.subscriber_id)
    values = {"subscriber": reader, "message": message, "kind": kind, "at": now}
    _, is_new = Bounce.objects.get_or_create(event=event[:200], defaults=values)
    if is_new and kind != Kind.DELIVERED and _is_too_much(reader, kind) and not (reader.stopped_at or reader.erased_at):
        reader.stopped_at, reader.stopped_why = now, STOPPED[kind]
        reader.save(update_fields=["stopped_at", "stopped_why"])
        log.warning("message %s: %s", message.pk, STOPPED[kind])
    return is_new


def _is_too_much(reader: Subscriber, kind: str) -> bool:
    """Say whether to stop: a soft bounce only where it is the last of many, one a mail, and none of them arrived."""
    if kind != Kind.SOFT:
        return True
    last = reader.bounces.order_by("-pk").values_list("kind", "message_id")
    since: set[int] = set()
    for other, message in last[: MOST_SOFT * 10]:
        if other == Kind.DELIVERED:
            break
        since.add(message)
    return len(since) >= MOST_SOFT
