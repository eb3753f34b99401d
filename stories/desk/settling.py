"""When readers are told of an act: until then undoing it tells nobody."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Min
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
    if not now - OTHERS_SETTLE < moment <= now:
        return ""
    settling = FanOut.objects.filter(done_at=None, due_at__gt=now, announcement__created_at=moment)
    due = settling.aggregate(due=Min("due_at"))["due"]
    return f"Goes out at {date_format(timezone.localtime(due), 'H:i T')}, undo until then." if due else ""


def last_goes_out(by: User) -> str:
    """Return the same of what somebody did last."""
    last = LoggedAction.objects.filter(by=by).order_by("-pk").values_list("at", flat=True).first()
    return goes_out(last) if last else ""
