"""Attitudes that a verb or an adjective tells of its subject: "backs the deal", "is wary of it", "opposed by Lee"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.findings import Basis, Stance
from stories.extraction.grammar.clauses import Clause, clause_of
from stories.extraction.grammar.hedges import is_dated, is_former
from stories.extraction.people.cast import Figure
from stories.extraction.positions.clauses import holders_of, target_of, towards, words_of
from stories.extraction.positions.lexicon import ADJECTIVES, VERBS, Attitude
from stories.extraction.positions.polarity import Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

AWAY = frozenset("up down off away out into".split())  # "backed into", "backed out"
UNDENIED = frozenset("endorse praise applaud hail tout criticize criticise welcome".split())
"""Who does not endorse a thing need not oppose it."""


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all attitudes, told by the story or in a person's own words."""
    for word in scene.words:
        if (attitude := _attitude(word)) is not None:
            yield from _of_word(scene, word, attitude)


def _attitude(word: Token) -> Attitude | None:
    if word.pos_ == "VERB":
        return ADJECTIVES.get(word.lower_) if word.dep_ == "acomp" else VERBS.get(word.lemma_.casefold())
    return ADJECTIVES.get(word.lower_) if word.pos_ == "ADJ" else None


def _of_word(scene: Scene, word: Token, attitude: Attitude) -> Iterator[Reading]:
    target = target_of(word, attitude.links)
    if not _fits(scene, word, attitude, target):
        return
    clause = clause_of(word)
    side = _side(word, attitude, clause)
    turned = 1 if target is None else towards(scene, target)
    if side is None or turned is None:
        return
    stance: Stance = "undecided" if attitude.soft else stance_of(side * turned)
    yield from _readings(scene, word, target, stance, attitude, _holders(scene, word, clause), clause)


def _fits(scene: Scene, word: Token, attitude: Attitude, target: Token | None) -> bool:
    """Whether a word has the target that it needs, and that is no person."""
    if any(child.dep_ == "prt" or (child.dep_ == "prep" and child.lower_ in AWAY) for child in word.children):
        return False
    if target is None:
        return attitude.firm and attitude.links == {"to"}  # "is opposed", "objects"
    if scene.is_person(target.left_edge.idx - 1):
        return False
    return attitude.firm or scene.is_matter(words_of(scene, target))


def _side(word: Token, attitude: Attitude, clause: Clause) -> Side | None:
    """The side after denial: "not opposed" is neither; "has not endorsed" tells nothing."""
    if not clause.denied:
        return attitude.side
    if attitude.soft or (attitude.side < 0 and not attitude.firm) or word.lemma_ in UNDENIED:
        return None
    if attitude.side < 0:
        return 0
    return None if clause.perfect else -1


def _holders(scene: Scene, word: Token, clause: Clause) -> tuple[Figure, ...]:
    """The subject; of a passive, whoever stands behind "by"."""
    agent = next((child for child in word.children if child.dep_ == "agent"), None)
    by = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    if by is not None:
        return () if clause.supposed or scene.in_speech(word.idx) else scene.holders.of_subject(by)
    return () if _is_passive(word) else holders_of(scene, word, clause)


def _is_passive(word: Token) -> bool:
    """Whether a participle is done to its subject; "is opposed" is not."""
    if word.tag_ != "VBN" or word.lower_ in ADJECTIVES:
        return False
    return word.dep_ == "acl" or any(child.dep_ == "auxpass" for child in word.children)


def _readings(
    scene: Scene,
    word: Token,
    target: Token | None,
    stance: Stance,
    attitude: Attitude,
    holders: tuple[Figure, ...],
    clause: Clause,
) -> Iterator[Reading]:
    end = word.idx + len(word)
    basis: Basis = "statement"
    stale = clause.former or is_former(scene.before(end)) or (word.tag_ == "VBD" and is_dated(scene.after(end)))
    matter = "" if target is None else scene.object_after(target.left_edge.idx)
    if word.tag_ == "VBD" and (attitude.deed or target is not None) and scene.vote_told_near(word.idx):
        basis = "past_vote"
    elif attitude.deed:
        return
    for figure in holders:
        yield scene.reading(
            figure, stance, basis, word.idx, end, "attitude", matter, stale=stale, weak=not attitude.firm
        )
