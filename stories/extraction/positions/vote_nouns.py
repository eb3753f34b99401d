"""Votes told by the noun: "his vote against it", "the plan has her vote", "a promised no vote", "my vote"."""

from collections.abc import Iterator
from itertools import chain

from spacy.tokens import Token

from stories.extraction.findings import Basis
from stories.extraction.people.cast import Figure
from stories.extraction.positions.clauses import clause_of, holders_of, speaker_at, towards
from stories.extraction.positions.lexicon import RECEIVING
from stories.extraction.positions.polarity import Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

WAYS: dict[str, Side] = {"yes": 1, "aye": 1, "yea": 1, "no": -1, "nay": -1, "dissenting": -1, "for": 1, "against": -1}
PROMISED = frozenset("promise pledge plan announce signal expect vow".split())
GIVEN = frozenset("provide deliver supply".split())
RUED = frozenset("regret rue disown lament".split())
CALLED_FOR = frozenset("urge recommend want seek request".split())


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all votes that are named as somebody's own."""
    for word in scene.words:
        if word.lemma_ == "vote" and word.pos_ == "NOUN":
            yield from _of_vote(scene, word)


def _of_vote(scene: Scene, word: Token) -> Iterator[Reading]:
    owner = _owner(scene, word)
    way, target = _way(word)
    clause = clause_of(word)
    verb = word.head.lemma_
    if owner and way is None and _is_got(word) and not clause.supposed:
        yield from _readings(scene, word, owner, -1 if clause.denied else 1, "vote_intent")
    elif way is None or clause.supposed or not (own := _on_the_matter(scene, word, way, target)):
        return
    elif owner:
        yield from _readings(scene, word, owner, own, "past_vote")
        if verb in RUED:
            yield from _readings(scene, word, owner, -own, "statement")
    elif word.dep_ == "dobj" and verb in PROMISED | GIVEN | CALLED_FOR and not _is_denied(word.head):
        basis: Basis = "vote_intent" if verb in PROMISED else "past_vote" if verb in GIVEN else "statement"
        yield from _readings(scene, word, holders_of(scene, word.head, clause), own, basis)


def _way(word: Token) -> tuple[Side | None, Token | None]:
    """Yes or no, and what on: "no vote", "vote for the lease", "the vote needed to pass it"."""
    for child in word.children:
        if child.lower_ in WAYS and child.i < word.i:
            return WAYS[child.lower_], None
    for child in word.children:
        if child.dep_ == "prep" and child.lower_ in WAYS:
            return WAYS[child.lower_], next((one for one in child.children if one.dep_ in {"pobj", "pcomp"}), None)
    purpose = next(
        (one for one in chain(word.children, *(child.children for child in word.children)) if _aims(one)), None
    )
    return (None, None) if purpose is None else (1, purpose)


def _aims(verb: Token) -> bool:
    return verb.tag_ == "VB" and verb.lemma_ in {"pass", "approve", "adopt", "kill", "defeat", "reject", "deny"}


def _on_the_matter(scene: Scene, word: Token, way: Side, target: Token | None) -> Side | None:
    turned = scene.motions.before(word.idx) if target is None else towards(scene, target)
    return None if turned is None else way * turned


def _is_got(word: Token) -> bool:
    """ "It has his vote", "won't get my vote", "count on my vote"."""
    if word.dep_ == "dobj":
        return word.head.lemma_ in RECEIVING
    return word.dep_ == "pobj" and word.head.lower_ == "on" and word.head.head.lemma_ in {"count", "rely"}


def _is_denied(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _owner(scene: Scene, word: Token) -> tuple[Figure, ...]:
    owner = next((child for child in word.children if child.dep_ == "poss"), None)
    if owner is None:
        return ()
    if scene.in_speech(word.idx):
        return speaker_at(scene, word) if owner.lower_ == "my" else ()
    return scene.holders.of_subject(owner)


def _readings(scene: Scene, word: Token, figures: tuple[Figure, ...], side: Side, basis: Basis) -> Iterator[Reading]:
    for figure in figures:
        yield scene.reading(figure, stance_of(side), basis, word.idx, word.idx + len(word), "vote by name")
