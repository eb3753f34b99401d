"""Accepted findings whose words the newest version of their story no longer holds: kept, or taken back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from stories.curation.choice import CurationError
from stories.curation.log import log, take_turn, wait_for_turn
from stories.curation.undo import undo
from stories.models import ArticleVersion, Finding, LoggedAction, Rank

# What makes a finding public.
ACCEPTANCE = (LoggedAction.Act.ACCEPT, LoggedAction.Act.CORRECT)


def changed_since() -> QuerySet[Finding]:
    """Return those that no curator has looked at since the story's newest version was read, the newest first. That a
    calendar has a meeting otherwise is a proposal by itself; that an item is gone from its agenda is not.
    """
    newest = ArticleVersion.objects.filter(article=OuterRef("article"), redacted_at=None).order_by("-number")
    later = ArticleVersion.objects.filter(number__gt=1)
    older = Finding.objects.accepted().filter(article__in=later.values("article"), redacted_at=None).exclude(spans=[])
    older = older.exclude(article__rank=Rank.RECORD, event__isnull=False)
    older = older.annotate(newest=Subquery(newest.values("number")[:1])).filter(version__number__lt=F("newest"))
    text, words = Subquery(newest.values("text")[:1]), KT("spans__0__text")
    # Almost all stand letter for letter; only the others are worth the slow comparison.
    gone = older.alias(
        stands=Case(
            When(GreaterThan(_place(text, words), 0), then=1), default=_place(_one_spaced(text), _one_spaced(words))
        )
    ).filter(stands=0)
    kept = LoggedAction.objects.filter(finding=OuterRef("pk"), act=LoggedAction.Act.EDIT, after__has_key="kept_in")
    kept = kept.filter(undone_by=None)
    kept = kept.alias(version=Cast(KT("after__kept_in"), IntegerField()))
    open_ = gone.exclude(Exists(kept.filter(version=OuterRef("newest"))))
    return open_.select_related("article__outlet", "version", "issue").order_by("-article__last_read_at", "-id")


def _place(text: Combinable, words: Combinable) -> Func:
    """Return where the words begin, 0 if nowhere."""
    return Func(text, words, function="strpos", output_field=IntegerField())


def _one_spaced(text: Combinable) -> Func:
    """Return the text with single spaces: a line break or a double space more or less changes no words."""
    return Func(text, Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())


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
