"""What accepting a claim says beside it: that the story belongs to the issue it carries, and that readers see this."""

from datetime import datetime
from typing import Any

from stories.findings.kinds import CLAIMS, is_claim
from stories.models import ArticleIssue, Finding, LoggedAction
from votes.models import Issue

State = ArticleIssue.State


def accept_issue(finding: Finding, now: datetime) -> dict[str, Any]:
    """Accept that the story of a claim belongs to the claim's issue, and make that public; return what is new, for
    undoing: the match with its state before (None where there was none), and the issue.
    """
    issue = finding.issue
    if issue is None or not is_claim(finding):
        return {}
    made: dict[str, Any] = {}
    why = {"state": State.PROPOSED, "score": 1.0, "reason": "something it says was accepted"}
    row, created = ArticleIssue.objects.get_or_create(article=finding.article, issue=issue, defaults=why)
    if row.state != State.ACCEPTED:
        made["article_issue"] = {"id": row.pk, "state": None if created else row.state}
        row.state = State.ACCEPTED
        row.save(update_fields=["state"])
    if issue.published_at is None:
        issue.published_at = now
        issue.save(update_fields=["published_at"])
        made["published_issue"] = issue.pk
    return made


def take_back_issue(article_id: int, issue_id: int | None) -> None:
    """Put match and issue back as they were before claims made them public, where no accepted claim is left to."""
    claims = Finding.objects.accepted().filter(kind__in=CLAIMS, issue=issue_id)
    row = ArticleIssue.objects.filter(article=article_id, issue=issue_id, state=State.ACCEPTED).first()
    if row is not None and not claims.filter(article=article_id).exists():
        _take_back_match(row)
    issue = Issue.objects.public().filter(pk=issue_id or 0).first()
    if issue is not None and not claims.exists() and _made_public_by_claim(issue):
        issue.published_at = None
        issue.save(update_fields=["published_at"])


def _take_back_match(row: ArticleIssue) -> None:
    """Give a match its state of before; what a curator chose since stays."""
    act = LoggedAction.objects.filter(after__made__article_issue__id=row.pk).first()
    chosen = LoggedAction.objects.filter(after__match=row.pk, pk__gt=act.pk if act else 0)
    if chosen.exclude(after__state=State.PROPOSED).exists() or (act is None and row.reason == ArticleIssue.CHOSEN):
        return
    before = act.after["made"]["article_issue"]["state"] if act else State.PROPOSED
    if before is None:
        row.delete()
    else:
        row.state = before
        row.save(update_fields=["state"])


def _made_public_by_claim(issue: Issue) -> bool:
    """Say whether a claim made the issue public, and nobody saved it since."""
    act = LoggedAction.objects.filter(after__made__published_issue=issue.pk).first()
    return act is not None and not LoggedAction.objects.filter(after__issue=issue.pk, pk__gt=act.pk).exists()
