"""What waits for a curator: stories with pending findings, the most urgent first, and proposed matches."""

from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from stories.findings.kinds import CLAIMS
from stories.models import Article, ArticleIssue, Finding, LoggedAction
from votes.models import Issue, Vote


def stories_waiting(issue: Issue | None = None) -> QuerySet[Article]:
    """Return stories with pending findings; those on an issue about to be voted on first, then the newest."""
    pending = Q(findings__state=Finding.State.PENDING)
    if issue is not None:
        pending &= Q(findings__issue=issue)
    waiting = Article.objects.filter(pending).select_related("outlet").prefetch_related("issues")
    soonest = Min("issues__votes__earliest", filter=Q(issues__votes__status__in=["expected", "scheduled", "postponed"]))
    counted = waiting.annotate(waiting=Count("findings", filter=pending, distinct=True), next_vote=soonest)
    return counted.order_by("next_vote", "-published_at", "-id")


def next_story(article: Article) -> Article | None:
    """Return where to go on once everything on a story is decided."""
    return stories_waiting().exclude(pk=article.pk).first()


def proposed_matches() -> QuerySet[ArticleIssue]:
    """Return the matches of stories that may belong to an issue, the likeliest first; not of those that wait with a
    claim about it, whose acceptance says so.
    """
    claims = Finding.objects.pending().filter(kind__in=CLAIMS, article=OuterRef("article"), issue=OuterRef("issue"))
    proposed = ArticleIssue.objects.waiting().exclude(Exists(claims))
    return proposed.select_related("article__outlet", "issue").order_by("-score", "-article_id")


def overdue_votes(today: date) -> QuerySet[Vote]:
    """Return votes whose window is over without word of what came of them."""
    return Vote.objects.overdue(today).select_related("issue", "body")


def logged_actions() -> QuerySet[LoggedAction]:
    """Return the log, newest first, with what undoing needs to know."""
    return LoggedAction.objects.select_related("by", "finding__article", "undone_by", "undoes")
