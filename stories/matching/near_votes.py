"""Which sources and stories are worth a closer watch because a vote on their issue is near."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from stories.models import Article, ArticleIssue, Source
from votes.models import Issue, Vote

# How near a vote is near.
DAYS = timedelta(days=4)


def issues_near_a_vote(now: datetime) -> QuerySet[Issue]:
    """Return the issues with an open vote whose window begins within days, or has begun and is not over.

    The day is UTC's: a few hours either way make no difference to how often one looks.
    """
    today = now.date()
    near = Vote.objects.ahead(today).filter(earliest__lte=today + DAYS)
    return Issue.objects.filter(votes__in=near)


def source_is_near(source: Source, now: datetime) -> bool:
    """Say whether the source covers such an issue: is kept for it, its outlet printed stories likely to belong, or
    it is a calendar of the place.
    """
    issues = issues_near_a_vote(now)
    printed = ArticleIssue.objects.likely().filter(article__outlet=source.outlet_id)
    covered = Q(sources=source) | Q(article_issues__in=printed)
    if source.is_calendar and source.home:
        # It tells first when a vote of its place moves.
        covered |= Q(place=source.home)
    return issues.filter(covered).exists()


def article_is_near(article: Article, now: datetime) -> bool:
    """Say whether the story belongs to such an issue, or is likely to: nobody may have looked at it yet."""
    return article.article_issues.likely().filter(issue__in=issues_near_a_vote(now)).exists()
