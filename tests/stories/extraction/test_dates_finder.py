"""Date phrases found in running text."""

import time

import pytest

from stories.extraction.dates.finder import find

STORIES = [
    ("The council voted 7-4 Wednesday night to join.", ["Wednesday night"]),
    ("It will decide at its Nov. 12 meeting whether to sell.", ["at its Nov. 12 meeting"]),
    ("City Council will vote at 6 p.m. Monday, May 12, in Council Chambers.", ["at 6 p.m. Monday, May 12"]),
    ("The vote is expected the first week of November.", ["the first week of November"]),
    ("Members may vote in mid-November of next year.", ["in mid-November of next year"]),
    ("They passed it 5-2 Nov. 18 on first reading.", ["Nov. 18"]),
    ("Hearings run Dec. 2-4 in the gym.", ["Dec. 2-4"]),
    ("Residents may march on City Hall; it may rain.", []),
    ("Rates rise 14 percent on July 1 and 6 percent later.", ["on July 1"]),
    ("Trustees will take it up at their next regular meeting.", ["at their next regular meeting"]),
    ("A decision is due by year’s end.", ["by year’s end"]),
    ("The 2026-27 calendar passed.", []),
    ("Sat and Mar are short, and so is Sun, they say.", []),
]


@pytest.mark.parametrize(("text", "phrases"), STORIES)
def test_timing_words_are_found_whole_and_nothing_else(text: str, phrases: list[str]) -> None:
    found = list(find(text))
    assert [phrase.text for phrase in found] == phrases
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in found)


def test_a_touching_clock_time_is_part_of_the_phrase() -> None:
    (phrase,) = find("The council votes tonight at 7:30 p.m. in the Armory.")
    assert (phrase.text, phrase.clock) == ("tonight at 7:30 p.m.", "at 7:30 p.m.")


@pytest.mark.parametrize("words", ["Monday to ", "the first week of ", "7-4 ", "May 5, ", "at 6 p.m. "])
def test_time_grows_with_the_text_and_no_faster(words: str) -> None:
    def seconds(times: int) -> float:
        began = time.perf_counter()
        list(find(words * times))
        return time.perf_counter() - began

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(1000), 0.005)
