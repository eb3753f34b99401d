"""What a person decided, and what waits, is not proposed again in the words of a later reading."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.extraction.findings import Findings, Position, Vote
from stories.findings.propose import propose
from stories.models import Article
from tests.factories import NOW, make_article, make_version

pytestmark = pytest.mark.django_db

SENTENCE = "The council has postponed its vote on the pier bond to Dec. 8, and Ona Firth backs that."
WHERE: dict[str, Any] = {"start": 0, "end": len(SENTENCE), "text": SENTENCE, "confidence": 0.9, "because": "said so"}
DAY: dict[str, Any] = {
    "phrase": None,
    "earliest": None,
    "latest": None,
    "precision": "none",
    "time": None,
    "place": None,
}
MOVED = Vote(
    body="Gull Cove Town Council", matter="pier bond", classification="", status="postponed", outcome=None, yes=None,
    no=None, **DAY, **WHERE,
)  # fmt: skip
STAND = Position(
    actor="Ona Firth", matter="the pier bond", stance="support", basis="statement", conditional=False, **WHERE
)


@pytest.fixture
def article() -> Article:
    return make_article(SENTENCE, title="Pier bond put off")


def read(article: Article, *votes: Vote, stands: tuple[Position, ...] = ()) -> int:
    return propose(article.versions.latest("number"), Findings(votes=votes, positions=stands), NOW)


def test_a_decided_sentence_is_not_asked_about_again_however_its_decision_is_read_now(article: Article) -> None:
    read(article, MOVED)
    curation.reject(article.findings.get().pk, User.objects.create_user("una"), NOW)
    held = replace(MOVED, status="held", outcome="postponed", matter="its vote on the pier bond")
    coming = replace(MOVED, status="scheduled", start=12, end=len(SENTENCE), text=SENTENCE[12:])
    assert read(article, held, coming) == 0


def test_somebody_elses_stand_in_a_decided_sentence_is_proposed(article: Article) -> None:
    read(article, stands=(STAND,))
    curation.reject(article.findings.get().pk, User.objects.create_user("una"), NOW)
    assert read(article, stands=(replace(STAND, stance="oppose"), replace(STAND, actor="Bo Dean"))) == 1


@pytest.mark.parametrize("matter", ["pier bond", "Pier bond put off", ""])
def test_what_waits_stays_as_it_is_when_a_later_reading_words_its_matter_anew(article: Article, matter: str) -> None:
    read(article, stands=(STAND,))
    make_version(article, SENTENCE + " More on Friday.")
    assert read(article, stands=(replace(STAND, matter=matter),)) == 0
    assert [finding.state for finding in article.findings.all()] == ["pending"]


def test_what_waits_is_not_asked_again_when_a_later_reading_ends_its_evidence_elsewhere(article: Article) -> None:
    read(article, MOVED)
    shorter = SENTENCE.partition(",")[0]
    assert read(article, replace(MOVED, matter="its vote", end=len(shorter), text=shorter)) == 0


def test_what_waits_and_is_read_as_something_else_makes_room(article: Article) -> None:
    read(article, stands=(STAND,))
    make_version(article, SENTENCE + " More on Friday.")
    assert read(article, stands=(replace(STAND, stance="undecided"),)) == 1
    assert [finding.state for finding in article.findings.order_by("id")] == ["stale", "pending"]
