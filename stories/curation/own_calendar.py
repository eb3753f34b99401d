"""A body that is set so accepts what its own calendar makes of a known meeting by itself; the act says so."""

from datetime import datetime, timedelta

from stories.curation.choice import Choice, CurationError
from stories.curation.decide import accept
from stories.curation.meetings import event_of
from stories.curation.repair import system_user
from stories.findings.records import CALENDAR, DOUBTFUL, MOVED
from stories.models import Finding, LoggedAction, Rank
from votes.models import Event
from votes.sweeps import Sweep

# Who stands in the log for what nobody looked at one by one; nobody can sign in as them.
USERNAME = "own-calendar"
AT_ONCE = 50
# A meeting that moves more often is a mistake of somebody's, and each move is mailed.
MOST_MOVES, WITHIN = 2, timedelta(hours=24)
TOO_OFTEN = "Look closely: it has moved twice within a day by itself; what comes then waits for a curator."
OVER = "Look closely: the day of the meeting was over before this could be accepted by itself."


def accept_own_moves(now: datetime) -> int:
    """Accept the moves of known meetings that bodies' own calendars tell, where each body of the meeting is set so;
    return how many. One that can't be accepted waits for a curator.
    """
    sweep = Sweep("own calendar", now)
    # What a person had a hand in, as by undoing it, waits for a person.
    pending = Finding.objects.pending().filter(article__rank=Rank.RECORD, extractor=CALENDAR, rule=MOVED, actions=None)
    waiting = pending.exclude(pk__in=sweep.put_off).select_related("article__outlet").order_by("pk")[:AT_ONCE]
    return sum(sweep.do(finding.pk, lambda finding=finding: _accept(finding, now)) for finding in waiting)  # type: ignore[misc]


def _accept(finding: Finding, now: datetime) -> int:
    event = event_of(finding)
    if event is None or not _is_set_so(event):
        return 0
    if because := _waits_because(finding, event, now):
        Finding.objects.filter(pk=finding.pk, state=Finding.State.PENDING).update(rule=DOUBTFUL, because=because)
        return 0
    names = " and ".join(body.name for body in event.bodies.all())
    reason = f"Moved by its own calendar, whose moves of known meetings {names} is set to accept by itself."
    try:
        accept(finding.pk, system_user(USERNAME), now, Choice(event=event), reason, how=LoggedAction.How.BY_ITSELF)
    except CurationError:
        return 0
    return 1


def _waits_because(finding: Finding, event: Event, now: datetime) -> str:
    """Say why a move waits for a curator all the same; "" where it doesn't."""
    today, day = now.astimezone(event.zone).date(), finding.payload["earliest"] or ""
    is_over = event.latest is not None and event.latest < today
    if (is_over and day < today.isoformat()) or "" < day < today.isoformat():
        return OVER
    moves = LoggedAction.objects.filter(how=LoggedAction.How.BY_ITSELF, finding__event=event, at__gt=now - WITHIN)
    return TOO_OFTEN if moves.count() >= MOST_MOVES else ""


def _is_set_so(event: Event) -> bool:
    bodies = list(event.bodies.all())
    return bool(bodies) and all(body.accepts_own_calendar for body in bodies)
