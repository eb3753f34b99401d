"""Accepted findings whose words the newest version of their story no longer holds: kept, or taken back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from stories.curation.choice import CurationError
from stories.curation.log import log, take_turn, wait_for_turn
from stories.curation.undo import undo
from stories.evidence.newest import newest_of
from stories.models import Finding, LoggedAction, Rank

# What makes a finding public.
ACCEPTANCE = (LoggedAction.Act.ACCEPT, LoggedAction.Act.CORRECT)


def changed_since() -> QuerySet[Finding]:
    """Return those that no curator has looked at since the story's newest version was read, the newest first. Each has
    `newest`, that version's number, and `newest_text`. That a calendar has a meeting otherwise is a proposal by itself;
    that an item is gone from its agenda is not.
    """
    accepted = Finding.objects.accepted().filter(outdated__isnull=False, redacted_at=None)
    gone = accepted.exclude(article__rank=Rank.RECORD, event__isnull=False).annotate(newest=newest_of("number"))
    kept = LoggedAction.objects.filter(finding=OuterRef("pk"), act=LoggedAction.Act.EDIT, after__has_key="kept_in")
    kept = kept.filter(undone_by=None)
    kept = kept.alias(version=Cast(KT("after__kept_in"), IntegerField()))
    open_ = gone.exclude(Exists(kept.filter(version=OuterRef("newest")))).annotate(newest_text=newest_of("text"))
    return open_.select_related("article__outlet", "version", "issue").order_by("-article__last_read_at", "-id")


@transaction.atomic
def keep(pk: int, seen: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Keep a claim though version `seen` of the story tells it otherwise; of a later one the desk asks anew."""
    take_turn()
    return log(LoggedAction.Act.EDIT, by, now, finding=accepted_one(pk), after={"kept_in": seen}, reason=reason)


@transaction.atomic
def take_back(pk: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Undo the acceptance. The finding is stale then: nobody is asked again about words that are gone."""
    wait_for_turn()
    finding = accepted_one(pk)
    accepted = finding.actions.filter(act__in=ACCEPTANCE).first()
    if accepted is None:
        raise CurationError("Nobody's action stands behind this; it can't be undone here.")
    action = undo(accepted.pk, by, now, reason or "the story changed")
    Finding.objects.filter(pk=pk).update(state=Finding.State.STALE)
    return action


def accepted_one(pk: int) -> Finding:
    """Return the accepted finding, for this act alone."""
    finding = Finding.objects.select_for_update().filter(pk=pk).first()
    if finding is None or finding.state != Finding.State.ACCEPTED:
        raise CurationError("Someone else has decided this meanwhile.")
    return finding
