"""Stories about a kiln that a town wants to light again: each sentence with the finding it holds, marked by hand."""

from datetime import datetime
from typing import Any

from stories.models import Article, Finding
from tests.factories import NOW, make_article, make_finding, make_outlet
from votes.models import Issue

COUNCIL, COMMITTEE = "Brick Hill Town Council", "Brick Hill Works Committee"
UNDATED = {"phrase": None, "earliest": None, "latest": None, "precision": "none", "time": None, "place": None}
RESULT = {"outcome": None, "yes": None, "no": None, "indefinite": False}
VOTE = {"body": COUNCIL, "matter": "the old kiln", "classification": "", "status": "expected", **UNDATED, **RESULT}
EVENT = {"kind": "meeting", "body": COUNCIL, "matter": "the old kiln", "status": "scheduled", **UNDATED}


def day(iso: str, **more: Any) -> dict[str, Any]:
    return {"earliest": iso, "latest": iso, "precision": "day", "phrase": iso, **more}


def story(text: str, issue: Issue, at: datetime = NOW, outlet: str = "") -> Article:
    return make_article(text, outlet=make_outlet(outlet, place=issue.place), published_at=at)


def vote(article: Article, issue: Issue, words: str, **payload: Any) -> Finding:
    return make_finding(article, words, "vote", "evidence", payload=VOTE | payload, issue=issue)


def event(article: Article, issue: Issue, words: str, **payload: Any) -> Finding:
    return make_finding(article, words, "event", "evidence", payload=EVENT | payload, issue=issue)


def told(issue: Issue, text: str, at: datetime = NOW, outlet: str = "", **payload: Any) -> Finding:
    """The one finding of a story of one sentence."""
    return vote(story(text, issue, at, outlet), issue, text, **payload)
