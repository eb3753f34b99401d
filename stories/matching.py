"""Which issues a story belongs to: their terms as a full-text query over title, lead and body, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, Substr

from stories.models import Article, ArticleIssue, ArticleVersion, Finding
from votes.models import Issue

LEAD = 600
CERTAIN, POSSIBLE = 0.4, 0.1
LOOKED_THROUGH = 500
"""The newest stories are looked through for an issue's new terms."""
# D, C, B, A: a term in the title is worth most, one deep in the body little.
WEIGHTS = [0.1, 0.2, 0.5, 1.0]


@dataclass(frozen=True, slots=True)
class Match:
    issue: Issue
    score: float
    terms: tuple[str, ...]

    @property
    def state(self) -> ArticleIssue.State:
        return ArticleIssue.State.ACCEPTED if self.score >= CERTAIN else ArticleIssue.State.UNCERTAIN

    @property
    def reason(self) -> str:
        return "names " + ", ".join(f"“{term}”" for term in self.terms)


@transaction.atomic
def match_issues(version: ArticleVersion) -> list[ArticleIssue]:
    """Write the matches of a version; what a curator chose stays."""
    found = [match for issue in _candidates(version.article) if (match := _match(version, issue))]
    rows = []
    for match in found:
        defaults = {"score": match.score, "reason": match.reason[:500], "state": match.state}
        row, _ = ArticleIssue.objects.get_or_create(article=version.article, issue=match.issue, defaults=defaults)
        rows.append(row)
    return rows


def _candidates(article: Article) -> list[Issue]:
    """Open issues with terms, of the outlet's place where it has one."""
    issues = Issue.objects.filter(closed_at=None).exclude(terms=[])
    return list(issues.filter(place=article.outlet.place_id) if article.outlet.place_id else issues)


def _match(version: ArticleVersion, issue: Issue) -> Match | None:
    ranks = _ranks(issue)
    row = ArticleVersion.objects.filter(pk=version.pk).annotate(**ranks).values(*ranks).get()
    return _match_of(issue, row)


def _ranks(issue: Issue) -> dict[str, SearchRank]:
    """How much each of the issue's terms counts in a version."""
    terms = enumerate(issue.terms)
    return {f"term{number}": SearchRank(_vector(), _query(term), weights=WEIGHTS) for number, term in terms}


def _query(term: str) -> SearchQuery:
    return SearchQuery(term, config="english", search_type="phrase")


def _match_of(issue: Issue, row: Mapping[str, float]) -> Match | None:
    hits = {term: row[f"term{number}"] for number, term in enumerate(issue.terms)}
    named = tuple(term for term, rank in hits.items() if rank > 0)
    score = min(1.0, sum(hits.values()))
    return Match(issue, score, named) if score >= POSSIBLE else None


def stored_matches(issue: Issue, limit: int = LOOKED_THROUGH) -> list[tuple[Article, Match]]:
    """The stories of the last while that the issue's terms name, the surest first. The issue need not be saved."""
    if not issue.terms:
        return []
    named = _newest_versions(issue, limit).alias(words=SearchVector("title", "text", config="english"))
    named = named.filter(words=reduce(or_, map(_query, issue.terms)))
    rows = named.annotate(**_ranks(issue)).select_related("article__outlet").defer("text")
    found = [(row.article, match) for row in rows if (match := _match_of(issue, vars(row)))]
    return sorted(found, key=lambda pair: -pair[1].score)


def _newest_versions(issue: Issue, limit: int) -> QuerySet[ArticleVersion]:
    """Of the newest stories that the issue may take, by the rule of `_candidates`."""
    at_home = Q(outlet__place=None)
    if issue.place_id:
        at_home |= Q(outlet__place=issue.place_id)
    articles = list(Article.objects.filter(at_home).order_by("-first_read_at").values_list("pk", flat=True)[:limit])
    newest = ArticleVersion.objects.filter(article=OuterRef("article")).order_by("-number").values("pk")[:1]
    return ArticleVersion.objects.filter(article__in=articles, redacted_at=None, pk=Subquery(newest))


@transaction.atomic
def bring_in(issue: Issue) -> int:
    """Write the matches of the stories stored already; what a curator chose stays. Returns how many are new."""
    made = 0
    for article, match in stored_matches(issue):
        defaults = {"score": match.score, "reason": match.reason[:500], "state": match.state}
        _, created = ArticleIssue.objects.get_or_create(article=article, issue=issue, defaults=defaults)
        if created and match.state == ArticleIssue.State.ACCEPTED:
            Finding.objects.pending().filter(article=article, issue=None).update(issue=issue)
        made += created
    return made


def _vector() -> Combinable:
    return (
        SearchVector("title", config="english", weight="A")
        + SearchVector(Left("text", LEAD), config="english", weight="B")
        + SearchVector(Substr("text", LEAD + 1), config="english", weight="C")
    )
