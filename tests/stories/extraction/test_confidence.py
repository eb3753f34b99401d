"""Confidence: what a rule has earned, and how little is believed of a rule that was hardly seen."""

from stories.extraction.confidence import PRIOR, confidence, counts, family
from stories.extraction.findings import Position, Quote


def position(because: str) -> Position:
    return Position("Ana Ruiz", "the fee", "oppose", "statement", False, 0, 1, "x", 0.5, because)


def quote(because: str) -> Quote:
    return Quote(0, 1, "x", "direct", None, ((0, 1),), None, None, 0.5, because)


def test_findings_of_one_rule_are_counted_together_whatever_the_story_says() -> None:
    assert family(position("stance verb: “opposes”")) == family(position("stance verb: “doesn’t “like””"))
    assert family(quote("'according to' and a source")).startswith("direct: ")


def test_a_rule_never_seen_has_the_prior_and_no_more() -> None:
    assert confidence(position("new rule: “x”"), {}) == PRIOR


def test_a_rule_earns_confidence_only_with_use() -> None:
    seldom, often, wrong = (
        confidence(position("rule: “x”"), {"Position": {"rule: …": pair}}) for pair in ((2, 2), (60, 60), (0, 6))
    )
    assert wrong < 0.5 < PRIOR < seldom < 0.9 < often < 1


def test_the_shipped_counts_are_possible() -> None:
    pairs = [pair for families in counts().values() for pair in families.values()]
    assert pairs
    assert all(0 <= right <= seen for right, seen in pairs)
