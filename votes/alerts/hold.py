"""What is announced of a body waits for an editor while the body is held: it is released, or told to nobody."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from officials.models import Body
from votes.models import Announcement, FanOut, Held, Hold, Merged
from votes.subjects import read_key

Decision = Held.Decision


def begin(body: Body, by: User, why: str, now: datetime) -> bool:
    """Hold a body; False where it is held already. What has been told by now is not called back."""
    before = Hold.objects.filter(body=body).count()
    Hold.objects.bulk_create([Hold(body=body, began_at=now, began_by=by, why=why)], ignore_conflicts=True)
    return Hold.objects.filter(body=body).count() > before


def end(body: Body, by: User, now: datetime) -> bool:
    """Hold a body no longer; False where it isn't held. What waits goes on waiting for somebody's decision."""
    return bool(Hold.objects.open().filter(body=body).update(ended_at=now, ended_by=by))


def holds_on(announcement: Announcement) -> QuerySet[Hold]:
    """Return the open holds on bodies that an announcement is of, or whose issue it is on."""
    keys = [read_key(topic) for topic in Merged.objects.with_successors(announcement.topics)]
    bodies, issues = ([pk for kind, pk in keys if kind == wanted] for wanted in ("body", "issue"))
    return Hold.objects.open().filter(Q(body__in=bodies) | Q(body__issues__in=issues)).distinct()


def catch(announcement: Announcement, now: datetime) -> bool:
    """Say whether an announcement that has settled waits for an editor, and note it. What it replaces, and still waits,
    needs no decision any more.
    """
    known = Held.objects.filter(pk=announcement.pk).first()
    if known is not None:
        return not known.decision
    if not holds_on(announcement).exists():
        return False
    Held.objects.create(announcement=announcement, since=now)
    if announcement.kind != Announcement.Kind.REMINDER:
        earlier = Announcement.objects.filter(subject=announcement.subject, version__lt=announcement.version)
        overtaken = list(Held.objects.waiting().filter(announcement__in=earlier).values_list("pk", flat=True))
        _close(overtaken, Decision.OVERTAKEN, None, "", now)
    return True


def release(pk: int, by: User, why: str, now: datetime) -> bool:
    """Let a held announcement be told, at the next turn; False where it doesn't wait."""
    values = {"decision": Decision.RELEASED, "decided_at": now, "decided_by": by, "why": why}
    return bool(Held.objects.waiting().filter(pk=pk).update(**values))


@transaction.atomic
def drop(pk: int, by: User, why: str, now: datetime) -> bool:
    """Have a held announcement told to nobody; False where it doesn't wait."""
    return bool(_close([pk], Decision.DROPPED, by, why, now))


def _close(pks: list[int], decision: str, by: User | None, why: str, now: datetime) -> int:
    """Have these told to nobody, like what a newer one overtook; return how many waited."""
    waiting = Held.objects.waiting().filter(pk__in=pks)
    closed = waiting.update(decision=decision, decided_at=now, decided_by=by, why=why)
    told_to_nobody = FanOut.objects.filter(pk__in=pks, done_at=None, announcement__held__decision=decision)
    FanOut.objects.filter(pk__in=list(told_to_nobody.values_list("pk", flat=True))).update(done_at=now, overtaken=True)
    return closed
