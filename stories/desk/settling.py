"""When readers are told of an act: until then undoing it tells nobody."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Case, F, Min, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.formats import date_format

from stories.models import LoggedAction
from votes.alerts.announce import OTHERS_SETTLE
from votes.models import FanOut


def goes_out(moment: datetime, *, takes_back: bool = False) -> str:
    """Return when what an act at this moment announced goes out, as a sentence; "" where it announced nothing, or it
    has gone out. An undoing can't be undone itself, and reaches only whom that reached which it takes back.
    """
    now = timezone.now()
    if not now - OTHERS_SETTLE < moment <= now:
        return ""
    due = _settling(now).filter(announcement__created_at=moment).aggregate(due=Min("due_at"))["due"]
    return f"Whoever was told hears at {_hour(due)} that it was taken back." if due and takes_back else in_words(due)


def last_goes_out(by: User) -> str:
    """Return the same of what somebody did last."""
    return in_words(User.objects.filter(pk=by.pk).values_list(due_of_last(by), flat=True).first())


def due_of_last(by: User) -> Subquery:
    """Return when what somebody did last goes out, as SQL; NULL where it announced nothing, or it has gone out, or
    was an undoing, which can't be undone.
    """
    told_at = Case(When(act=LoggedAction.Act.UNDO, then=None), default=F("at"))
    acts = LoggedAction.objects.filter(by=by).order_by("-pk").annotate(told_at=told_at)
    told = _settling(timezone.now()).filter(announcement__created_at=Subquery(acts.values("told_at")[:1]))
    return Subquery(told.order_by("due_at").values("due_at")[:1])


def _settling(now: datetime) -> QuerySet[FanOut]:
    return FanOut.objects.filter(done_at=None, due_at__gt=now)


def in_words(due: datetime | None) -> str:
    """Return the sentence that says until when an act may be undone before anybody is told."""
    return f"Goes out at {_hour(due)}, undo until then." if due else ""


def _hour(due: datetime) -> str:
    return date_format(timezone.localtime(due), "H:i T")
