"""Two extractors on one story: what both say is one finding with both names, what they say otherwise stands apart."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice
from stories.extraction.findings import Findings, Official, Position, Span, Vote
from stories.findings.agreement import BOTH, MODEL, RULES, differs
from stories.findings.confidence import record_of
from stories.findings.propose import propose
from stories.models import Article, ArticleVersion, Finding, RuleRecord
from tests.factories import NOW, make_account, make_article, make_issue, make_version

pytestmark = pytest.mark.django_db

SENTENCE = "Mayor Ona Firth said she backs the pier bond."
DECIDED = "The council voted 5-2 on Monday to adopt the leash rule."
TEXT = f"{SENTENCE}\n\n{DECIDED}\n\nThe end."


def position(words: str = SENTENCE, **more: Any) -> Position:
    start = TEXT.index(words)
    usual = Position(
        "Ona Firth", "pier bond", "support", "statement", False, start, start + len(words), words, 0.8, "attitude",
        "attitude: backs",
    )  # fmt: skip
    return replace(usual, **more)


def vote(**more: Any) -> Vote:
    start, day = TEXT.index(DECIDED), date(2026, 3, 2)
    usual = Vote(
        "Gull Cove Town Council", "leash rule", "passage", "on Monday", day, day, "day", None, None, "held", "passed",
        5, 2, start, start + len(DECIDED), DECIDED, 0.7, "tagger", "tagger: passed",
    )  # fmt: skip
    return replace(usual, **more)


def official(body: str = "") -> Official:
    return Official("Ona Firth", "Mayor", body, (Span(6, 15, "Ona Firth"),), 0.9, "title", "title")


def by_model(found: Any) -> Any:
    return replace(found, rule="m, prompt 1: it", because="m, prompt 1", confidence=0.5)


@pytest.fixture
def by() -> User:
    return make_account()


@pytest.fixture
def article() -> Article:
    return make_article(TEXT)


@pytest.fixture
def version(article: Article) -> ArticleVersion:
    return article.versions.get()


def read(version: ArticleVersion, extractor: str, *found: Any) -> list[tuple[str, str, str]]:
    """What waits of the story after a reading, each with its extractor, its rule and whose rule seconds it."""
    lists: dict[str, tuple[Any, ...]] = {
        "positions": tuple(one for one in found if isinstance(one, Position)),
        "votes": tuple(one for one in found if isinstance(one, Vote)),
        "officials": tuple(one for one in found if isinstance(one, Official)),
    }
    propose(version, Findings(**lists), NOW, extractor)
    waiting = version.article.findings.pending().order_by("pk")
    return [(one.extractor, one.rule, one.seconded_by) for one in waiting]


SAME: list[tuple[str, Any, Any]] = [
    ("to the letter", position(), position()),
    ("fewer words", position(), position("Ona Firth said she backs the pier bond")),
    ("the matter by another name", position(), position(matter="the bond for the pier")),
    ("a body left open", vote(), vote(body="")),
    ("an outcome left open", vote(), vote(outcome=None)),
    ("an office without its body", official("Town Council"), official()),
]
OTHERWISE: list[tuple[str, Any, Any]] = [
    ("another stance", position(), position(stance="oppose")),
    ("another fate", vote(), vote(outcome="failed")),
    ("another day", vote(), vote(earliest=date(2026, 3, 9), latest=date(2026, 3, 9))),
    ("another body", vote(), vote(body="Harbor Board")),
    ("another matter", vote(), vote(matter="budget of the schools")),
]


@pytest.mark.parametrize("first", [RULES, MODEL])
@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_both_say_is_one_finding_with_both_names_whoever_came_first(
    version: ArticleVersion, one: Any, other: Any, first: str
) -> None:
    read(version, first, one if first == RULES else by_model(other))
    second = MODEL if first == RULES else RULES
    waiting = read(version, second, by_model(other) if first == RULES else one)
    assert waiting == [(BOTH, one.rule, "m, prompt 1: it")]
    assert read(version, second, by_model(other) if first == RULES else one) == waiting


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in OTHERWISE], ids=[case[0] for case in OTHERWISE])
def test_what_they_say_otherwise_stands_side_by_side(version: ArticleVersion, one: Any, other: Any) -> None:
    read(version, RULES, one)
    assert [name for name, *_ in read(version, MODEL, by_model(other))] == [RULES, MODEL]
    of_rules, of_model = version.article.findings.order_by("pk")
    assert differs(of_rules, of_model)
    assert differs(of_model, of_rules)


def test_what_is_told_elsewhere_is_no_difference(version: ArticleVersion) -> None:
    read(version, RULES, position())
    read(version, MODEL, by_model(position("The end.", stance="oppose")))
    assert not differs(*version.article.findings.all())


def test_what_a_person_decided_the_model_does_not_propose_anew(version: ArticleVersion, by: User) -> None:
    read(version, RULES, position(), vote())
    for finding in Finding.objects.all():
        curation.reject(finding.pk, by, NOW)
    assert read(version, MODEL, by_model(position(stance="oppose")), by_model(vote(body="Harbor Board"))) == []
    assert {finding.extractor for finding in Finding.objects.all()} == {RULES}


def test_a_new_reading_of_the_rules_leaves_the_models_finding_while_its_words_stand(
    article: Article, version: ArticleVersion
) -> None:
    read(version, MODEL, by_model(position()))
    later = make_version(article, TEXT + " Indeed.")
    assert read(later, RULES, vote()) == [(MODEL, "m, prompt 1: it", ""), (RULES, "tagger: passed", "")]
    last = make_version(article, DECIDED)
    assert read(last, RULES, replace(vote(), start=0, end=len(DECIDED))) == [(RULES, "tagger: passed", "")]


@pytest.mark.parametrize(
    ("reader", "left"), [(RULES, (MODEL, "m, prompt 1: it", "")), (MODEL, (RULES, "attitude: backs", ""))]
)
def test_what_one_of_both_says_no_more_is_the_others_alone(
    article: Article, version: ArticleVersion, reader: str, left: tuple[str, str, str]
) -> None:
    read(version, RULES, position())
    read(version, MODEL, by_model(position()))
    later = make_version(article, TEXT + " Indeed.")
    assert read(later, reader) == [left]


def test_the_model_reading_anew_takes_back_what_it_alone_said(article: Article, version: ArticleVersion) -> None:
    read(version, MODEL, by_model(position()))
    assert read(make_version(article, TEXT + " Indeed."), MODEL) == []


def test_each_extractor_and_both_together_have_a_record_of_their_own(version: ArticleVersion, by: User) -> None:
    read(version, RULES, position(), vote())
    read(version, MODEL, by_model(position()), by_model(vote(outcome="failed")))
    issue = make_issue()
    for finding in Finding.objects.pending().order_by("pk"):
        if finding.payload.get("outcome") == "failed":
            curation.reject(finding.pk, by, NOW)
        elif finding.kind == "position":
            curation.accept(finding.pk, by, NOW, Choice(new_person="Ona Firth", issue=issue))
    counts = RuleRecord.objects.values_list("extractor", "kind", "rule", "as_proposed", "corrected", "rejected")
    assert {(extractor, kind) for extractor, kind, *_ in counts} == {(BOTH, "position"), (MODEL, "vote")}
    agreed = Finding.objects.get(extractor=BOTH)
    assert (agreed.rule, record_of(agreed).seen) == ("attitude: backs", 1)
    assert record_of(Finding(kind="position", rule="attitude: backs", extractor=RULES)).seen == 0
