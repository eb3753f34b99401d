"""What a curator changes directly, without a finding: a vote's date and ballots, an issue, whether a source is polled,
a reply to a quote, and which issue a story belongs to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from officials.models import Person
from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Article, ArticleIssue, Finding, LoggedAction, Quote, Response, Source
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Vote, VoteChange

# Of an issue, what its form holds and the log keeps.
ISSUE_FIELDS = ("slug", "title", "question", "summary", "place_id", "body_id", "terms", "closed_at")


@transaction.atomic
def edit_vote(
    vote: Vote, new: Mapping[str, object], citation: Citation, by: User, now: datetime, why: VoteChange.Why
) -> LoggedAction:
    """Move or settle a vote by hand. A source must be named: no public date without one."""
    if not (citation.sentence.strip() and citation.source_name.strip()):
        raise CurationError("Say where this was learnt: the source and the sentence that says so.")
    change = schedule.change(vote, new, citation, now, why=why)
    if change is None:
        raise CurationError("Nothing differs from what is known already.")
    return log(
        LoggedAction.Act.EDIT, by, now, before={"vote": vote.pk, **change.old}, after={"vote": vote.pk, **change.new},
        reason=citation.sentence,
    )  # fmt: skip


@transaction.atomic
def record_ballots(
    vote: Vote, ballots: Mapping[Person, str], by: User, now: datetime, reason: str = ""
) -> LoggedAction:
    """Write down how each member voted, as the curator read it."""
    before = {str(ballot.person_id): ballot.choice for ballot in vote.ballots.all()}
    schedule.record_ballots(vote, ballots)
    after = {str(person.pk): choice for person, choice in ballots.items()}
    return log(
        LoggedAction.Act.EDIT, by, now, before={"vote": vote.pk, "ballots": before},
        after={"vote": vote.pk, "ballots": after}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def save_issue(issue: Issue, values: Mapping[str, Any], by: User, now: datetime) -> LoggedAction:
    """Keep the issue, new or known, with these values of its fields. It is public from then on."""
    before = _values(Issue.objects.select_for_update().get(pk=issue.pk)) if issue.pk else {}
    for name, value in values.items():
        setattr(issue, name, value)
    try:
        issue.full_clean()
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    issue.published_at = issue.published_at or now
    issue.save()
    after = _values(issue)
    if before == after:
        raise CurationError("Nothing was changed.")
    return log(LoggedAction.Act.EDIT, by, now, before=before, after={"issue": issue.pk, **after})


def _values(issue: Issue) -> dict[str, Any]:
    values = {name: getattr(issue, name) for name in ISSUE_FIELDS}
    moments = {name: getattr(issue, name) for name in ("closed_at", "published_at")}
    return values | {name: moment.isoformat() if moment else None for name, moment in moments.items()}


@transaction.atomic
def pause(pk: int, paused: bool, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Pause or resume a source: paused, it is not asked until it is resumed, and then at once."""
    source = Source.objects.select_for_update().get(pk=pk)
    if source.paused == paused:
        raise CurationError(f"It is {'paused' if paused else 'polled'} already.")
    source.paused = paused
    source.next_poll_at = source.next_poll_at if paused else now
    source.save(update_fields=["paused", "next_poll_at"])
    about = {"source": source.pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"paused": not paused}, after=about | {"paused": paused},
        reason=reason,
    )  # fmt: skip


def poll_now(pk: int, now: datetime) -> None:
    """Make the source due; the next worker that looks takes it. One that had stopped is tried again."""
    live = Source.objects.filter(pk=pk, paused=False)
    if not live.update(next_poll_at=now, gone_at=None):
        raise CurationError("It is paused; resume it first.")


@transaction.atomic
def respond(quote: Quote, values: Mapping[str, Any], by: User, now: datetime) -> LoggedAction:
    """Publish the reply; `values` are those of a Response."""
    if quote.redacted_at:
        raise CurationError("These words were removed, so there is nothing to reply to.")
    response = Response.objects.create(quote=quote, **values)
    return log(
        LoggedAction.Act.EDIT, by, now, after={"response": response.pk, "quote": quote.pk, "text": response.text[:200]}
    )  # fmt: skip


@transaction.atomic
def match(article: Article, issue: Issue, state: ArticleIssue.State, by: User, now: datetime) -> LoggedAction:
    """Say whether a story belongs to an issue. If it does, its open findings without an issue take this one; if not,
    they lose it.
    """
    known = ArticleIssue.objects.select_for_update().filter(article=article, issue=issue).first()
    row, _ = ArticleIssue.objects.update_or_create(
        article=article, issue=issue, defaults={"state": state, "reason": ArticleIssue.CHOSEN, "score": 1.0}
    )
    pending = Finding.objects.pending().filter(article=article)
    if state == ArticleIssue.State.ACCEPTED:
        pending.filter(issue=None).update(issue=issue)
    else:
        pending.filter(issue=issue).update(issue=None)
    about = {"match": row.pk, "article": article.pk, "on": issue.pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"state": known.state if known else None},
        after=about | {"state": state},
    )  # fmt: skip
