"""Stories stored already that an issue's terms bring in: tried out for a curator, and brought in when asked."""

from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from stories.matching import match_issues
from stories.models import Article, ArticleIssue, ArticleVersion, Finding
from votes.models import Issue

LOOKED_THROUGH = 300
"""The newest stories are looked through for an issue's terms."""
CONFIGS = ("english", "simple")


def tried(issue: Issue) -> list[ArticleIssue]:
    """The matches the issue would have, the surest first, found by really saving and matching it and rolling back.

    The issue itself may be new, or changed and not saved.
    """
    with transaction.atomic():
        draft = Issue(**{field.attname: getattr(issue, field.attname) for field in Issue._meta.concrete_fields})
        draft.save()
        draft.article_issues.all().delete()
        rows = [row for version in _naming(draft) for row in match_issues([version]) if row.issue_id == draft.pk]
        transaction.set_rollback(True)
    return sorted(rows, key=lambda row: -row.score)


@transaction.atomic
def bring_in(issue: Issue) -> int:
    """Match the stored stories; what a curator chose stays. Returns how many are new."""
    known = set(issue.article_issues.values_list("article", flat=True))
    for version in _naming(issue):
        match_issues([version])
    fresh = issue.article_issues.exclude(article__in=known)
    sure = fresh.filter(state=ArticleIssue.State.ACCEPTED).values("article")
    Finding.objects.pending().filter(article__in=sure, issue=None).update(issue=issue)
    return fresh.count()


def _naming(issue: Issue) -> QuerySet[ArticleVersion]:
    """The newest versions of the newest stories that have any of the terms."""
    if not issue.terms:
        return ArticleVersion.objects.none()
    at_home = Q(outlet__place=None) | (Q(outlet__place=issue.place_id) if issue.place_id else Q(pk=None))
    stories = Article.objects.filter(at_home).order_by("-first_read_at")
    newest = list(stories.values_list("pk", flat=True)[:LOOKED_THROUGH])
    number = ArticleVersion.objects.filter(article=OuterRef("article")).order_by("-number").values("number")[:1]
    versions = ArticleVersion.objects.filter(article__in=newest, redacted_at=None, number=Subquery(number))
    vectors = {config: SearchVector("title", "text", config=config) for config in CONFIGS}
    named = reduce(or_, (Q(**{config: _phrase(term, config)}) for term in issue.terms for config in CONFIGS))
    return versions.alias(**vectors).filter(named).select_related("article__outlet")


def _phrase(term: str, config: str) -> SearchQuery:
    return SearchQuery(term, config=config, search_type="phrase")
