"""Which issues a story belongs to: their terms as a full-text query over title, lead and body, with the reason."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import transaction
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, Substr

from stories.models import Article, ArticleIssue, ArticleVersion
from votes.models import Issue

LEAD = 600
CERTAIN, POSSIBLE = 0.4, 0.1
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
    ranks = {
        f"term{number}": SearchRank(
            _vector(), SearchQuery(term, config="english", search_type="phrase"), weights=WEIGHTS
        )
        for number, term in enumerate(issue.terms)
    }
    row = ArticleVersion.objects.filter(pk=version.pk).annotate(**ranks).values(*ranks).get()
    hits = {term: row[f"term{number}"] for number, term in enumerate(issue.terms)}
    named = tuple(term for term, rank in hits.items() if rank > 0)
    score = min(1.0, sum(hits.values()))
    return Match(issue, score, named) if score >= POSSIBLE else None


def _vector() -> Combinable:
    return (
        SearchVector("title", config="english", weight="A")
        + SearchVector(Left("text", LEAD), config="english", weight="B")
        + SearchVector(Substr("text", LEAD + 1), config="english", weight="C")
    )
