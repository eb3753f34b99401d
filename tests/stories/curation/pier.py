"""A story about a pier, and the findings in it as extraction would propose them."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice
from stories.findings.kinds import KINDS
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW, make_finding
from votes.models import Issue

TEXT = (
    "Mayor Ona Firth said she will vote for the pier. “The pier is ours,” Firth said. "
    "Ida Brandt, a fisherman, said the pier is falling down. "
    "The Gull Cove Town Council will vote on the pier on March 17. A spokesman said he was sorry."
)


def official(article: Article, **payload: Any) -> Finding:
    about = {"name": "Ona Firth", "title": "Mayor", "body": "Town of Gull Cove", "roster_key": None, "ambiguous": False}
    return make_finding(article, "Mayor Ona Firth", "official", "mention", payload=about | payload)


def quote(article: Article, words: str = "The pier is ours,", **payload: Any) -> Finding:
    about = {"speaker": "Ona Firth", "type": "direct"}
    return make_finding(article, words, payload=about | payload)


def position(article: Article, issue: Issue | None, **payload: Any) -> Finding:
    about = {
        "actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "vote_intent", "conditional": False,
    }  # fmt: skip
    words = "Mayor Ona Firth said she will vote for the pier."
    return make_finding(article, words, "position", "evidence", payload=about | payload, issue=issue)


def vote(article: Article, issue: Issue, **payload: Any) -> Finding:
    about = {
        "body": "Gull Cove Town Council", "matter": "the pier", "classification": "", "phrase": "on March 17",
        "earliest": "2026-03-17", "latest": "2026-03-17", "precision": "day", "time": "18:30", "place": None,
        "status": "scheduled", "outcome": None, "yes": None, "no": None,
    }  # fmt: skip
    words = "The Gull Cove Town Council will vote on the pier on March 17."
    return make_finding(article, words, "vote", "evidence", payload=about | payload, issue=issue)


def accept(finding: Finding, by: User, now: datetime = NOW, **choice: Any) -> LoggedAction:
    """Accept it as a curator who agrees to make a person of whom it names."""
    name = finding.payload.get(KINDS[finding.kind].person) or ""
    return curation.accept(finding.pk, by, now, Choice(new_person=name, **choice))
