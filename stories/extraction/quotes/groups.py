"""Which group or organisation "they" or "it" speaks for: what the sentence before is about."""

from spacy.tokens import Span, Token

from stories.extraction.people.lexicon import BODY_NOUNS, PRIVATE_NOUNS, vocabulary
from stories.extraction.quotes.clauses import SUBJECTS
from stories.extraction.quotes.cues import BESIDE_QUOTES, DOCUMENTS, STATEMENTS
from stories.extraction.quotes.frame import Frame

FARTHEST = 5  # sentences, the pronoun's own among them
LONGEST = 200  # tokens of a sentence
PLURAL = frozenset(["NNS", "NNPS"])
# Nouns of one form for several people.
SEVERAL = vocabulary("police couple family crew staff pair duo trio people public council board committee commission")
# What a body, an organisation or a paper is called that "says" something.
VOICES = BODY_NOUNS | PRIVATE_NOUNS | DOCUMENTS | STATEMENTS | vocabulary("newspaper paper article story outlet")


def stands_for(frame: Frame, pronoun: Token) -> Token | None:
    """The noun that "they" or "it" takes up; None for other pronouns and where the sentences before tell nothing.

    One sentence about something else may stand between, and any number that go on with the same pronoun.
    """
    others = 0
    for sentence in frame.backward(pronoun, FARTHEST) if pronoun.lower_ in ("they", "it") else ():
        subject = _subject(frame, sentence, pronoun.i)
        if subject is None or subject.lower_ == pronoun.lower_:
            continue
        if _agrees(frame, subject, pronoun.lower_):
            return subject
        others += 1
        if others > 1:
            return None
    return None


def _subject(frame: Frame, sentence: Span, before: int) -> Token | None:
    """The subject of a sentence's main verb that stands before a token, outside quotation marks."""
    if len(sentence) > LONGEST:
        return None
    root = sentence.root
    return next((t for t in root.lefts if t.dep_ in SUBJECTS and t.i < before and not frame.inside[t.i]), None)


def _agrees(frame: Frame, noun: Token, number: str) -> bool:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if number == "they":
        return noun.tag_ in PLURAL or noun.lemma_.lower() in SEVERAL or _several(noun)
    if noun.tag_ in PLURAL or frame.figure(noun) is not None:
        return False
    return noun.pos_ == "PROPN" or noun.lemma_ in VOICES or noun.head.lemma_ in BESIDE_QUOTES


def _several(noun: Token) -> bool:
    return any(child.dep_ == "conj" for child in noun.rights)
