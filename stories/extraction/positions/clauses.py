"""Whose attitude a clause tells, and what it is toward."""

from spacy.tokens import Token

from stories.extraction.grammar.clauses import Clause
from stories.extraction.people.cast import Figure
from stories.extraction.positions.polarity import REFUSE_LEMMAS, Side
from stories.extraction.positions.scene import FIRST, Scene

PROPOSALS = frozenset(
    "recommendation motion decision vote proposal call push plan effort move request bid idea choice offer".split()
)
"""What is about the deed that its infinitive names: "the recommendation to deny"."""


def holders_of(scene: Scene, word: Token, clause: Clause) -> tuple[Figure, ...]:
    """Whose attitude it is: in somebody's own words the speaker's, where "I" or "we" is the subject."""
    if clause.subject is None or clause.supposed:
        return ()
    if not scene.in_speech(word.idx):
        return scene.holders.of_subject(clause.subject)
    return speaker_at(scene, word) if clause.subject.lower_ in FIRST else ()


def speaker_at(scene: Scene, word: Token) -> tuple[Figure, ...]:
    """The named person in whose quote a word stands."""
    quote = scene.spoken_at(word.idx)
    speaker = scene.speaker(quote) if quote is not None else None
    return () if speaker is None else (speaker,)


def target_of(word: Token, links: frozenset[str]) -> Token | None:
    """What an attitude is about: the object, the clause, or the noun behind one of the prepositions `links`."""
    if (passive := next((child for child in word.children if child.dep_ == "nsubjpass"), None)) is not None:
        return passive
    for child in word.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in links:
            found = next((inner for inner in child.children if inner.dep_ in {"pobj", "pcomp"}), None)
            if found is not None:
                return found
        if "obj" in links and child.dep_ in {"dobj", "xcomp", "ccomp"} and child.i > word.i:
            return child
    if word.dep_ == "conj" and any(child.dep_ == "agent" for child in word.children):
        return target_of(word.head, links)
    if word.dep_ in {"relcl", "acl"} and word.head.pos_ in {"NOUN", "PROPN"}:
        return word.head
    return None


def towards(scene: Scene, target: Token) -> Side | None:
    """1 where a target is the matter, -1 where it is its undoing or refusal, None for mere procedure."""
    purpose = next(
        (child for child in target.children if child.dep_ in {"acl", "relcl"} and _is_infinitive(child)), None
    )
    if purpose is not None and target.lemma_ in PROPOSALS:
        return towards(scene, purpose)
    verb = target.pos_ in {"VERB", "AUX"}
    side = scene.side_after(target.idx if verb else target.left_edge.idx)
    if side == 1 and verb and target.lemma_ in REFUSE_LEMMAS:
        side = -1
    denied = verb and any(child.dep_ == "neg" for child in target.children)
    return -side if side is not None and denied else side


def words_of(scene: Scene, target: Token) -> str:
    """The words of a target with what belongs to it."""
    return scene.document.plain[target.left_edge.idx : target.right_edge.idx + len(target.right_edge)]


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children)
