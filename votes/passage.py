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


def needs_in_words(vote: Vote) -> str:
    """Return what it needs in the words of a line of seats: "needs 4 of 7", "needs all 7", "needs a majority of those
    present"; the printed words where no rule is known, "" where nothing is.
    """
    ruled, needed, seats = rule_of(vote), votes_needed(vote), vote.body.seats
    rule = PassageRule(ruled.passage_rule)
    if rule == PassageRule.UNKNOWN:
        printed = vote.passage_needs.strip()
        return f"needs {printed}" if printed else ""
    if needed is None:
        return f"needs {rule.label}{' of the votes' if rule in SHARES else ''}"
    if seats is None or needed > seats:
        return f"needs {needed} vote{'' if needed == 1 else 's'}"
    if rule == PassageRule.UNANIMOUS:
        return f"needs all {seats}" if seats > 1 else "needs 1 of 1"
    return f"needs {needed} of {seats}" + (f" ({rule.label})" if rule in SHARES else "")


def depends_on_presence(vote: Vote) -> bool:
    """Say whether how many votes it needs depends on who is there."""
    return rule_of(vote).passage_rule == PassageRule.MAJORITY_OF_PRESENT


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
