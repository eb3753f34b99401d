"""Confidence: what a rule has earned, and how little is believed of a rule that was hardly seen."""

from stories.extraction.confidence import UNSEEN, confidence, counts, family
from stories.extraction.findings import Position, Quote


def position(because: str) -> Position:
    return Position("Ana Ruiz", "the fee", "oppose", "statement", False, 0, 1, "x", 0.5, because)


def quote(because: str) -> Quote:
    return Quote(0, 1, "x", "direct", None, ((0, 1),), None, None, 0.5, because)


def test_findings_of_one_rule_are_counted_together_whatever_the_story_says() -> None:
    assert family(position("stance verb: “opposes”")) == family(position("stance verb: “doesn’t “like””"))
    assert family(quote("'according to' and a source")).startswith("direct: ")


def test_a_rule_without_a_record_is_as_likely_wrong_as_right() -> None:
    known = {"Position": {"other: …": (90, 100)}}
    assert confidence(position("new rule: “x”"), {}) == confidence(position("new rule: “x”"), known) == UNSEEN == 0.5


def test_a_rule_earns_confidence_only_with_use() -> None:
    seldom, often, wrong = (
        confidence(position("rule: “x”"), {"Position": {"rule: …": pair, "other: …": (70, 100)}})
        for pair in ((2, 2), (60, 60), (0, 6))
    )
    assert wrong < 0.5 < 0.7 < seldom < 0.9 < often < 1


def test_the_shipped_counts_are_possible() -> None:
    pairs = [pair for families in counts().values() for pair in families.values()]
    assert pairs
    assert all(0 <= right <= seen for right, seen in pairs)
