"""Whether capitalised words name a person: what speaks for it and what against."""

from collections import Counter
from collections.abc import Collection, Sequence

from stories.extraction.people import lexicon as lex
from stories.extraction.people.claims import Claim
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.roll_words import LEFT_OVER, OPEN, VOTING
from stories.extraction.people.words import Words, text_of

ENOUGH = 0.5
LOOK_BACK = 6  # words before a name
SAYING = vocabulary(
    """said says say told tells tell wrote writes asked asks added adds replied argued argues called calls noted
    notes explained explains believes thinks announced warned warns stated states acknowledged insisted
    recalled testified voted votes urged wants wanted declined owns leads represents holds plans supports
    opposes joked offered conceded admitted agreed disagrees"""
)
PLACED = vocabulary("""in at near on to from through across outside via around into toward towards between along""")


def is_person(
    words: Words,
    name: Name,
    claims: Sequence[Claim],
    counts: Counter[str],
    places: Collection[str],
    listed: bool,
    after: str,
) -> bool:
    """Whether what is known of a full name says that a person bears it; `after` is the text behind it."""
    last = name.surname.rsplit(" ", 1)[-1]
    score = 0.6 * name.known_given + 0.5 * name.initials + 0.5 * name.suffix
    score += 0.9 * any(claim.title is not None and claim.strength > 0.8 for claim in claims)
    score += 0.3 * any(claim.title is None for claim in claims)
    score += 0.4 * _speaks(words, name) + 0.25 * min(counts[name.surname], 2) + 0.5 * listed + 0.1 * _who(words, name)
    score += 0.5 * bool(LEFT_OVER.search(text_of(words, max(0, name.first - LOOK_BACK), name.first) + " "))
    score += 0.2 * (words[name.last].tag in {"VBD", "VBZ", "MD"})
    score += 0.2 * ("-" in name.surname) + 0.5 * bool(VOTING.match(after)) + 0.3 * bool(OPEN.match(after))
    score -= 0.5 * (words[name.first - 1].low in {"the", "this"}) + 0.2 * (words[name.first - 1].low in PLACED)
    score -= 0.35 * (words[name.first - 1].low == "of")
    score -= (0.3 if last in lex.SURNAMES else 1.2) * (last in lex.NOT_SURNAMES)
    score -= 0.8 * (name.text in places or any(place and name.text.startswith(f"{place} ") for place in places))
    return score >= ENOUGH


def _speaks(words: Words, name: Name) -> bool:
    after, before = words[name.last], words[name.first - 1]
    return after.low in SAYING or before.low in SAYING or _who(words, name)


def _who(words: Words, name: Name) -> bool:
    """ "Ann Roe, who ...": only people are who."""
    after = words[name.last]
    return after.low == "who" or (after.text == "," and words[name.last + 1].low in {"who", "whose"})


def lone_surnames(words: Words, names: Sequence[Name]) -> Counter[str]:
    """How often each single capitalised word stands where a person would."""
    return Counter(name.surname for name in names if not name.full and not name.weak and _human(words, name))


def _human(words: Words, name: Name) -> bool:
    after = words[name.last]
    before = words[name.first - 1]
    if before.low in {"the", "a", "in", "at"}:
        return False
    return after.low in SAYING or before.low in SAYING or after.text == "'s" or after.tag in {"VBD", "VBZ", "MD"}
