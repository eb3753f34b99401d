"""Whether a stance is its holder's: not one denied, doubted, laid at somebody's door, or given up."""

import re

from spacy.tokens import Token

from stories.extraction.grammar.clauses import clause_of
from stories.extraction.grammar.hedges import is_negated
from stories.extraction.grammar.standing import is_void
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

SUPERSEDED = re.compile(
    r"(?:an?|the|its|his|her|their) (?:\w+ )?(?:earlier|previous|prior|original|initial|older?|first|past) "
    r"(?:draft|version|plan|proposal|iteration|attempt|design|concept)\b",
    re.IGNORECASE,
)


# Rules that know by themselves what a denial makes of their words.
DENIALS_READ = frozenset(
    {"attitude", "stance phrase", "cast ballot", "voting plan", "list of names", "roll call", "speaks for a camp"}
)


def is_avowed(scene: Scene, reading: Reading) -> bool:
    """Whether its holder stands by what a reading tells."""
    word = _telling(scene, reading) if reading.basis not in {"declined", "no_response"} else None
    if word is None:
        return True
    if reading.stance not in {"support", "oppose"}:
        return not is_void(word)  # "nobody thinks he opposes it"
    clause = clause_of(word)
    if is_void(word) or _is_given_up(reading) or (reading.basis == "statement" and _is_regretted(word)):
        return False
    if reading.rule in DENIALS_READ:
        return not (clause.asked and reading.rule == "stance phrase")
    return not clause.denied and not is_negated(scene.before(word.idx))


def _telling(scene: Scene, reading: Reading) -> Token | None:
    """The verb, else the noun or adjective, of the telling words."""
    told = scene.document.tokens(reading.at, reading.at + max(1, len(reading.words)))
    for classes in ({"VERB"}, {"AUX", "NOUN", "ADJ", "PROPN"}):
        if (found := next((word for word in told if word.pos_ in classes), None)) is not None:
            return found
    return None


def _is_given_up(reading: Reading) -> bool:
    """ "Opposed an earlier draft": a cast vote stays, a mere stance goes with what it was on."""
    return reading.basis == "statement" and SUPERSEDED.match(reading.said) is not None


def _is_denied(*words: Token) -> bool:
    return any(child.dep_ == "neg" for word in words for child in word.children)


def _is_regretted(word: Token) -> bool:
    """ "Supported the bond but would not do so again"."""
    later = (child for child in word.children if child.dep_ == "conj" and child.lemma_ == "do" and _is_denied(child))
    return any(child.lower_ == "again" for verb in later for child in verb.children)
