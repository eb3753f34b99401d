"""The desk's room of alerts: what is owed, sent and stuck, by announcement; holding, pausing, and sending again."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Body
from stories.desk.access import curator, desk_page, number_in, reason_in
from stories.desk.enter import only_enter
from votes.alerts import hold, pause, proof, rehearsal, resend
from votes.alerts.reach import readers_to_tell
from votes.models import Announcement, Delivery, FanOut, Fault, Held, Hold, Message, Pause

log = logging.getLogger(__name__)

State = Delivery.State
# Announcements on a page.
SHOWN = 30
# How far back "sent" counts.
LATELY = timedelta(days=1)
NO_REASON = "Say why: it stands in the log of this page."


@dataclass
class Tally:
    """How many readers an announcement, or all of them, have which state; `oldest` is what has been due longest."""

    owed: int = 0
    deferred: int = 0
    sent: int = 0
    failed: int = 0
    lapsed: int = 0
    oldest: datetime | None = None


@dataclass
class Row:
    """An announcement on the desk: what it says, where it is on its way, and its tally. What `will_wait` is of a body
    that is held, and stops for an editor once it has settled.
    """

    announcement: Announcement
    title: str
    state: str
    tally: Tally = field(default_factory=Tally)
    settles_at: datetime | None = None
    will_wait: bool = False

    @property
    def is_held(self) -> bool:
        return self.state == "held"


class PauseForm(forms.Form):
    """Why all mail is paused."""

    reason = forms.CharField(max_length=500, label="Why", error_messages={"required": NO_REASON})


class HoldForm(forms.Form):
    """Which body is held, and why."""

    body = forms.ModelChoiceField(Body.objects.select_related("place").order_by("name"), empty_label="Choose a body")
    reason = forms.CharField(max_length=500, label="Why", error_messages={"required": NO_REASON})


def rows_of(announcements: Collection[Announcement], now: datetime) -> list[Row]:
    """Return these, whose fan-outs and holds are loaded, with their tallies: two queries, and those of their words."""
    tallies = _tallies([one.pk for one in announcements], now)
    return [_row(one, tallies.get(one.pk, Tally()), now) for one in announcements]


@desk_page
def alerts(request: HttpRequest) -> HttpResponse:
    """Show how all alerts do; posted, pause or resume all mail, hold a body or hold it no more."""
    act = request.POST.get("act", "")
    pausing = PauseForm(request.POST if act == "pause" else None)
    holding = HoldForm(request.POST if act == "hold" else None)
    sent = request.method == "POST" and not only_enter(request)
    if sent and _act(request, act, pausing, holding):
        return redirect("desk-alerts")
    now = timezone.now()
    known = Announcement.objects.select_related("fan_out", "held").order_by("-pk")
    page = Paginator(known, SHOWN).get_page(request.GET.get("page"))
    waiting = known.filter(held__decision="")
    settling = known.filter(fan_out__done_at=None, fan_out__due_at__gt=now)
    context = {
        "page": page, "rows": rows_of(list(page), now), "waiting": rows_of(list(waiting[:SHOWN]), now),
        "settling": rows_of(list(settling[:SHOWN]), now), "all": _total(now), "now": now,
        "reasons": [*proof.reasons(now), *proof.missed_check(now)], "faults": Fault.objects.all()[:10],
        "pauses": Pause.objects.select_related("began_by", "ended_by")[:10],
        "holds": Hold.objects.open().select_related("body__place", "began_by"), "pausing": pausing, "holding": holding,
    }  # fmt: skip
    return render(request, "desk/alerts.html", context, status=422 if pausing.errors or holding.errors else 200)


@desk_page
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one announcement as its readers get it, and to how many it goes; posted, decide on it or send it again."""
    known = Announcement.objects.select_related("fan_out", "held__decided_by")
    announcement = get_object_or_404(known, pk=pk)
    if request.method == "POST":
        if not only_enter(request):
            _act_on(request, announcement)
        return redirect("desk-alert", pk)
    now = timezone.now()
    row = rows_of([announcement], now)[0]
    context = {
        "row": row, "announcement": announcement, "holds": hold.holds_on(announcement).select_related("body"),
        "failed": resend.failed(announcement).count(), "readers": _readers(row),
        "preview": _preview(announcement, now),
    }  # fmt: skip
    return render(request, "desk/alert.html", context)


def _act(request: HttpRequest, act: str, pausing: PauseForm, holding: HoldForm) -> bool:
    """Do what a form of the page asks for; False where it is to be filled in again."""
    by, now = curator(request), timezone.now()
    if act == "pause" and pausing.is_valid():
        done = pause.begin(by, pausing.cleaned_data["reason"], now)
        return _say(request, done, "All mail is paused. Confirmations still go.", "Mail is paused already.")
    if act == "resume":
        return _say(request, pause.end(by, now), "Mail goes out again.", "Mail was not paused any more.")
    if act == "hold" and holding.is_valid():
        body = holding.cleaned_data["body"]
        done = hold.begin(body, by, holding.cleaned_data["reason"], now)
        return _say(request, done, f"What is announced of {body} waits here from now on.", f"{body} is held already.")
    if act == "unhold":
        body = get_object_or_404(Body, holds__pk=number_in(request.POST.get("hold", "")))
        said = f"{body} is held no more. What waits goes on waiting: release or drop it."
        return _say(request, hold.end(body, by, now), said, f"{body} was not held any more.")
    return False


def _act_on(request: HttpRequest, announcement: Announcement) -> None:
    by, now, why, pk = curator(request), timezone.now(), reason_in(request), announcement.pk
    late = "Somebody has decided on it meanwhile."
    acts: dict[str, tuple[Callable[[], object], str, str]] = {
        "release": (partial(hold.release, pk, by, why, now), "Released: it goes out within a minute.", late),
        "drop": (partial(hold.drop, pk, by, why, now), "Dropped: nobody is told.", late),
        "resend": (
            partial(resend.resend, announcement, now),
            "It is sent again to those whom it did not reach, where it still holds.",
            "There is nobody whom it failed to reach.",
        ),
        "test": (partial(_send_test, request, announcement, now), "Sent to you alone.", "It could not be sent to you."),
    }
    if chosen := acts.get(request.POST.get("act", "")):
        _say(request, bool(chosen[0]()), chosen[1], chosen[2])


def _preview(announcement: Announcement, now: datetime) -> str:
    """Return the text of the mail; "" of what was removed or can't be put into words."""
    if announcement.redacted_at:
        return ""
    try:
        return str(rehearsal.sample(announcement, "you@reader.invalid", now).body)
    except Exception:
        log.exception("announcement %s can't be shown", announcement.pk)
        return ""


def _send_test(request: HttpRequest, announcement: Announcement, now: datetime) -> bool:
    """Send it to whoever asks, paused or not; False where that account has no address, or the server takes no mail."""
    to = curator(request).email
    if announcement.redacted_at:
        return False
    try:
        validate_email(to)
    except forms.ValidationError:
        messages.error(request, "Your account has no mail address: whoever looks after accounts can add it.")
        return False
    try:
        return bool(rehearsal.sample(announcement, to, now).send())
    except (SMTPException, OSError) as error:
        messages.error(request, f"The mail server did not take it ({type(error).__name__}).")
        return False


def _say(request: HttpRequest, done: bool, said: str, otherwise: str) -> bool:
    """Tell the editor what was done, or why nothing was; True, as there is nothing to fill in again."""
    (messages.success if done else messages.error)(request, said if done else otherwise)
    return True


def _readers(row: Row) -> int:
    """Return how many readers it goes to: counted where its deliveries are written, else as far as can be said."""
    tally, told = row.tally, row.announcement
    if row.state not in ("held", "settling"):
        return tally.owed + tally.deferred + tally.sent + tally.failed + tally.lapsed
    return readers_to_tell(told.kind, told.subject, told.topics)


def _row(announcement: Announcement, tally: Tally, now: datetime) -> Row:
    mark: FanOut | None = getattr(announcement, "fan_out", None)
    held: Held | None = getattr(announcement, "held", None)
    settles_at = None
    if held is not None and not held.decision:
        state = "held"
    elif held is not None and held.decision != Held.Decision.RELEASED:
        state = held.decision
    elif mark is None or mark.done_at:
        state = "overtaken" if mark and mark.overtaken else "told"
    else:
        state, settles_at = "settling", mark.due_at if mark.due_at > now else None
    # What was told is shown as it was told then: "In 7 days" stays so.
    told_at = now if state in ("held", "settling") else announcement.created_at
    will_wait = state == "settling" and held is None and hold.holds_on(announcement).exists()
    return Row(announcement, rehearsal.title_of(announcement, told_at), state, tally, settles_at, will_wait)


def _tallies(pks: Collection[int], now: datetime) -> dict[int, Tally]:
    """Return by announcement how many readers have which state."""
    rows = Delivery.objects.filter(announcement__in=pks).order_by().values("announcement")
    counts = _counts(now)
    counted = rows.annotate(**counts).values_list("announcement", *counts)
    return {pk: Tally(*numbers) for pk, *numbers in counted}


def _counts(now: datetime) -> dict[str, Count | Min]:
    owed = Q(state=State.OWED)
    deferred = owed & Q(message__state=Message.State.DUE, message__due_at__gt=now)
    failed = Q(state=State.LAPSED, why__in=[Delivery.Why.EXPIRED, Delivery.Why.REFUSED, Delivery.Why.UNREACHABLE])
    return {
        "owed": Count("pk", filter=owed & ~deferred),
        "deferred": Count("pk", filter=deferred),
        "sent": Count("pk", filter=Q(state=State.SENT)),
        "failed": Count("pk", filter=failed),
        "lapsed": Count("pk", filter=Q(state=State.LAPSED) & ~failed),
        "oldest": Min("due_at", filter=owed & Q(due_at__lte=now)),
    }


def _total(now: datetime) -> Tally:
    """Return the tally of all that is owed, and of what was closed lately."""
    lately = Q(state=State.OWED) | Q(closed_at__gt=now - LATELY)
    return Tally(**Delivery.objects.filter(lately).aggregate(**_counts(now)))
