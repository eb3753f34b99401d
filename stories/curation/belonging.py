"""What accepting a claim says beside it: that the story belongs to the issue it carries, and that readers see this; and
what is left of that when the claim is of another issue after all.
"""

from datetime import datetime

from stories.findings.kinds import CLAIMS, is_claim
from stories.models import ArticleIssue, Finding
from votes.models import Issue

State = ArticleIssue.State


def accept_issue(finding: Finding, now: datetime) -> None:
    """Accept that the story of a claim belongs to the claim's issue, and make that public. A row of a calendar is no
    story: it stands beside what it tells of.
    """
    issue = finding.issue
    if issue is None or not is_claim(finding):
        return
    if not finding.article.is_record:
        _accept_story(finding, issue)
    if issue.published_at is None:
        issue.published_at = now
        issue.save(update_fields=["published_at"])


def _accept_story(finding: Finding, issue: Issue) -> None:
    why = {"score": 1.0, "reason": "something it says was accepted"}
    row = ArticleIssue(article=finding.article, issue=issue, state=State.ACCEPTED, **why)
    # What was proposed keeps its own score and reason.
    ArticleIssue.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["article", "issue"], update_fields=["state"]
    )


def leave_issue(article_id: int, issue_id: int | None) -> None:
    """Propose anew that a story belongs to an issue, where only a claim said so that is of another issue now."""
    claims = Finding.objects.accepted().filter(kind__in=CLAIMS, article=article_id, issue=issue_id)
    rows = ArticleIssue.objects.filter(article=article_id, issue=issue_id, state=State.ACCEPTED)
    for row in rows.exclude(reason=ArticleIssue.CHOSEN) if issue_id and not claims.exists() else ():
        row.state = State.PROPOSED
        row.save(update_fields=["state"])
