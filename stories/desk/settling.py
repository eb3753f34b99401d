"""When readers are told of an act: until then undoing it tells nobody."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Min, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from stories.models import LoggedAction
from votes.alerts.announce import OTHERS_SETTLE
from votes.models import FanOut


def goes_out(moment: datetime) -> str:
    """Return when what an act at this moment announced goes out, as a sentence; "" where it announced nothing, or it
    has gone out.
    """
    now = timezone.now()
    return _told(moment, now) if now - OTHERS_SETTLE < moment <= now else ""


def last_goes_out(by: User) -> str:
    """Return the same of what somebody did last."""
    acts = LoggedAction.objects.filter(by=by).order_by("-pk")
    return _told(Subquery(acts.values("at")[:1]), timezone.now())


def _told(moment: datetime | Subquery, now: datetime) -> str:
    settling = FanOut.objects.filter(done_at=None, due_at__gt=now, announcement__created_at=moment)
    due = settling.aggregate(due=Min("due_at"))["due"]
    return f"Goes out at {date_format(timezone.localtime(due), 'H:i T')}, undo until then." if due else ""
