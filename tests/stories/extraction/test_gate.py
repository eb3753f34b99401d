"""The gate: what no reader may be shown is mended, marked or dropped, whichever extractor found it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stories.extraction.findings import Findings, Official, Position, Quote, Span, Story, Vote
from stories.extraction.gate import is_name, passed

TEXT = (
    "The Alder council voted 5-2 Monday to adopt a leash rule (first proposed in May). Councilwoman Ann Cole opposed "
    "the leash rule, which would take effect in June. The Hawks had a 14-2 season. “Dogs run,” Cole said."
)
STORY = Story("Council adopts leash rule", TEXT, datetime(2026, 3, 3, tzinfo=UTC))
SENTENCE = "Councilwoman Ann Cole opposed the leash rule, which would take effect in June."


def position(matter: str, actor: str = "Ann Cole") -> Position:
    start = TEXT.index(SENTENCE)
    return Position(
        actor, matter, "oppose", "statement", False, start, start + len(SENTENCE), SENTENCE, 0.8, "attitude: “opposed”"
    )  # fmt: skip


def vote(text: str, yes: int | None, no: int | None, matter: str = "leash rule", body: str = "Alder council") -> Vote:
    start = TEXT.index(text)
    return Vote(
        body, matter, "", None, None, None, "none", None, None, "held", "passed", yes, no, start, start + len(text),
        text, 0.8, "vote",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("leash rule", "leash rule"),
        ("leash rule (first", "leash rule"),
        ("“leash rule", "leash rule"),
        ("leash rule, which would take effect", "leash rule"),
        ("adopt a leash rule", "adopt a leash rule"),
    ],
)
def test_a_matter_is_mended_to_a_phrase_of_the_story(told: str, printed: str) -> None:
    assert [one.matter for one in passed(STORY, Findings(positions=(position(told),))).positions] == [printed]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("Council adopts leash rule", "matter is the headline"),
        ("Monday", "matter is a time"),
        ("it", "matter says nothing"),
        ("the rule had a season", "matter is a clause"),
        ("which would take effect", "matter is a clause"),
        ("cat licenses", "matter is not in the story"),
        ("Councilwoman Ann Cole", "matter is a person"),
    ],
)
def test_a_position_without_a_matter_that_can_be_printed_is_dropped_and_counted(told: str, reason: str) -> None:
    span = Span(TEXT.index("Councilwoman"), TEXT.index(" opposed"), "Councilwoman Ann Cole")
    cole = Official("Ann Cole", "Councilwoman", "Alder council", (span,), 0.9, "title")
    found = passed(STORY, Findings(officials=(cole,), positions=(position(told),)))
    assert found.positions == ()
    assert found.gate[reason] == 1


def test_a_vote_keeps_what_is_right_and_leaves_the_rest_open() -> None:
    told = vote("The Hawks had a 14-2 season.", 14, 2, matter="Council adopts leash rule", body="The Hawks")
    [one] = passed(STORY, Findings(votes=(told,))).votes
    assert (one.yes, one.no, one.matter, one.body) == (None, None, "", "")
    assert one.confidence == told.confidence / 2
    assert "look closely" in one.because


def test_a_count_with_a_word_of_voting_stands() -> None:
    [one] = passed(STORY, Findings(votes=(vote("The Alder council voted 5-2 Monday", 5, 2),))).votes
    assert (one.yes, one.no, one.body, one.confidence) == (5, 2, "Alder council", 0.8)


def test_a_finding_whose_words_do_not_stand_where_it_says_is_moved_or_dropped() -> None:
    moved = replace(position("leash rule"), start=0, end=len(SENTENCE))
    gone = replace(position("leash rule"), start=0, end=4, text="Nobody wrote this.")
    found = passed(STORY, Findings(positions=(moved, gone)))
    assert [one.start for one in found.positions] == [TEXT.index(SENTENCE)]
    assert found.gate == {"span mended": 1, "span is not in the story": 1}


@pytest.mark.parametrize(
    "name",
    ["Ann Cole", "Gary I. Fink", "Cruz", "Sue Ellen Cole", "Miguel “Mickey” Santoro", "Juan de la Cruz", "J. Hall"],
)
def test_a_person_may_be_called_so(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["SCHOOL", "Lane", "Lower Weir", "Lake Plain", "Hartsgrove PTA", "the mayor", "Alder 5"]
)
def test_no_person_is_called_so(name: str) -> None:
    assert not is_name(name)
    official = Official(name, "Mayor", "Alder council", (), 0.9, "title")
    assert passed(STORY, Findings(officials=(official,))).officials == ()


def test_a_quote_by_what_is_no_person_has_no_speaker() -> None:
    at = TEXT.index("Dogs run")
    quote = Quote(at, at + 9, "Dogs run,", "direct", "Lower Weir", ((at, at + 9),), None, None, 0.9, "said")
    assert [one.speaker for one in passed(STORY, Findings(quotes=(quote,))).quotes] == [None]
