"""A curator's word on whether a story belongs to an issue."""

from django.db import transaction

from stories.models import Article, ArticleIssue, Finding
from votes.models import Issue


@transaction.atomic
def match(article: Article, issue: Issue, state: ArticleIssue.State) -> None:
    """Accepted, the story's open findings that have no issue yet take this one; rejected, they lose it."""
    ArticleIssue.objects.update_or_create(
        article=article, issue=issue, defaults={"state": state, "reason": "a curator's choice", "score": 1.0}
    )
    pending = Finding.objects.pending().filter(article=article)
    if state == ArticleIssue.State.ACCEPTED:
        pending.filter(issue=None).update(issue=issue)
    else:
        pending.filter(issue=issue).update(issue=None)
