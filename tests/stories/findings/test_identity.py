"""What makes two findings the same: who, what and the evidence words; and what tells two of one sentence apart."""

from typing import Any

import pytest

from stories.findings.identity import fingerprint, likeness

WORDS = "The council voted 5-2 to approve the pier bond and rejected the ferry lease."
VOTE = {
    "body": "Gull Cove Council", "matter": "the pier bond", "classification": "", "status": "held", "outcome": "passed",
    "earliest": "2026-03-10", "latest": "2026-03-10", "yes": 5, "no": 2,
}  # fmt: skip
STAND = {"actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "statement", "conditional": False}


def of(kind: str, payload: dict[str, Any], words: str = WORDS, title: str = "News", start: int = 0) -> str:
    role = {"quote": "content", "official": "mention"}.get(kind, "evidence")
    return fingerprint(kind, payload, [{"role": role, "start": start, "end": start + 9, "text": words}], title)


@pytest.mark.parametrize(
    "other", [{"matter": "the ferry lease"}, {"outcome": "failed"}, {"classification": "reading-1"}]
)
def test_two_votes_of_one_sentence_are_two(other: dict[str, Any]) -> None:
    assert of("vote", VOTE) != of("vote", VOTE | other)


def test_two_stands_of_one_person_in_one_sentence_are_two_where_their_matters_differ() -> None:
    assert of("position", STAND) != of("position", STAND | {"matter": "the ferry"})


@pytest.mark.parametrize("other", [{"yes": 6}, {"phrase": "Tuesday"}, {"matter": " The  pier bond"}])
def test_what_is_read_more_exactly_is_no_other_vote(other: dict[str, Any]) -> None:
    assert of("vote", VOTE) == of("vote", VOTE | other)


def test_words_that_moved_or_were_wrapped_anew_are_the_same() -> None:
    assert of("vote", VOTE) == of("vote", VOTE, words=WORDS.replace(" to ", "\nto "), start=40)


def test_another_headline_makes_no_other_finding_where_only_the_headline_names_the_matter() -> None:
    before = of("position", STAND | {"matter": "Pier talk"}, title="Pier talk")
    assert before == of("position", STAND | {"matter": "Pier row grows"}, title="Pier row grows")


def test_an_official_is_the_same_by_name_and_body_wherever_they_are_named() -> None:
    about = {"name": "Ona Firth", "title": "Mayor", "body": "Gull Cove Council"}
    assert of("official", about, "Mayor Ona Firth") == of("official", about | {"title": "Member"}, "Firth")
    assert of("official", about) != of("official", about | {"body": "Reed Council"})


def test_what_is_told_in_other_words_is_like_what_was_told_before() -> None:
    spans = [{"role": "evidence", "start": 0, "end": len(WORDS), "text": WORDS}]
    assert likeness("vote", VOTE, spans) == likeness("vote", VOTE | {"matter": "the bond"}, spans)
    assert likeness("vote", VOTE, spans) != likeness("vote", VOTE | {"status": "scheduled"}, spans)
