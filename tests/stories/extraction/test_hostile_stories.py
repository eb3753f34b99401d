"""Stories made to be slow: each costs fifteen seconds of work at most, and its neighbours nothing."""

import os
import time
from datetime import UTC, datetime
from itertools import product

import pytest

from stories.extraction import pipeline
from stories.extraction.document import Document
from stories.extraction.findings import Findings, Story
from stories.extraction.pipeline import extract, extract_all
from tests.patience import working_at_most

# A megabyte, of which a hundred thousand characters are read; or a tenth of these, and so of the time that they take:
# `make test-hostile` has all in their whole length.
IS_WHOLE = bool(os.environ.get("TESTS_WHOLE"))
LONG, LINES = (1_000_000, 50_000) if IS_WHOLE else (10_000, 2_000)
# What grows faster than a story's length shows best in these: they are whole here, too.
SLOWEST = ("dates", "one name")
# Enough English that a story is taken to be in it, whatever follows.
ENGLISH = "".join(
    f"The council of the town met on Monday to hear what the people of Ward {number} had to say about the plan for "
    "the old mill, and it was late when the mayor closed the meeting.\n\n"
    for number in range(36)
)
NAMES = [f"{first}{vowel}na {last}{end}rin" for first, vowel, last, end in product("ABDFGK", "aeiou", "BDGLMN", "aeio")]


def flood(words: str, length: int = LONG) -> str:
    return words * (length // len(words))


HOSTILE = {
    "capitals and commas": flood("LARCH FERRY, "),
    "capitals": "LARCHFERRY" * 12 + "\n\n" + flood("A" * 390 + " "),
    "capitals for a byline": "By " + flood("A" * 390 + " ") + "1",
    "brackets": flood("( "),
    "pairs of brackets": flood("() (a) "),
    "quotation marks": flood("“"),
    "quotation marks about nothing": flood('" '),
    "open quotations": flood("“No, said Ana Ruiz.\n\n"),
    "initials": flood("A. "),
    "said": flood("said "),
    "numbers": flood("12 "),
    "tallies": flood("4-3 "),
    "dates": flood("April 7, "),
    "days joined": flood("between Monday and "),
    "one name": flood("Ana Ruiz, Tomas Quill, "),
    "many names": " and ".join((NAMES * 10)[: LONG // 14]),
    "many voters": " ".join(f"Councilwoman {name} said no." for name in (NAMES * 4)[: LONG // 35]),
    "deep lists": flood("Councilwoman Ana Ruiz (Ward 1, with Mayor Tomas Quill (Ward 2, and "),
    "one sentence": flood(
        "voted to approve the plan and Mayor Ana Ruiz said she would vote no on it and ", min(LONG, 200_000)
    ),
    "no spaces": flood("a"),
    "longest words": flood("a" * 399 + " "),
    "lines of a word": "word\n" * LINES,
    "labelled lines": "Ana Ruiz: yes\n" * LINES,
    "line breaks": "\r\n" * LINES + "word",
    "spaces": " " * LONG + "word",
    "adverbs": "“I " + flood("fully ") + "”",
    "titles": flood("council members ") + "Ruiz",
    "conditions": flood("if she would vote "),
    "pronouns": flood("she said he told her "),
}


def story(text: str) -> Story:
    return Story("Quarry vote", text, datetime(2026, 3, 5, 8, tzinfo=UTC))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_story_costs_more_than_fifteen_seconds_a_megabyte(name: str) -> None:
    extract(story("The mayor spoke."))  # loads what is loaded once
    is_whole = IS_WHOLE or name in SLOWEST
    with working_at_most(15.5 if is_whole else 5):
        extract(story(ENGLISH + HOSTILE[name] * (1_000_000 // LONG if is_whole else 1)))


NEIGHBOUR = (
    "The Larch Ferry City Council will vote April 7 on a gravel quarry.\n\n"
    "“I can't support it,” said Councilwoman Odile Hart, who plans to vote no."
)


def with_neighbours(text: str) -> list[Findings]:
    return list(extract_all([story(NEIGHBOUR), story(text), story(NEIGHBOUR)]))


def test_a_story_that_cannot_be_parsed_in_time_is_told_so_and_costs_its_neighbours_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = extract(story(NEIGHBOUR))
    began = time.thread_time()
    Document.of(story(text := "a. " * 19_000))
    took = time.thread_time() - began
    # The hostile story is left half of what it needs, and its neighbours as much: an alarm that falls into a destructor
    # is lost, and the next one a quarter of a second later.
    monkeypatch.setattr(pipeline, "TOGETHER_SECONDS", took / 8)
    monkeypatch.setattr(pipeline, "STORY_SECONDS", took * 5 / 8)
    monkeypatch.setattr(pipeline, "KEPT_SECONDS", 0.01)
    before, hostile, after = with_neighbours(text)
    assert "could not be read" in hostile.note
    assert (before, after) == (alone, alone)
    assert alone.votes
    assert alone.quotes


def test_a_part_that_takes_too_long_costs_its_own_findings_and_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{NEIGHBOUR}\n\n{ENGLISH}{HOSTILE['one name'][:60_000]}"
    extract(story(NEIGHBOUR))  # loads what is loaded once
    began = time.thread_time()
    Document.of(story(text))
    took = time.thread_time() - began
    # Parsing may take two and a half times as long as it did; people, which need four times as long, twice as long.
    monkeypatch.setattr(pipeline, "STORY_SECONDS", 5 * took)
    monkeypatch.setattr(pipeline, "KEPT_SECONDS", took / 2)
    monkeypatch.setattr("stories.extraction.tagger.tag", lambda *_: None)  # what it takes is not asked here
    found = extract(story(text))
    assert found.note == "The people could not be read in time."
    assert found.votes
