"""How the mail does: what is stuck, since when and why, and what was given up; for whoever runs the program."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.db.models import Count, DateTimeField, Expression, Min, QuerySet, Value
from django.utils.timesince import timesince

from votes.alerts.breaker import server_name
from votes.models import Delivery, MailServer, Message, Setback

# A server that is away for less than this, or a mail that is late by less, alarms nobody.
PATIENCE = timedelta(minutes=15)
# For how long it is told that mail was given up.
REMEMBERED = timedelta(days=7)
NO_MOMENT = Value(None, output_field=DateTimeField())
# What a sweep does row by row, by the sweep's name.
WORK = {
    "fan_out": "Telling of announcement",
    "remind": "Reminding of vote",
    "remind_events": "Reminding of event",
    "assemble": "Gathering the mail of reader",
    "extract": "Reading story version",
}


@dataclass(frozen=True)
class MailHealth:
    """`stuck_since` is when the mail server failed first, or since when the longest waiting mail is due; None while all
    goes out. `owed` counts what is due and not sent, `given_up` what was wanted and not sent in the last week.
    """

    now: datetime
    owed: int = 0
    stuck_since: datetime | None = None
    last_error: str = ""
    given_up: int = 0
    setbacks: list[str] = field(default_factory=list)

    @property
    def alarms(self) -> list[str]:
        """Return what somebody should look at, in sentences; empty while all is well."""
        sentences = []
        if self.owed and self.stuck_since and self.stuck_since < self.now - PATIENCE:
            mails = "1 mail waits" if self.owed == 1 else f"{self.owed} mails wait"
            sentences.append(f"No mail has gone out for {timesince(self.stuck_since, self.now)}; {mails}.")
            sentences += [self.last_error] if self.last_error else []
        if self.given_up:
            mails = "1 alert was" if self.given_up == 1 else f"{self.given_up} alerts were"
            sentences.append(f"{mails} given up in the last {REMEMBERED.days} days: no reader will get them.")
        return [*sentences, *self.setbacks]


def mail_health(now: datetime) -> MailHealth:
    """Return the facts as the database has them: one query while all is well."""
    due = Message.objects.filter(state=Message.State.DUE, due_at__lte=now)
    server = MailServer.objects.filter(name=server_name())
    failing = Setback.objects.filter(since__lt=now - PATIENCE).order_by("since")
    counts = _counted(
        due=_count(due, Count("pk"), Min("created_at")),
        waiting=_count(Delivery.objects.waiting(now), Count("subscriber", distinct=True)),
        given_up=_count(Delivery.objects.given_up().filter(closed_at__gt=now - REMEMBERED), Count("pk")),
        server=_count(server, Count("pk"), Min("down_since")),
        failing=_count(failing, Count("pk")),
    )
    troubled = server if counts["server"].rows else due.order_by("created_at") if counts["due"].rows else None
    return MailHealth(
        now,
        owed=counts["due"].rows + counts["waiting"].rows,
        stuck_since=counts["server"].since or counts["due"].since,
        last_error=troubled.values_list("problem", flat=True).first() or "" if troubled is not None else "",
        given_up=counts["given_up"].rows,
        setbacks=[
            f"{WORK.get(row.sweep, row.sweep)} {row.row} fails, and is tried again: {row.problem}"
            for row in failing[:5]
        ]
        if counts["failing"].rows
        else [],
    )


class _Count(NamedTuple):
    rows: int = 0
    since: datetime | None = None


def _count(rows: QuerySet[Any], count: Count, since: Expression = NO_MOMENT) -> QuerySet[Any]:
    """Return one row for all of these: how many, and since when."""
    in_all = rows.order_by().annotate(one=Value(1)).values("one").annotate(rows=count, oldest=since)
    return cast("QuerySet[Any]", in_all)


def _counted(**asked: QuerySet[Any]) -> dict[str, _Count]:
    """Return how many rows each of these has and since when, asked for at once."""
    named = [rows.annotate(what=Value(what)).values_list("what", "rows", "oldest") for what, rows in asked.items()]
    return {what: _Count() for what in asked} | {
        what: _Count(rows, since) for what, rows, since in named[0].union(*named[1:], all=True)
    }
