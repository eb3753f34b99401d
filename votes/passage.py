"""What a vote needs to pass: the rule said of it, else its body's, counted where the seats are known."""

from fractions import Fraction

from officials.models import PassageRule, Ruled
from votes.models import Vote

# The share of all seats or votes that a rule asks for.
SHARES = {PassageRule.TWO_THIRDS: Fraction(2, 3), PassageRule.THREE_FIFTHS: Fraction(3, 5)}


def rule_of(vote: Vote) -> Ruled:
    """Return whose rule holds: the vote's own where one is said of it, else its body's."""
    return vote if vote.passage_rule else vote.body


def votes_needed(vote: Vote) -> int | None:
    """Return how many votes it needs, None where nobody knows the rule or the seats, or it is of those present."""
    ruled, seats = rule_of(vote), vote.body.seats
    rule = PassageRule(ruled.passage_rule)
    if rule == PassageRule.NUMBER:
        return ruled.passage_number
    if seats is None:
        return None
    if rule == PassageRule.MAJORITY_OF_SEATS:
        return seats // 2 + 1
    if rule == PassageRule.UNANIMOUS:
        return seats
    if rule in SHARES:
        return -(-seats * SHARES[rule].numerator // SHARES[rule].denominator)
    return None


def passage_in_words(vote: Vote) -> str:
    """Return what it needs: "4 of 7 votes", "two thirds of the votes"; the printed words where no rule is known, and
    beside it; "" where nothing is.
    """
    ruled, needed, printed = rule_of(vote), votes_needed(vote), vote.passage_needs.strip()
    if not ruled.passage_rule:
        return printed
    if needed is None:
        rule = PassageRule(ruled.passage_rule)
        words = f"{rule.label} of the votes" if rule in SHARES else str(rule.label)
    else:
        words = f"{needed} of {vote.body.seats} votes" if vote.body.seats else f"{needed} votes"
    return f"{words} ({printed})" if printed and printed.casefold() not in words.casefold() else words
