"""A finding of each kind in one line, and how it stands with a vote or an event."""

from typing import Any

import pytest
from django.utils import timezone

from stories.desk.words import found_by_in_words, sentence, stands_in_words, summary_of, sureness_in_words
from stories.models import Finding, RuleRecord
from tests.factories import NOW, make_article, make_finding, make_outlet
from votes.models import Event, Vote
from votes.words import window_in_words

EXTRACTED = {"rules": "", "model": "language model", "rules+model": "rules and language model agree", "calendar": ""}
VOTE = {
    "body": "Gull Cove Council", "matter": "the pier", "phrase": "early May", "earliest": "2026-05-01",
    "latest": "2026-05-07", "status": "scheduled", "outcome": None, "yes": None, "no": None,
}  # fmt: skip
STAND = {"actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "statement", "conditional": False}


@pytest.mark.parametrize(("extractor", "words"), EXTRACTED.items())
def test_who_found_it_is_said_where_it_is_not_the_rules_alone(extractor: str, words: str) -> None:
    assert found_by_in_words(Finding(extractor=extractor)) == words


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        ("official", {"name": "Ona Firth", "title": "Mayor", "body": "Gull Cove"}, "Ona Firth, Mayor, Gull Cove"),
        ("speaker", {"name": "Ida Brandt", "role": None, "organization": "Pier Club"}, "Ida Brandt, Pier Club"),
        ("quote", {"speaker": "Ona Firth", "type": "direct"}, "Ona Firth, word for word"),
        ("quote", {"speaker": None, "label": "a clerk", "type": "mixed"}, "a clerk, partly word for word"),
        ("quote", {"speaker": None, "type": "indirect"}, "Someone unnamed, in the story's words"),
        ("position", STAND, "Ona Firth supports the pier, said so"),
        ("position", STAND | {"conditional": True}, "Ona Firth supports the pier, said so, only on a condition"),
        ("position", STAND | {"stance": "undecided"}, "Ona Firth undecided on the pier, said so"),
        ("position", STAND | {"basis": "declined"}, "Ona Firth declined to comment, the pier"),
        ("vote", VOTE, "Gull Cove Council: the pier, scheduled, “early May”, May 1–7, 2026"),
        (
            "vote",
            VOTE | {"phrase": None, "earliest": None, "status": "held", "outcome": "passed", "yes": 5, "no": 2},
            "Gull Cove Council: the pier, held, no date, passed, 5-2",
        ),
    ],
)
def test_a_finding_says_who_and_what(kind: str, payload: dict[str, Any], words: str) -> None:
    assert summary_of(Finding(kind=kind, payload=payload)) == words


def test_a_removed_finding_says_nothing() -> None:
    assert summary_of(Finding(kind="quote", payload={}, redacted_at=NOW)) == "(removed)"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("confidence", "words"), [(0.9, "very likely right"), (0.7, "likely right"), (0.69, "look closely")]
)
def test_how_sure_a_finding_is_has_three_steps(confidence: float, words: str) -> None:
    finding = make_finding(make_article(), "council", confidence=confidence)
    assert sureness_in_words(finding) == f"{words} · new rule"


@pytest.mark.django_db
def test_what_a_rule_was_worth_is_said_in_numbers_once_there_are_enough() -> None:
    finding = make_finding(make_article(), "council", confidence=0.2, rule="a verb")
    record = {"extractor": "rules", "kind": "quote", "rule": "a verb", "outlet": make_outlet()}
    RuleRecord.objects.create(**record, as_proposed=47, rejected=2, corrected=1, in_bulk=400)
    assert sureness_in_words(finding) == "likely right · rule right 47 of 50 times"


def test_a_finding_that_a_curator_added_has_no_rule() -> None:
    assert sureness_in_words(Finding(extractor="curator", confidence=1)) == "added by hand"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "scheduled"}, "{day}, scheduled"),
        ({"status": "postponed"}, "{day}"),
        ({"status": "cancelled"}, "called off"),
        ({"status": "expected", "earliest": None, "latest": None, "precision": "none"}, "no date set, expected"),
        ({"status": "postponed", "earliest": None, "latest": None, "precision": "none"}, "postponed, no new date"),
    ],
)
@pytest.mark.parametrize("model", [Vote, Event])
def test_what_has_a_date_is_never_called_postponed(model: Any, values: dict[str, Any], words: str) -> None:
    today = timezone.localdate()
    record = model(**{"earliest": today, "latest": today, "precision": "day", **values})
    assert stands_in_words(record) == words.format(day=window_in_words(record, today))


def test_a_shelved_vote_stands_so() -> None:
    assert stands_in_words(Vote(status="shelved")) == "shelved"


def test_a_sentence_ends_in_one_stop() -> None:
    assert [sentence("Tuesday, 6 p.m."), sentence("Tuesday")] == ["Tuesday, 6 p.m.", "Tuesday."]
