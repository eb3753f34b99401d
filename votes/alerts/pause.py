"""The red pause: while an editor wants it, nothing goes out but what asks for a yes."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Greatest

from votes.alerts.owed import TRIED_FOR
from votes.models import Delivery, Message, Pause

Rows = TypeVar("Rows", bound=QuerySet[Message])
# What was due before the pause has at least so long to be sent after it.
TRIED_AFTER = timedelta(days=1)


def current() -> Pause | None:
    """Return the pause that lasts; None while mail goes out."""
    return Pause.objects.open().select_related("began_by").first()


def begin(by: User, why: str, now: datetime) -> bool:
    """Let no more mail go out; False where that is so already."""
    before = Pause.objects.count()
    Pause.objects.bulk_create([Pause(began_at=now, began_by=by, why=why)], ignore_conflicts=True)
    return Pause.objects.count() > before


@transaction.atomic
def end(by: User, now: datetime) -> bool:
    """Let mail go out again; False where it does already. A long pause uses up nothing of the time for which it is
    tried to send what no day puts an end to.
    """
    if not Pause.objects.open().update(ended_at=now, ended_by=by):
        return False
    least = now - TRIED_FOR + TRIED_AFTER
    Delivery.objects.filter(state=Delivery.State.OWED, due_at__lt=least).update(due_at=Greatest(F("due_at"), least))
    return True


def let_through(messages: Rows) -> Rows:
    """Return those of the messages that go out now: all, or confirmations alone, asked in the same query."""
    carried = Exists(Delivery.objects.filter(message=OuterRef("pk")))
    return messages.exclude(Exists(Pause.objects.open()), carried)
