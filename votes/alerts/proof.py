"""Whether each announced change has reached its readers: what is wrong now, for whoever asks; and one mail to the
operator when a fault begins, and one when it is over.

Faults are named by number. None of their sentences holds a name, an address or another program's words.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from votes.alerts import pause
from votes.alerts.breaker import server_name
from votes.alerts.health import PATIENCE, REMEMBERED, WORK
from votes.models import Check, Delivery, FanOut, Fault, Held, MailServer, Message, Setback, Webhook
from votes.words import one_line

log = logging.getLogger(__name__)

# An editor who holds something longer than this may have forgotten it.
HELD_LONG = timedelta(days=1)
# What looks every quarter of an hour is missed after this.
CHECK_MISSED = timedelta(minutes=40)
# Of each sort of fault, those that are told one by one; the others are many, and have one cause.
MOST = 20


@dataclass(frozen=True)
class Reason:
    """Something that is wrong now; `key` says what, and of which row."""

    key: str
    says: str
    since: datetime


def reasons(now: datetime) -> list[Reason]:
    """Return all that is wrong now, in a fixed number of queries; empty while all is well."""
    held_up = [*_paused(now), *_server(now)]
    # While nothing can go out at all, that is said once, and not of each announcement.
    late = [] if held_up else [*_confirmations(now), *_unreached(now)]
    return [*held_up, *late, *_untold(now), *_held(now), *_given_up(now), *_setbacks(now), *_webhooks()]


def missed_check(now: datetime) -> list[Reason]:
    """Return that nobody has looked for too long, where that is so: then no worker runs, and no mail says so."""
    last = Check.objects.order_by("-ran_at").first()
    first = FanOut.objects.aggregate(first=Min("due_at"))["first"]
    since = last.ran_at if last else first
    if since is None or now - since <= CHECK_MISSED:
        return []
    return [Reason("check", f"Nobody has looked since {_at(since)}: no worker runs for the schedule.", since)]


def check(now: datetime) -> None:
    """Write down which faults began and which are over, and tell the operator of each, once. Where the mail can't go
    out, it is tried again at the next check.
    """
    _write_down(reasons(now), now)
    receivers = [address for _, address in settings.ADMINS]
    if not receivers:
        return
    for pk in list(Fault.objects.untold().order_by("pk").values_list("pk", flat=True)):
        try:
            _tell(pk, receivers, now)
        except Exception:
            log.exception("The operator could not be told of fault %s", pk)
            return


@transaction.atomic
def _write_down(found: list[Reason], now: datetime) -> None:
    Check.objects.get_or_create(pk=1, defaults={"ran_at": now})
    # One check at a time.
    Check.objects.select_for_update().get(pk=1)
    Check.objects.filter(pk=1).update(ran_at=now)
    known = set(Fault.objects.open().values_list("key", flat=True))
    Fault.objects.open().exclude(key__in=[one.key for one in found]).update(over_at=now)
    new = [one for one in found if one.key not in known]
    Fault.objects.bulk_create(Fault(key=one.key, says=one.says[:500], began_at=one.since) for one in new)


@transaction.atomic
def _tell(pk: int, receivers: list[str], now: datetime) -> None:
    """Send the mail on a fault, under a Message-ID of its own, and note it; one that was over by then is told once."""
    fault = Fault.objects.untold().filter(pk=pk).select_for_update(skip_locked=True).first()
    if fault is None:
        return
    is_over = fault.over_at is not None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    began = f"<fault-{fault.pk}-{int(fault.began_at.timestamp())}@{domain}>"
    lasted = f"It began {_at(fault.began_at)}"
    lines = [
        fault.says,
        f"{lasted} and is over since {_at(fault.over_at)}." if fault.over_at else f"{lasted}.",
        f"How the mail does: {settings.SITE_URL}{reverse('desk-alerts')}",
    ]
    headers = {"Message-ID": began.replace("@", "-over@") if is_over else began, "Auto-Submitted": "auto-generated"}
    if is_over and fault.told_at:
        headers |= {"References": began, "In-Reply-To": began}
    subject = one_line(f"{'Over' if is_over else 'Fault'}: {fault.says}")
    email = EmailMessage(f"[{settings.SITE_NAME}] {subject}"[:200], "\n\n".join(lines), to=receivers, headers=headers)
    email.send()
    fault.told_at = fault.told_at or now
    fault.over_told_at = now if is_over else None
    fault.save(update_fields=["told_at", "over_told_at"])


def _paused(now: datetime) -> Iterator[Reason]:
    if paused := pause.current():
        yield Reason("pause", f"An editor has paused all mail since {_at(paused.began_at)}.", paused.began_at)


def _server(now: datetime) -> Iterator[Reason]:
    server = MailServer.objects.filter(name=server_name(), down_since__lt=now - PATIENCE).first()
    if server is not None:
        since = server.down_since
        yield Reason("server", f"The mail server has taken no mail since {_at(since)}. The desk says why.", since)


def _confirmations(now: datetime) -> Iterator[Reason]:
    """Those put off since an address refused them for now are due later."""
    due = Message.objects.confirmations().filter(state=Message.State.DUE, due_at__lt=now - PATIENCE)
    counts = due.aggregate(many=Count("pk"), since=Min("due_at"))
    if counts["many"]:
        says = f"{_mails(counts['many'])} that ask for a yes should have gone out, since {_at(counts['since'])}."
        yield Reason("confirmations", says, counts["since"])


def _unreached(now: datetime) -> Iterator[Reason]:
    """Of what is due and not on its way: what an address refuses for now is tried later, and what something newer
    replaces waits for that.
    """
    waits_for_newer = FanOut.objects.filter(
        done_at=None,
        announcement__subject=OuterRef("announcement__subject"),
        announcement__version__gt=OuterRef("announcement__version"),
    )
    late = Delivery.objects.filter(
        Q(message=None) | Q(message__due_at__lt=now - PATIENCE),
        state=Delivery.State.OWED,
        due_at__lt=now - PATIENCE,
    )
    by = late.exclude(Exists(waits_for_newer)).order_by().values("announcement")
    for row in by.annotate(many=Count("pk"), since=Min("due_at")).order_by("announcement")[:MOST]:
        readers = "1 reader has" if row["many"] == 1 else f"{row['many']} readers have"
        says = f"Announcement {row['announcement']}: {readers} not been sent it, due since {_at(row['since'])}."
        yield Reason(f"unreached:{row['announcement']}", says, row["since"])


def _untold(now: datetime) -> Iterator[Reason]:
    """What raised is said as a setback."""
    failing = Setback.objects.filter(sweep="fan_out").values("row")
    late = FanOut.objects.filter(done_at=None, due_at__lt=now - PATIENCE).exclude(pk__in=failing)
    for mark in late.exclude(pk__in=Held.objects.values("announcement")).order_by("pk")[:MOST]:
        says = f"Announcement {mark.pk} has settled {_at(mark.due_at)}, and nobody has been told."
        yield Reason(f"untold:{mark.pk}", says, mark.due_at)


def _held(now: datetime) -> Iterator[Reason]:
    for held in Held.objects.waiting().filter(since__lt=now - HELD_LONG).order_by("pk")[:MOST]:
        says = f"Announcement {held.pk} waits since {_at(held.since)} for an editor to release or drop it."
        yield Reason(f"held:{held.pk}", says, held.since)


def _given_up(now: datetime) -> Iterator[Reason]:
    lately = Delivery.objects.given_up().filter(closed_at__gt=now - REMEMBERED).order_by().values("announcement")
    for row in lately.annotate(many=Count("pk"), since=Min("closed_at")).order_by("announcement")[:MOST]:
        readers = "1 reader" if row["many"] == 1 else f"{row['many']} readers"
        says = f"Announcement {row['announcement']} was given up for {readers}. The desk can send it again."
        yield Reason(f"given_up:{row['announcement']}", says, row["since"])


def _setbacks(now: datetime) -> Iterator[Reason]:
    for row in Setback.objects.filter(since__lt=now - PATIENCE, sweep__in=WORK).order_by("pk")[:MOST]:
        says = f"{WORK[row.sweep]} {row.row} fails since {_at(row.since)}, and is tried again. The desk says why."
        yield Reason(f"setback:{row.sweep}:{row.row}", says, row.since)


def _webhooks() -> Iterator[Reason]:
    stopped = Webhook.objects.filter(ended_at=None, stopped_at__isnull=False).order_by("pk")
    for pk, since in stopped.values_list("pk", "stopped_at")[:MOST]:
        assert since is not None
        yield Reason(f"webhook:{pk}", f"Webhook {pk} is stopped since {_at(since)}: its address takes nothing.", since)


def _mails(many: int) -> str:
    return "1 mail" if many == 1 else f"{many} mails"


def _at(moment: datetime) -> str:
    """Return a moment in words, with its zone."""
    return date_format(localtime(moment), "M j, H:i T")
