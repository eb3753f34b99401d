"""Decisions and events composed of what the tagger says: matter, fate, day, body and count of each."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction import decisions, people
from stories.extraction.decisions import cues
from stories.extraction.document import Document
from stories.extraction.findings import Event, Story, Vote
from stories.extraction.tagger.heads import FATES, PARTS, STANCES, TENSES
from stories.extraction.tagger.tags import Piece, Tags

KINDS = {"matter": FATES, "when": TENSES, "actor": STANCES, "object": STANCES}
MARK = re.compile(r"\[(\w+)(?::(\w+))? ([^\]]+)\]")
WEDNESDAY = datetime.fromisoformat("2026-03-11T08:00:00-05:00")


def read(*sentences: tuple[str, str]) -> tuple[tuple[Vote, ...], tuple[Event, ...]]:
    """Decisions and events of sentences with what they tell, their parts marked as "[body the board]"."""
    text, spans = "", []
    for marked, _ in sentences:
        at = 0
        for match in MARK.finditer(marked):
            text += marked[at : match.start()]
            spans.append((match[1], match[2] or "", len(text), len(text) + len(match[3])))
            text += match[3]
            at = match.end()
        text += marked[at:] + "\n\n"
    document = Document.of(Story("A headline of its own", text, WEDNESDAY))
    assert len(document.sentences) == len(sentences)
    pieces = {part: [piece(part, word.span(), spans) for word in re.finditer(r"\w+|[^\w\s]", text)] for part in PARTS}
    tags = Tags([dict.fromkeys(told.split(), 0.9) for _, told in sentences], pieces)
    return decisions.find(document, people.find(document), tags)


def piece(part: str, word: tuple[int, int], spans: list[tuple[str, str, int, int]]) -> Piece:
    inside = [one for one in spans if one[0] == part and one[2] <= word[0] < one[3]]
    kinds = dict.fromkeys(KINDS.get(part, ()), 0.0) | {one[1]: 0.9 for one in inside if one[1]}
    return Piece(*word, 0.9 if any(one[2] == word[0] for one in inside) else 0.0, 0.9 if inside else 0.0, kinds)


def test_two_decisions_in_one_sentence_are_two() -> None:
    votes, _ = read(
        ("[body The Elm Park Town Council] on [when:held Tuesday] approved [matter:passed a ban on leaf blowers], 5-2,"
         " and rejected [matter:failed a tax on short-term rentals], 4-3.", "passed failed"),
    )  # fmt: skip
    assert [(one.matter, one.outcome, one.yes, one.no) for one in votes] == [
        ("ban on leaf blowers", "passed", 5, 2),
        ("tax on short-term rentals", "failed", 3, 4),
    ]
    assert {one.body for one in votes} == {"Elm Park Town Council"}
    assert {str(one.earliest) for one in votes} == {"2026-03-10"}


def test_what_is_put_off_is_a_decision_and_its_new_day_another() -> None:
    votes, _ = read(
        ("[body The Elm Park school board] on [when:held Monday] postponed [matter:postponed the bell schedule].",
         "postponed"),
        ("[body The board] will take it up again [when:coming April 6].", "scheduled"),
    )  # fmt: skip
    assert [(one.status, one.outcome, str(one.earliest)) for one in votes] == [
        ("held", "postponed", "2026-03-09"),
        ("scheduled", None, "2026-04-06"),
    ]
    assert {one.matter for one in votes} == {"bell schedule"}
    assert {one.body for one in votes} == {"Elm Park school board"}


def test_a_decision_told_twice_is_one_and_takes_the_count_told_later() -> None:
    votes, _ = read(
        ("[body The Elm Park City Council] has denied [matter:failed a rezoning of Mill Street].", "failed"),
        ("The vote [when:held Tuesday] was 6-1.", "failed"),
    )
    assert [(one.outcome, one.yes, one.no, str(one.earliest)) for one in votes] == [("failed", 1, 6, "2026-03-10")]


def test_a_hearing_has_its_day_its_hour_and_its_place() -> None:
    _, events = read(
        ("[body The Elm Park Planning Commission] will hold a hearing on [matter:hearing the quarry permit]"
         " at [when:event 7 p.m. March 19] in [place the high school gym].", "hearing"),
    )  # fmt: skip
    (event,) = events
    assert (event.kind, event.status, event.matter, event.time) == ("hearing", "scheduled", "quarry permit", "19:00")
    assert (str(event.earliest), event.place) == ("2026-03-19", "the high school gym")


def test_a_headline_a_person_and_a_date_are_no_matters() -> None:
    for words in ("A headline of its own", "Ana Ruiz", "Tuesday night"):
        votes, _ = read(
            ("Mayor Ana Ruiz and the council approved it on Tuesday night.", ""),
            (f"[matter:passed {words}] passed.", "passed"),
        )
        assert [one.matter for one in votes] == [""]


@pytest.mark.parametrize("cue", cues.CUES, ids=lambda cue: f"{cue.fate}: {cue.example}")
def test_each_row_of_plain_words_reads_its_example(cue: cues.Cue) -> None:
    assert cue.words.search(cue.example)


def test_without_the_tagger_plain_words_still_tell_of_a_decision_and_its_count() -> None:
    text = "The Elm Park City Council voted 5-2 Tuesday to approve a ban on leaf blowers."
    document = Document.of(Story("A headline of its own", text, WEDNESDAY))
    votes, events = decisions.find(document, people.find(document), None)
    assert [(one.body, one.outcome, one.yes, one.no, str(one.earliest)) for one in votes] == [
        ("Elm Park City Council", "passed", 5, 2, "2026-03-10")
    ]
    assert events == ()


@given(st.text(alphabet="Vote 5-2.,;and \n“”()[]Council to approve the ban$%—'", max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_text_makes_it_raise_and_every_span_is_the_story_s_own(text: str) -> None:
    document = Document.of(Story("Vote", text, WEDNESDAY))
    votes, events = decisions.find(document, people.find(document), None)
    assert all(text[one.start : one.end] == one.text for one in (*votes, *events))
