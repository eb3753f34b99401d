"""A story that was withdrawn, by its outlet or by an editor: nothing accepted from it is public any more, and all of it
comes back when the withdrawal is undone.

Its findings keep what they became. What no other story tells is hidden with them (a quote, a position), withdrawn (a
vote, an event) or gone until then (a role); a date that the story moved is as it was before.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Role
from stories.curation.choice import CurationError
from stories.curation.effects import values_of
from stories.curation.hidden import hide, show_again
from stories.curation.log import log, take_turn
from stories.curation.records import renew_affiliations
from stories.curation.scheduled import SCHEDULED, Dated
from stories.curation.support import is_held, is_supported, later
from stories.models import Article, Effect, Finding, LoggedAction, Quote, Withdrawal
from votes.citation import Citation
from votes.models import Event, Issue, Position, Vote
from votes.models.changes import Why

State = Finding.State
Record = Quote | Position | Vote | Event


@transaction.atomic
def withdraw(article: Article, because: str, show: bool, by: User, now: datetime) -> LoggedAction:
    """Take a story and all that was accepted from it out of the public; `show` leaves readers the day and the reason.
    Raises CurationError without a reason, or where it is withdrawn already.
    """
    take_turn()
    because = " ".join(because.replace("\x00", "").split())[:500]
    if not because:
        raise CurationError("Say why the story was withdrawn.")
    if Withdrawal.objects.filter(article=article).exists():
        raise CurationError("This story was withdrawn already.")
    withdrawal = Withdrawal.objects.create(article=article, because=because, show=show, at=now)
    findings = list(Finding.objects.accepted().filter(article=article).order_by("pk"))
    records = [record for finding in findings if (record := record_of(finding))]
    Finding.objects.filter(pk__in=[finding.pk for finding in findings]).update(state=State.WITHDRAWN)
    Finding.objects.pending().filter(article=article).update(state=State.STALE)
    citation = Citation("", article.outlet.name, article.url, by.get_username())
    for record in dict.fromkeys(records):
        settle(record, citation, now)
        if isinstance(record, Quote):
            renew_affiliations(article.pk, record.pk)
    for moved in _moved_by(article):
        _move_back(moved, article, citation, now)
    _take_what_it_made(findings)
    about = {"withdrawal": withdrawal.pk, "article": article.pk, "show": show}
    return log(LoggedAction.Act.EDIT, by, now, before=about, after=about, reason=because)


def record_of(finding: Finding) -> Record | None:
    """Return what the finding became or supports, hidden or not."""
    return finding.quote or finding.position or finding.vote or finding.event


def settle(record: Record, citation: Citation, now: datetime) -> None:
    """Show the record exactly where something accepted tells it, or, of a vote or an event, a source beside our
    stories. Of those without a withdrawn report nothing is changed.
    """
    stands = record.findings.accepted().exists()
    if not stands and not record.findings.filter(state=State.WITHDRAWN).exists():
        return
    if isinstance(record, Quote | Position):
        (show_again if stands else hide)(record, now)
    elif stands or _is_told_elsewhere(record):
        SCHEDULED[type(record)].restore(record, citation, now)
    else:
        SCHEDULED[type(record)].withdraw(record, citation, now)


def _is_told_elsewhere(record: Dated) -> bool:
    """Say whether it is known from more than stories that tell of it: a city's file, an editor's act, the vote by which
    a body put it off.
    """
    name = record._meta.model_name
    by_hand = LoggedAction.objects.filter(
        **{f"after__{name}": record.pk}, act=LoggedAction.Act.EDIT, finding=None, undone_by=None
    )
    put_off = isinstance(record, Vote) and record.changes.filter(moved_by__in=Vote.objects.standing()).exists()
    by_others = record.changes.exclude(source_url__in=Article.objects.values("url"))
    return put_off or by_hand.exists() or by_others.exists()


def _moved_by(article: Article) -> list[Dated]:
    """Return the standing votes and events that the story moved last; the events first, whose votes move along."""
    events = Event.objects.standing().filter(changes__source_url=article.url).distinct()
    votes = Vote.objects.standing().filter(changes__source_url=article.url).distinct()
    return [*events.order_by("pk"), *votes.order_by("pk")]


def _move_back(record: Dated, article: Article, citation: Citation, now: datetime) -> None:
    """Give it what it had before the last lines of its ledger, which are the story's; leave it where it may not be."""
    old: dict[str, object] = {}
    for change in record.changes.order_by("-version"):
        if change.source_url != article.url or change.version == 0:
            break
        old |= change.old
    if old:
        with suppress(ValidationError), transaction.atomic():
            SCHEDULED[type(record)].change(record, old, citation, now, why=Why.MISTAKE)


def _take_what_it_made(findings: Iterable[Finding]) -> None:
    """Take away the roles that no other story tells of, and the public page of an issue that is public by these
    claims alone.
    """
    acts = LoggedAction.objects.filter(finding__in=findings, undone_by=None).exclude(act=LoggedAction.Act.UNDO)
    effects = Effect.objects.filter(action__in=acts, redacted_at=None).select_related("action")
    for effect in effects.filter(table=Role._meta.db_table, kind=Effect.Kind.INSERT).order_by("-pk"):
        if values_of(effect) is not None and not is_supported(effect) and later(effect) is None:
            Role.objects.get(pk=effect.row).delete()
    for effect in effects.filter(table=Issue._meta.db_table, before__has_key="published_at").order_by("-pk"):
        if not is_held(effect):
            Issue.objects.filter(pk=effect.row).exclude(published_at=None).update(published_at=None)
