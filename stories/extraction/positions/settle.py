"""From all readings of a story to one record per person, matter and stance, as the gold conventions ask."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from stories.extraction.positions.reading import Reading

STRENGTH = ("past_vote", "vote_intent", "action", "statement", "declined", "no_response")
SILENT = frozenset({"declined", "no_response"})


def settle(readings: Iterable[Reading]) -> list[Reading]:
    """The readings that stand, in the order of their evidence."""
    ordered = sorted(readings, key=lambda one: (one.figure.name, one.at))
    kept: list[Reading] = []
    for _, of_person in groupby(ordered, key=lambda one: one.figure.name):
        kept += _of_person(list(of_person))
    return sorted(kept, key=lambda one: (one.start, one.at, one.figure.name))


def _of_person(readings: Sequence[Reading]) -> list[Reading]:
    told = [one for one in readings if one.basis not in SILENT]
    firm = [one for one in told if not one.stale and not one.weak] or [one for one in told if not one.stale] or told
    stances = _current(firm)
    if any(one.basis != "action" for one in stances):
        return stances
    return stances + _strongest([one for one in readings if one.basis in SILENT])


def _current(readings: Sequence[Reading]) -> list[Reading]:
    """Votes cast, and beside them the last stance told, where it differs from the vote or adds a condition."""
    cast = [one for one in readings if one.basis == "past_vote"]
    later = [one for one in readings if one.basis != "past_vote"]
    if not later:
        return _strongest(cast)
    last = later[-1]
    held = _strongest([one for one in later if one.stance == last.stance])
    sides = {one.stance for one in cast}
    beside = [one for one in held if one.stance not in sides or one.conditional]
    return _strongest(cast) + beside


def _strongest(readings: Sequence[Reading]) -> list[Reading]:
    """One reading a stance: that of the strongest basis, and of those the first."""
    best: dict[str, Reading] = {}
    for one in sorted(readings, key=lambda reading: (STRENGTH.index(reading.basis), reading.at)):
        best.setdefault(one.stance if one.basis not in SILENT else "silent", one)
    return list(best.values())
