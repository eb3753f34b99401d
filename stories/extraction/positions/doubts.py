"""What may not be taken for a stance, however sure the tagger is of it: one grammar of denial holds for all."""

import re

from spacy.tokens import Span, Token

from stories.extraction.findings import Basis
from stories.extraction.gate_words import VOTING
from stories.extraction.grammar.clauses import clause_of
from stories.extraction.grammar.standing import is_void
from stories.extraction.positions import silence
from stories.extraction.positions.clauses import target_of
from stories.extraction.positions.lexicon import ADJECTIVES, VERBS
from stories.extraction.positions.scene import Scene

SIDED = re.compile(r"\b(?:was|were) (?:for|against|on (?:the )?\w+ side)\b", re.IGNORECASE)


def is_doubtful(scene: Scene, sentence: Span, basis: Basis) -> bool:
    """Whether a sentence can't tell a stance of this basis: it speaks of no vote, or of no answer on the matter, or all
    its words of attitude are alleged, supposed, or of a person.
    """
    if basis in ("declined", "no_response"):
        return not silence.may_be_told(scene, sentence.start_char, sentence.end_char)
    if basis == "past_vote" and not (VOTING.search(sentence.text) or SIDED.search(sentence.text)):
        return True
    told = [word for word in sentence if word.lemma_.casefold() in VERBS or word.lower_ in ADJECTIVES]
    return bool(told) and all(_is_nobodys(scene, word) for word in told)


def _is_nobodys(scene: Scene, word: Token) -> bool:
    """Whether a word of attitude is not its subject's own, or is of somebody."""
    if is_void(word) or clause_of(word).supposed:
        return True
    attitude = VERBS.get(word.lemma_.casefold()) or ADJECTIVES[word.lower_]
    target = target_of(word, attitude.links)
    return target is not None and scene.is_person(target.left_edge.idx - 1)
