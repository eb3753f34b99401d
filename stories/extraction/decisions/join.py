"""Joins a story's mentions of the same decision, and leaves out what a later sentence overtakes."""

from stories.extraction.decisions.draft import Draft
from stories.extraction.tagger.heads import COMING, HELD


def joined(drafts: list[Draft]) -> list[Draft]:
    """One draft a decision, in the story's order."""
    kept: list[Draft] = []
    for draft in drafts:
        same = next((one for one in reversed(kept) if same_decision(one, draft)), None)
        if same is None:
            kept.append(draft)
        else:
            join(same, draft)
    return [draft for draft in kept if not overtaken(draft, kept)]


def same_decision(one: Draft, other: Draft) -> bool:
    if one.fate in HELD and other.fate in HELD:
        return (one.fate == other.fate and _same_held(one, other)) or _counts_it(one, other)
    if one.fate in COMING and other.fate in COMING:
        return one.like(other) and one.overlaps(other) and (one.number != other.number or one.matter == other.matter)
    return one.fate == other.fate and one.like(other) and one.overlaps(other) and (one.dated or not other.dated)


def _counts_it(one: Draft, other: Draft) -> bool:
    """Whether a sentence close behind names nothing and only counts the votes of what was told before."""
    close = 0 < other.number - one.number <= 2
    return close and other.counted and not (other.named or one.counted or other.dated) and one.body == other.body


def _same_held(one: Draft, other: Draft) -> bool:
    if one.number == other.number and one.named and other.named and one.matter != other.matter:
        return False
    if one.yes is not None and other.yes is not None and {one.yes, one.no} != {other.yes, other.no}:
        return False
    if not other.named and not other.counted:
        return one.overlaps(other)
    return one.like(other) and one.overlaps(other)


def join(one: Draft, other: Draft) -> None:
    """Add what a later mention tells: a day, a count, a time, the matter."""
    if other.dated and not one.dated:
        one.window, one.phrase, one.words = other.window, other.phrase, other.words
        if one.fate in COMING and one.fate != "moved":
            one.fate = other.fate
    if other.counted and one.yes is None:
        one.yes, one.no, one.counted = other.yes, other.no, True
    if not one.named and other.named:
        one.matter, one.named = other.matter, True
    one.clock = one.clock or other.clock
    one.body = one.body or other.body
    one.probability = 1 - (1 - one.probability) * (1 - other.probability)
    if other.number - one.number <= 2:
        one.reach(other.start, other.end)


def overtaken(draft: Draft, kept: list[Draft]) -> bool:
    """Whether a plan has been voted on, called off or moved by now."""
    if draft.fate not in ("scheduled", "expected") or not draft.dated:
        return False
    return any(
        other.fate in (*HELD, "cancelled") and other.dated and other.window == draft.window and draft.like(other)
        for other in kept
    )
