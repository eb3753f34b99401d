"""Accepted findings that were counted from a day on which their story was not printed: kept, or taken back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from stories.curation.changed import accepted_one, take_back
from stories.curation.log import log, take_turn
from stories.models import Article, Finding, LoggedAction

# The mark of a recount that a curator has seen and set aside.
SEEN = "seen"


def redated() -> QuerySet[Finding]:
    """Return those that no curator has looked at since, and whose record still bears the day that was counted."""
    counted = Finding.objects.accepted().filter(redacted_at=None).exclude(recounted={}).exclude(recounted__has_key=SEEN)
    counted = counted.alias(day=Cast(KT("payload__earliest"), DateField()))
    standing = Q(vote__earliest=F("day")) | Q(event__earliest=F("day")) | Q(position__since=F("printed_on"))
    return counted.filter(standing).select_related("article__outlet__place", "issue").order_by("-id")


@transaction.atomic
def keep_date(pk: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Keep a claim's day though another is counted now."""
    take_turn()
    finding = accepted_one(pk)
    finding.recounted = {**finding.recounted, SEEN: True}
    finding.save(update_fields=["recounted"])
    return log(LoggedAction.Act.EDIT, by, now, finding=finding, after={"kept_date": True}, reason=reason)


@transaction.atomic
def count_again(pk: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Undo the acceptance, and have the story read again: the claim is proposed with the day as counted now."""
    action = take_back(pk, by, now, reason or "counted from a day on which the story was not printed")
    Article.objects.filter(findings=pk).count_anew()
    return action
