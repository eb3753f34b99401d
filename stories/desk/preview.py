"""What accepting a finding as proposed would do, said before it is done: to a vote, and what else becomes public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from officials.models import Person
from stories.curation import people, vote_claims
from stories.curation.alike import people_alike
from stories.curation.choice import CurationError
from stories.curation.people import known_body
from stories.curation.records import matching_vote
from stories.findings.kinds import KINDS, is_claim
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
    """What accepting a claim makes public beside it: somebody new, by this name, to whom the curator must agree; that
    the story belongs to an issue; and that issue itself. `alike` are people who may be meant by another spelling.
    """

    new_person: str = ""
    alike: tuple[Person, ...] = ()
    story_on: Issue | None = None
    issue: Issue | None = None

    def __bool__(self) -> bool:
        return bool(self.new_person or self.story_on or self.issue)


def besides_of(article: Article, findings: Iterable[Finding], typed: Mapping[int, str]) -> dict[int, Besides]:
    """Return, by finding, what accepting each of these of one story would make public beside it; `typed` has the names
    of speakers as a curator corrected them.
    """
    accepted = set(ArticleIssue.objects.public().filter(article=article).values_list("issue", flat=True))
    new_people: dict[tuple[str, int | None], tuple[str, tuple[Person, ...]]] = {}
    besides: dict[int, Besides] = {}
    for finding in filter(is_claim, findings):
        name = typed.get(finding.pk) or finding.payload.get(KINDS[finding.kind].person) or ""
        asked = (name, finding.issue_id)
        if asked not in new_people:
            new = is_new(name, finding)
            new_people[asked] = (name, tuple(people_alike(name, people.place_of(finding)))) if new else ("", ())
        issue = finding.issue
        besides[finding.pk] = Besides(
            *new_people[asked],
            issue if issue and issue.pk not in accepted else None,
            issue if issue and not issue.published_at else None,
        )
    return besides


def is_new(name: str, finding: Finding) -> bool:
    """Say whether accepting a claim by someone of this name would make a person; not where two fit."""
    try:
        return bool(name.strip()) and people.person_meant(name, finding) is None
    except CurationError:
        return False


def _with(vote: Vote, values: dict[str, Any]) -> Vote:
    for name, value in values.items():
        setattr(vote, name, value)
    return vote
