"""The red pause: while an editor wants it, nothing goes out but what asks for a yes. Whatever sends asks
`Message.objects.free`, which knows of it.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from votes.alerts.owed import TRIED_FOR
from votes.models import Delivery, Pause

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
