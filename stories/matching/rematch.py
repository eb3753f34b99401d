"""Stories stored already that an issue's terms bring in: tried out for a curator, and brought in when asked."""

from functools import reduce
from itertools import product
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from officials.models import Body
from stories.matching.match import match_issues
from stories.models import Article, ArticleIssue, ArticleVersion, Finding, Rank
from votes.models import Issue

# So many of the newest stories are looked through for an issue's terms.
LOOKED_THROUGH = 300
# As a word's stem and as it is written (see `match.RANKS`).
CONFIGS = ("english", "simple")


def try_out(issue: Issue) -> list[ArticleIssue]:
    """Return the matches the issue would have, the surest first. It may be new, or changed and not saved.

    They are found by really saving and matching it, and rolling back.
    """
    with transaction.atomic():
        draft = Issue(**{field.attname: getattr(issue, field.attname) for field in Issue._meta.concrete_fields})
        draft.save()
        draft.article_issues.all().delete()
        rows = [
            row
            for version in _naming(draft, Article.objects.all())
            for row in match_issues([version])
            if row.issue_id == draft.pk
        ]
        transaction.set_rollback(True)
    return sorted(rows, key=lambda row: -row.score)


@transaction.atomic
def bring_in(issue: Issue) -> int:
    """Match the stored stories and return how many are new.

    What a curator chose stays, what waits without a term of today goes.
    """
    known = set(issue.article_issues.values_list("article", flat=True))
    likely = set(issue.article_issues.likely().values_list("article", flat=True))
    waiting = issue.article_issues.filter(state=ArticleIssue.State.PROPOSED)
    pks = list(waiting.order_by("-article").values_list("article", flat=True)[:LOOKED_THROUGH])
    named = [version.article_id for version in _naming(issue, Article.objects.filter(pk__in=pks))]
    waiting.filter(article__in={*pks}.difference(named)).delete()
    for version in _naming(issue, Article.objects.all()):
        match_issues([version])
    _give_findings(issue, likely)
    return issue.article_issues.exclude(article__in=known).count()


@transaction.atomic
def weigh_again(body: Body) -> None:
    """Match anew what waits on the desk for the body's issues: it may name an official who was not known before."""
    waits = ArticleIssue.objects.filter(issue=OuterRef("pk"), state=ArticleIssue.State.PROPOSED)
    for issue in body.issues.filter(Exists(waits), closed_at=None):
        likely = set(issue.article_issues.likely().values_list("article", flat=True))
        waiting = issue.article_issues.filter(state=ArticleIssue.State.PROPOSED).values("article")
        for version in _newest(Article.objects.filter(pk__in=waiting)).select_related("article__outlet"):
            match_issues([version])
        _give_findings(issue, likely)


def _give_findings(issue: Issue, had: set[int]) -> None:
    """Propose the issue for the open findings of stories that are likely to belong to it now; those of `had` were."""
    stories = issue.article_issues.likely().exclude(article__in=had).values("article")
    Finding.objects.pending().filter(article__in=stories, issue=None).update(issue=issue)


def _naming(issue: Issue, among: QuerySet[Article]) -> QuerySet[ArticleVersion]:
    """Return the newest versions of the newest of these stories that have any of the terms."""
    if not issue.terms:
        return ArticleVersion.objects.none()
    versions = newest_at_home(issue.place_id, among)
    vectors = {config: SearchVector("title", "text", config=config) for config in CONFIGS}
    searched = product(issue.terms, CONFIGS)
    phrases = (Q(**{config: SearchQuery(term, config=config, search_type="phrase")}) for term, config in searched)
    return versions.alias(**vectors).filter(reduce(or_, phrases)).select_related("article__outlet")


def newest_at_home(place_id: int | None, among: QuerySet[Article]) -> QuerySet[ArticleVersion]:
    """Return the newest versions of the newest of these stories, of outlets at the place or at none."""
    at_home = Q(outlet__place=None) | (Q(outlet__place=place_id) if place_id else Q(pk=None))
    return _newest(among.filter(at_home, rank=Rank.REPORT).order_by("-first_read_at"))


def _newest(stories: QuerySet[Article]) -> QuerySet[ArticleVersion]:
    """Return the newest version of each of the first of these stories."""
    pks = list(stories.values_list("pk", flat=True)[:LOOKED_THROUGH])
    number = ArticleVersion.objects.filter(article=OuterRef("article")).order_by("-number").values("number")[:1]
    return ArticleVersion.objects.filter(article__in=pks, redacted_at=None, number=Subquery(number))
