"""Whether a clause is told as true of its subject: not denied, doubted or merely laid at somebody's door from above."""

from spacy.tokens import Token

from stories.extraction.grammar.clauses import CLIMB_LIMIT, NOBODY, SUBJECTS

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

SEEMING = frozenset({"seem", "appear"})
"""Verbs of what only looks so."""

PERSONAL = frozenset({"he", "she", "they"})
UNTRUE = frozenset({"false", "untrue", "incorrect", "inaccurate"})
SURE = frozenset({"sure", "certain", "convinced", "positive"})
CONTENT = frozenset({"ccomp", "xcomp", "pcomp", "acl", "relcl", "csubj"})
WITHIN = frozenset({"aux", "auxpass", "acomp", "attr", "prep", "pobj", "oprd", "advmod", "conj", "dobj", "neg", "dep"})
BELIEVING = frozenset({"think", "believe", "say", "claim", "suggest"})


def is_void(word: Token) -> bool:
    """Whether a word stands in a clause that somebody denies, doubts or alleges."""
    if _is_falsely(word):
        return True
    for _ in range(CLIMB_LIMIT):
        above = word.head
        if above is word or word.dep_ not in CONTENT | WITHIN:
            return False
        if word.dep_ in CONTENT and (
            _voids(above, word) or (above.dep_ in {"acomp", "attr"} and _voids(above.head, word))
        ):
            return True
        word = above
    return False


def _voids(above: Token, word: Token) -> bool:
    """Whether a word takes back, doubts or merely alleges the clause that hangs on it."""
    lemma = above.lemma_.casefold()
    if above.pos_ == "NOUN" and word.dep_ in {"acl", "ccomp"} and _is_clause(word):
        return lemma in HEARSAY or (lemma in REPORTED and above.head.lemma_ in DENYING)
    if word.dep_ == "ccomp":
        if lemma in BELIEVING and any(child.lower_ in NOBODY for child in above.children):
            return True
        if lemma in SEEMING and any(child.lower_ == "it" for child in above.children):
            return True
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
    said = next((child for child in above.children if child.dep_ == "acomp"), None)
    return said is not None and (said.lower_ in UNTRUE or (said.lower_ == "true" and _is_denied(above, said)))


def _is_falsely(word: Token) -> bool:
    return any(child.lower_ in FALSELY for child in word.children)


def _is_adverse(verb: Token) -> bool:
    """ "Critics say", "the lawsuit alleges"; a spokeswoman or an aide speaks for the holder."""
    subjects = (child for child in verb.children if child.dep_ == "nsubj" and child.lemma_.casefold() in ADVERSE)
    return any(all(child.dep_ != "appos" for child in subject.children) for subject in subjects)


def _is_denied(*words: Token) -> bool:
    return any(child.dep_ == "neg" for word in words for child in word.children)
