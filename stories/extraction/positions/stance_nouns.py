"""Stances told by a noun: "voiced his opposition", "Lee's support for it", "has the backing of Lee", "a fan of it"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.people.cast import Figure
from stories.extraction.positions.clauses import Clause, clause_of, holders_of, speaker_at, target_of, towards, words_of
from stories.extraction.positions.hedges import is_former
from stories.extraction.positions.lexicon import (
    PARTISANS,
    RECEIVING,
    STANCES,
    TAKEN_BACK,
    VOICING,
    Attitude,
)
from stories.extraction.positions.polarity import stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

Held = tuple[tuple[Figure, ...], bool]
"""Who holds a stance, and whether it is denied or taken back."""

ONCE = frozenset("early former onetime one-time erstwhile original initial longtime".split()) - {"longtime"}
NOBODY: Held = ((), False)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all nouns of stance, and of those who are called its partisans."""
    for word in scene.words:
        if word.pos_ not in {"NOUN", "PROPN"}:
            continue
        if (attitude := STANCES.get(word.lemma_.casefold())) is not None:
            yield from _of_noun(scene, word, attitude, _stance_held(scene, word))
        elif (attitude := PARTISANS.get(word.lemma_.casefold())) is not None:
            yield from _of_noun(scene, word, attitude, _partisan(scene, word))


def _of_noun(scene: Scene, word: Token, attitude: Attitude, held: Held) -> Iterator[Reading]:
    holders, denied = held
    target = target_of(word, attitude.links) or _possessed(scene, word)
    if target is None and word.lemma_.casefold() in PARTISANS and _is_of_person(scene, word):
        return  # "her opponent, Lee"
    if target is not None and (scene.is_person(target.left_edge.idx - 1) or scene.cast.figures_in(*_range(target))):
        if word.lemma_.casefold() in PARTISANS:
            return  # of a person, not of a matter
        target = None
    turned = 1 if target is None else towards(scene, target)
    if turned is None or (denied and attitude.soft) or not _is_about(scene, word, target, attitude):
        return
    side = attitude.side * turned
    if denied:
        side = -side if side > 0 else 0
    stance = "undecided" if attitude.soft else stance_of(side)
    stale = is_former(scene.before(word.idx)) or any(child.lower_ in ONCE for child in word.children)
    matter = "" if target is None else scene.object_after(target.left_edge.idx)
    for figure in holders:
        place = (word.idx, word.idx + len(word), "stance noun", matter)
        yield scene.reading(figure, stance, "statement", *place, stale=stale, weak=not attitude.firm)


def _is_about(scene: Scene, word: Token, target: Token | None, attitude: Attitude) -> bool:
    """A weak word needs the matter beside it; "support" alone may be of anything but is of the matter in most news."""
    if target is None:
        return attitude.firm and not any(child.dep_ in {"amod", "compound"} for child in word.children)
    return scene.is_matter(words_of(scene, target)) or (attitude.firm and word.lemma_.casefold() in PARTISANS)


def _stance_held(scene: Scene, word: Token) -> Held:
    """The possessor, the subject of a verb of voicing, or whoever stands behind "from", "of" and "by"."""
    clause = clause_of(word)
    if clause.supposed:
        return NOBODY
    verb = word.head
    if verb.lemma_ in TAKEN_BACK and word.dep_ == "dobj":
        return _owner(scene, word) or holders_of(scene, word, clause), True
    if owner := _owner(scene, word):
        return owner, False
    if word.dep_ == "dobj" and verb.lemma_ in RECEIVING and (giver := _giver(scene, word)):
        return giver, clause.denied
    if word.dep_ == "dobj" and verb.lemma_ in VOICING and word.tag_ != "NNP":
        return holders_of(scene, word, clause), clause.denied
    return NOBODY


def _owner(scene: Scene, word: Token) -> tuple[Figure, ...]:
    """ "Lee's opposition", "his support"; in a person's own words "my support"."""
    owner = next((child for child in word.children if child.dep_ == "poss"), None)
    if owner is None:
        return ()
    if scene.in_speech(word.idx):
        return speaker_at(scene, word) if owner.lower_ in {"my", "our"} else ()
    return scene.holders.of_subject(owner)


def _giver(scene: Scene, word: Token) -> tuple[Figure, ...]:
    for prep in (*word.children, *word.head.children):
        if prep.dep_ == "prep" and prep.lower_ in {"from", "of"} and prep.i > word.i and not scene.in_speech(prep.idx):
            found = next((child for child in prep.children if child.dep_ == "pobj"), None)
            if found is not None and (named := scene.holders.of_subject(found)):
                return named
    return ()


def _partisan(scene: Scene, word: Token) -> Held:
    """ "Lee, a critic of the plan", "Lee is no fan of it", "counts himself among its supporters"."""
    clause = clause_of(word)
    if scene.in_speech(word.idx):
        return (holders_of(scene, word, clause), clause.denied) if word.dep_ in {"attr", "oprd"} else NOBODY
    if clause.supposed or not _describes(word):
        return NOBODY
    found = scene.holders.of_noun(word.idx) or _apposed(scene, word) or _among(scene, word, clause)
    return found, clause.denied and word.dep_ != "appos"


def _describes(word: Token) -> bool:
    return word.dep_ in {"attr", "appos", "oprd", "conj", "pobj", "nsubj", "nmod", "npadvmod", "ROOT", "dep"}


def _apposed(scene: Scene, word: Token) -> tuple[Figure, ...]:
    """ "The plan's chief backer, Ana Lee"."""
    name = next((child for child in word.children if child.dep_ == "appos"), None)
    return () if name is None else scene.holders.of_subject(name)


def _among(scene: Scene, word: Token, clause: Clause) -> tuple[Figure, ...]:
    among = word.head if word.dep_ == "pobj" and word.head.lower_ == "among" else None
    return () if among is None or clause.subject is None else scene.holders.of_subject(clause.subject)


def _possessed(scene: Scene, word: Token) -> Token | None:
    """ "The quarry's opponents", "quarry opponents": the matter, as the noun's owner or first part."""
    return next(
        (
            child
            for child in word.children
            if child.dep_ in {"poss", "compound", "nmod"} and scene.is_matter(words_of(scene, child))
        ),
        None,
    )


def _is_of_person(scene: Scene, word: Token) -> bool:
    owner = next((child for child in word.children if child.dep_ == "poss"), None)
    return owner is not None and (owner.lower_ in {"his", "her", "their"} or bool(scene.holders.of_subject(owner)))


def _range(target: Token) -> tuple[int, int]:
    return target.idx, target.idx + len(target)
