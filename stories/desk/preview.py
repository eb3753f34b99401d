"""What accepting a finding as proposed would do, said before it is done: to a vote, and what else becomes public."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stories.curation import vote_claims
from stories.curation.decisions import matching_vote
from stories.curation.people import known_body
from stories.findings.kinds import is_claim
from stories.models import Article, ArticleIssue, Finding
from votes.models import Issue, Vote
from votes.models.decisions import NEWS_FIELDS

# What the desk says of a vote that would move.
SHOWN = (*NEWS_FIELDS, "precision")


@dataclass(frozen=True, slots=True)
class Effect:
    """`vote` is None where a new one would be made; `before` and `after` differ where the known one would move."""

    vote: Vote | None
    governs: bool
    before: Vote
    after: Vote

    @property
    def moves(self) -> bool:
        return self.governs and any(getattr(self.before, name) != getattr(self.after, name) for name in SHOWN)


def effect_of(finding: Finding) -> Effect | None:
    """Return what accepting would do; None where the finding has no issue or its dates can't be read: the curator must
    correct it first.
    """
    if finding.issue is None:
        return None
    try:
        claim = vote_claims.schedule_of(finding)
    except ValueError:
        return None
    body = known_body(finding.payload["body"], finding)
    vote = matching_vote(finding, finding.issue, body) if body else None
    if vote is None:
        return Effect(None, True, Vote(), _with(Vote(), claim))
    governs = vote_claims.governs(finding, vote)
    return Effect(vote, governs, vote, _with(Vote.objects.get(pk=vote.pk), vote_claims.news(claim, vote)))


@dataclass(frozen=True, slots=True)
class Besides:
    """What accepting a claim makes public beside it: that the story belongs to an issue, and that issue itself."""

    story_on: Issue | None = None
    issue: Issue | None = None

    def __bool__(self) -> bool:
        return bool(self.story_on or self.issue)


def besides_of(article: Article, findings: Iterable[Finding]) -> dict[int, Besides]:
    """Return, by finding, what accepting each of these claims of one story would make public beside it."""
    accepted = set(ArticleIssue.objects.public().filter(article=article).values_list("issue", flat=True))
    return {
        finding.pk: Besides(
            finding.issue if finding.issue and finding.issue_id not in accepted else None,
            finding.issue if finding.issue and not finding.issue.published_at else None,
        )
        for finding in filter(is_claim, findings)
    }


def _with(vote: Vote, values: dict[str, Any]) -> Vote:
    for name, value in values.items():
        setattr(vote, name, value)
    return vote
