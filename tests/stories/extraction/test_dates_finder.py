"""Date phrases found in running text."""

import time

import pytest

from stories.extraction.dates.finder import find

STORIES = [
    ("Trustees backed the lease 6-2 Sunday night after a walk.", ["Sunday night"]),
    ("Aldermen settle it at their Oct. 9 meeting, or try.", ["at their Oct. 9 meeting"]),
    ("The board acts at 9 a.m. Friday, June 5, in the gym.", ["at 9 a.m. Friday, June 5"]),
    ("The vote is expected the first week of August.", ["the first week of August"]),
    ("Members may vote in mid-July of next year.", ["in mid-July of next year"]),
    ("They passed it 5-2 Nov. 18 on first reading.", ["Nov. 18"]),
    ("Hearings run Dec. 2-4 in the gym.", ["Dec. 2-4"]),
    ("Residents may march on City Hall; it may rain.", []),
    ("Fees go up 9 percent on Oct. 1 and 3 percent later.", ["on Oct. 1"]),
    ("The panel returns to it at its next regular meeting.", ["at its next regular meeting"]),
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
    (phrase,) = find("Trustees act tonight at 8:15 p.m. in the barn.")
    assert (phrase.text, phrase.clock) == ("tonight at 8:15 p.m.", "at 8:15 p.m.")


@pytest.mark.parametrize("words", ["Monday to ", "the first week of ", "7-4 ", "May 5, ", "at 6 p.m. "])
def test_time_grows_with_the_text_and_no_faster(words: str) -> None:
    def seconds(times: int) -> float:
        """Of work: the least of three looks, as a busy machine only ever adds to it."""
        text, spent = words * times, []
        for _ in range(3):
            began = time.thread_time()
            list(find(text))
            spent.append(time.thread_time() - began)
        return min(spent)

    seconds(10)
    assert seconds(2000) < 30 * max(seconds(250), 0.002), "eight times the text, and far from sixty-four times the work"
