"""Whether a stance is its holder's: not one denied, doubted, laid at somebody's door, given up, or turned round."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from stories.extraction.positions.holders import CLIMB_LIMIT, SUBJECTS
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

DENYING = frozenset("deny dispute doubt refute rebut reject debunk dismiss disavow disclaim question".split())
"""Verbs that hold a clause to be untrue."""

CHARGING = frozenset("accuse charge allege insinuate rumor rumour".split())
"""Verbs that lay a thing at somebody's door."""

HEARSAY = frozenset(
    """rumor rumour claim allegation accusation myth insinuation speculation suggestion gossip falsehood lie notion
    innuendo""".split()
)
"""Nouns for what is said of somebody, true or not."""

REPORTED = HEARSAY | {"report", "charge", "story", "idea", "assertion", "statement"}
FALSELY = frozenset("falsely wrongly incorrectly erroneously allegedly supposedly purportedly mistakenly".split())
ADVERSE = frozenset(
    """critic opponent rival detractor foe challenger accuser plaintiff lawsuit suit complaint mailer flyer flier ad
    advertisement leaflet pamphlet brochure postcard billboard meme""".split()
)
"""Who or what speaks of somebody without being asked to: no witness to their mind."""

PERSONAL = frozenset({"he", "she", "they"})
UNTRUE = frozenset({"false", "untrue", "incorrect", "inaccurate"})
SURE = frozenset({"sure", "certain", "convinced", "positive"})
CONTENT = frozenset({"ccomp", "xcomp", "pcomp", "acl", "relcl", "csubj"})
WITHIN = frozenset({"aux", "auxpass", "acomp", "attr", "prep", "pobj", "oprd", "advmod", "conj", "dobj", "neg", "dep"})
INDEFINITE = frozenset({"something", "anything", "thing", "idea", "plan", "proposal", "project", "kind", "sort"})
JUDGED = frozenset({"judgment", "what should be", "tone of a quote"})
RAISING = frozenset({"think", "believe", "feel"})
SUPERSEDED = re.compile(
    r"(?:an?|the|its|his|her|their) (?:\w+ )?(?:earlier|previous|prior|original|initial|older?|first|past) "
    r"(?:draft|version|plan|proposal|iteration|attempt|design|concept)\b",
    re.IGNORECASE,
)


def avowed(scene: Scene, reading: Reading) -> Iterator[Reading]:
    """The reading where its holder stands by it, turned round where the clause above denies it; else nothing."""
    if reading.stance not in {"support", "oppose"}:
        yield reading
        return
    word = _telling(scene, reading)
    if word is None:
        yield reading
    elif not (_is_given_up(reading) or _is_laid_on(word)):
        if not _is_turned(word, reading.rule) and not (reading.basis == "statement" and _is_regretted(word)):
            yield reading
        elif reading.stance == "support":
            yield replace(reading, stance="oppose")  # whoever denies opposing need not support


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


def _is_laid_on(word: Token) -> bool:
    """Whether the words stand in a clause that somebody denies, doubts, alleges or has given up."""
    if _is_falsely(word):
        return True
    for _ in range(CLIMB_LIMIT):
        above = word.head
        if above is word or word.dep_ not in CONTENT | WITHIN:
            return False
        if word.dep_ in CONTENT and _voids(above, word):
            return True
        word = above
    return False


def _voids(above: Token, word: Token) -> bool:
    """Whether a word takes back, doubts or merely alleges the clause that hangs on it."""
    lemma = above.lemma_.casefold()
    if above.pos_ == "NOUN" and word.dep_ in {"acl", "ccomp"} and _is_clause(word):
        return lemma in HEARSAY or (lemma in REPORTED and above.head.lemma_ in DENYING)
    if word.dep_ == "ccomp":
        if lemma in DENYING or _is_falsely(above) or _is_adverse(above) or _is_untrue(above):
            return True
        return (lemma in SURE and _is_denied(above, above.head)) or (lemma in CHARGING and _is_of_person(word))
    if word.dep_ == "xcomp":
        passive = any(child.dep_ == "auxpass" for child in above.children)
        return above.lower_ == "used" or (passive and lemma in CHARGING | {"say", "think", "believe"})
    if word.dep_ == "pcomp":
        return above.head.lemma_ in CHARGING | {"deny"} or above.head.lower_ == "short"  # "fell short of opposing"
    return False


def _is_clause(word: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in word.children)


def _is_of_person(word: Token) -> bool:
    """ "Alleged that she backs it", not "alleged that the plan is a giveaway"."""
    return any(
        child.dep_ in SUBJECTS and (child.pos_ == "PROPN" or child.lower_ in PERSONAL) for child in word.children
    )


def _is_untrue(above: Token) -> bool:
    return any(child.dep_ == "acomp" and child.lower_ in UNTRUE for child in above.children)


def _is_falsely(word: Token) -> bool:
    return any(child.lower_ in FALSELY for child in word.children)


def _is_adverse(verb: Token) -> bool:
    """ "Critics say", "the lawsuit alleges"; a spokeswoman or an aide speaks for the holder."""
    subjects = (child for child in verb.children if child.dep_ == "nsubj" and child.lemma_.casefold() in ADVERSE)
    return any(all(child.dep_ != "appos" for child in subject.children) for subject in subjects)


def _is_denied(*words: Token) -> bool:
    return any(child.dep_ == "neg" for word in words for child in word.children)


def _is_regretted(word: Token) -> bool:
    """ "Supported the bond but would not do so again"."""
    later = (child for child in word.children if child.dep_ == "conj" and child.lemma_ == "do" and _is_denied(child))
    return any(child.lower_ == "again" for verb in later for child in verb.children)


def _is_turned(word: Token, rule: str) -> bool:
    """ "Isn't something I'd support", "I don't think it's a bad plan"."""
    while word.dep_ in {"xcomp", "acomp", "attr", "prep", "pcomp"} and word.head.pos_ in {"VERB", "AUX", "ADP", "ADJ"}:
        word = word.head
    above = word.head
    if word.dep_ == "relcl" and above.lemma_.casefold() in INDEFINITE:
        return above.dep_ in {"attr", "dobj"} and above.head.lemma_ in {"be", "see"} and _is_denied(above.head)
    return word.dep_ == "ccomp" and rule in JUDGED and above.lemma_ in RAISING and _is_denied(above)
