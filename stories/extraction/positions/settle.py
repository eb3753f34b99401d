"""From all readings of a story to one record per person, matter and stance, as the gold conventions ask."""

from collections.abc import Iterable, Sequence

from stories.extraction.matters.subjects import are_alike
from stories.extraction.positions.reading import Reading

STRENGTH = ("past_vote", "vote_intent", "action", "statement", "declined", "no_response")
SILENT = frozenset({"declined", "no_response"})


def settle(readings: Iterable[Reading]) -> list[Reading]:
    """The readings that stand, in the order of their evidence; each has its matter."""
    groups: list[list[Reading]] = []
    every = sorted(readings, key=lambda reading: reading.at)
    firm = {one.figure.name for one in every if not one.weak and not one.stale}
    for one in every:
        if one.weak and one.figure.name in firm:
            continue
        if (group := next((group for group in groups if _belongs(one, group)), None)) is not None:
            group.append(one)
        else:
            groups.append([one])
    kept = [one for group in groups for one in _of_matter(group)]
    return sorted(kept, key=lambda one: (one.start, one.at, one.figure.name))


def _belongs(one: Reading, group: Sequence[Reading]) -> bool:
    """Whether a reading is of a group's person and matter; one without words for its matter, a cast vote apart, goes
    with the same stance told before."""
    last = group[-1]
    if last.figure is not one.figure:
        return False
    loose = not one.said and one.basis != "past_vote" and one.stance == last.stance
    return loose or are_alike(last.matter, one.matter)


def _of_matter(readings: Sequence[Reading]) -> list[Reading]:
    """One person's readings on one matter, in the order told."""
    told = [one for one in readings if one.basis not in SILENT]
    firm = [one for one in told if not one.stale and not one.weak] or [one for one in told if not one.stale] or told
    stances = _current(firm)
    if any(one.basis != "action" for one in stances):
        return stances
    return stances + _strongest([one for one in readings if one.basis in SILENT])


def _current(readings: Sequence[Reading]) -> list[Reading]:
    """Votes cast, and beside them the last stance told, where it differs from the vote or adds a condition."""
    cast = _strongest([one for one in readings if one.basis == "past_vote"])
    later = [one for one in readings if one.basis != "past_vote"]
    held = _strongest([one for one in later if one.stance == later[-1].stance]) if later else []
    return cast + [one for one in held if one.conditional or all(one.stance != vote.stance for vote in cast)]


def _strongest(readings: Sequence[Reading]) -> list[Reading]:
    """One reading a stance: that of the strongest basis, and of those the first."""
    best: dict[str, Reading] = {}
    for one in sorted(readings, key=lambda reading: (STRENGTH.index(reading.basis), reading.at)):
        best.setdefault(one.stance if one.basis not in SILENT else "silent", one)
    return list(best.values())
