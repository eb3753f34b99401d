"""The grammar of a report: who the subject of a reporting verb is, and where its own words begin and end."""

from spacy.tokens import Token

from stories.extraction.people.lexicon import HEADS
from stories.extraction.quotes.cues import CLAUSE, STATEMENTS
from stories.extraction.quotes.frame import Frame

NOUNS = frozenset(["NOUN", "PROPN", "PRON"])
PARTICLES = frozenset(["back", "out", "up", "in", "on"])
SUBJECTS = frozenset(["nsubj", "nsubjpass"])


def subject(frame: Frame, verb: Token) -> Token | None:
    """The head noun of who speaks; looked for up the tree where the verb is a participle or joined to another."""
    before = verb.nbor(-1) if verb.i else verb
    if verb.tag_ == "VBG" and before.pos_ == "PROPN" and before.dep_ != "npadvmod" and not frame.inside[before.i]:
        return before  # "a recording of Smith saying"
    seen = verb
    for _ in range(6):
        if own := _own(frame, verb, seen):
            return _named(frame, own, seen)
        if agent := _agent(seen):
            return agent
        if seen.dep_ in ("relcl", "acl") and seen.head.pos_ in NOUNS and not frame.inside[seen.head.i]:
            if seen.head.lemma_ not in STATEMENTS:
                return seen.head
            seen = seen.head  # "issued a statement saying": not the statement speaks
        if seen.dep_ == "ROOT" or (seen.dep_ in ("ccomp", "parataxis") and seen.head.pos_ != "NOUN"):
            return beside(frame, verb) or first_noun(frame, verb)
        seen = _above(seen)
    return first_noun(frame, verb)


def _own(frame: Frame, verb: Token, seen: Token) -> Token | None:
    """The subject that stands with a verb: before it, or after it as in "said Smith"."""
    own = [child for child in seen.children if child.dep_ in SUBJECTS and not frame.inside[child.i]]
    before = [child for child in own if child.i < seen.i]
    if before or seen.tag_ == "VBG":
        return before[-1] if before else None
    return own[0] if own else None


def _above(seen: Token) -> Token:
    """The next verb up; from a clause that is itself reported, on to the one who reports it."""
    head = seen.head
    if seen.dep_ in ("conj", "advcl") and head.dep_ == "ccomp" and head.head.lemma_ in CLAUSE:
        return head.head
    return head


def first_noun(frame: Frame, verb: Token) -> Token | None:
    """The noun that a sentence opens with, for a verb whose subject the parser missed."""
    for token in frame.sentence(verb):
        if token.i >= verb.i:
            return None
        if token.pos_ in NOUNS and not frame.inside[token.i] and token.head.pos_ != "ADP" and token.dep_ != "compound":
            return token
    return None


def _agent(verb: Token) -> Token | None:
    """Who did it, of a passive: "was told by the clerk"."""
    by = next((child for child in verb.rights if child.dep_ == "agent"), None)
    return next((child for child in by.rights if child.dep_ == "pobj"), None) if by else None


def _named(frame: Frame, noun: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for: the name right before it, else what the parser says."""
    if noun.tag_ not in ("WP", "WDT"):
        return noun
    before = noun.nbor(-1) if noun.i else noun
    if before.text == "," and before.i:
        before = before.nbor(-1)
    if before.pos_ == "PROPN":
        return before
    if noun.lower_ == "who" and (person := _described(frame, verb) or _last_named(frame, noun)) is not None:
        return person
    return verb.head if verb.dep_ == "relcl" and verb.head.pos_ in NOUNS else noun


def _described(frame: Frame, verb: Token) -> Token | None:
    """The person whom a relative clause is about, past words of the apposition the parser hung it on."""
    noun = verb.head
    while noun.dep_ in ("pobj", "prep", "conj", "appos") and not (noun.pos_ == "PROPN" and frame.figure(noun)):
        noun = noun.head
    return noun if noun.pos_ == "PROPN" and frame.figure(noun) else None


def _last_named(frame: Frame, who: Token) -> Token | None:
    """The person named last before a "who" that stands behind a thing: "Carol Mabry at the hearing, who said"."""
    before = who.nbor(-1) if who.i else who
    noun = before.nbor(-1) if before.text == "," and before.i else before
    if noun is before or noun.tag_ != "NN" or noun.dep_ != "pobj" or noun.lemma_.lower() in HEADS:
        return None
    named = (token for token in reversed(frame.doc[frame.sentence(who).start : noun.i]) if token.pos_ == "PROPN")
    person = next((token for token in named if token.dep_ != "compound"), None)
    return person if person is not None and frame.figure(person) else None


def beside(frame: Frame, verb: Token) -> Token | None:
    """The noun next to a verb whose subject the parser missed."""
    doc = frame.doc
    at = verb.i + 1
    if at < len(doc) and doc[at].pos_ in ("ADV", "ADP", "PART") and doc[at].lower_ in PARTICLES:
        at += 1
    if at < len(doc) and doc[at].pos_ in ("PROPN", "NOUN", "DET", "PRON", "ADJ") and not frame.inside[at]:
        while at + 1 < len(doc) and _phrase_goes_on(doc[at + 1]) and doc[at].dep_ != "ROOT":
            at += 1
        return doc[at]
    if verb.i and doc[verb.i - 1].pos_ in NOUNS and not frame.inside[verb.i - 1]:
        return doc[verb.i - 1]
    return None


def _phrase_goes_on(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN") or token.tag_ == "POS"


def negated(verb: Token) -> bool:
    """Whether the words were not said: "did not say", "declined to say", "would not say"."""
    if any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.lefts):
        return True
    if verb.tag_ == "VBG" and verb.dep_ in ("ccomp", "xcomp", "pcomp", "acl"):  # "I don't remember Cole saying"
        above = (verb.head, verb.head.head) if verb.dep_ == "acl" else (verb.head,)
        return any(child.dep_ == "neg" for word in above for child in word.lefts)
    return verb.dep_ == "xcomp" and verb.head.lemma_ in ("decline", "refuse", "fail", "hesitate")
