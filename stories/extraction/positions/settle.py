"""From all readings of a story to one record per person, matter and stance, as the gold conventions ask."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from stories.extraction.positions.matters import specific_words
from stories.extraction.positions.reading import Reading

STRENGTH = ("past_vote", "vote_intent", "action", "statement", "declined", "no_response")
SILENT = frozenset({"declined", "no_response"})
SIDES = frozenset({"support", "oppose"})
PART = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|some|parts?|most|half|portions?|first|second|rest|other|"
    r"others|section|phase)\b",
    re.IGNORECASE,
)


IsNew = Callable[[str, int], bool]


def settle(readings: Iterable[Reading], topic_at: Callable[[int], int], is_new: IsNew) -> list[Reading]:
    """The readings that stand, in the order of their evidence.

    `topic_at` tells a story's sections apart, `is_new` whether a matter's words are first used after a place.
    """

    def key(one: Reading) -> tuple[str, int]:
        return one.figure.name, topic_at(one.at)

    kept: list[Reading] = []
    for _, of_person in groupby(sorted(readings, key=lambda one: (*key(one), one.at)), key=key):
        kept += _of_person(list(of_person), is_new)
    return sorted(kept, key=lambda one: (one.start, one.at, one.figure.name))


def _of_person(readings: Sequence[Reading], is_new: IsNew) -> list[Reading]:
    """One person's readings on one matter, in the order told."""
    told = [one for one in readings if one.basis not in SILENT]
    firm = [one for one in told if not one.stale and not one.weak] or [one for one in told if not one.stale] or told
    stances = _current(firm, is_new)
    if any(one.basis != "action" for one in stances):
        return stances
    return stances + _strongest([one for one in readings if one.basis in SILENT])


def _current(readings: Sequence[Reading], is_new: IsNew) -> list[Reading]:
    """Votes cast, and beside them the last stance told, where it differs from the vote or adds a condition."""
    cast = _strongest([one for one in readings if one.basis == "past_vote"])
    later = [one for one in readings if one.basis != "past_vote"]
    if halves := _halves(later):
        return cast + halves
    if not later:
        return cast
    last = later[-1]
    held = _strongest([one for one in later if one.stance == last.stance])
    others = [one for one in later if one.stance != last.stance and _are_two_matters(one, last)]
    held = _strongest(others) + held
    return cast + [one for one in held if one.conditional or all(_differs(one, vote, is_new) for vote in cast)]


def _differs(one: Reading, vote: Reading, is_new: IsNew) -> bool:
    """Whether a stance says more than a vote cast: the other side, or a matter that came up after it."""
    return one.stance != vote.stance or (one.at > vote.end and is_new(one.matter, vote.end))


def _are_two_matters(one: Reading, last: Reading) -> bool:
    """Whether two different stances can stand side by side, since they are on different things."""
    words, others = specific_words(one.matter), specific_words(last.matter)
    if one.basis == "vote_intent" and last.basis == "action":
        return bool(others)  # nobody works against their own announced vote
    return bool(words and others) and not words & others


def _halves(readings: Sequence[Reading]) -> list[Reading]:
    """Both sides taken in one sentence: "mixed" where they are parts of one matter, else two matters."""
    for one, other in pairwise(readings):
        if one.start == other.start and {one.stance, other.stance} == SIDES and one.matter and other.matter:
            if PART.search(one.matter) and PART.search(other.matter):
                return [replace(one, stance="mixed", basis="statement", matter="", conditional=False)]
            return [one, other]
    return []


def _strongest(readings: Sequence[Reading]) -> list[Reading]:
    """One reading a stance: that of the strongest basis, and of those the first."""
    best: dict[str, Reading] = {}
    for one in sorted(readings, key=lambda reading: (STRENGTH.index(reading.basis), reading.at)):
        best.setdefault(one.stance if one.basis not in SILENT else "silent", one)
    return list(best.values())
