"""Deeds known by their grammar: a motion made or seconded, a letter signed, a refusal to do it, a deed helped along."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.findings import Basis
from stories.extraction.grammar.clauses import clause_of
from stories.extraction.people.cast import Figure
from stories.extraction.positions.clauses import PROPOSALS, holders_of, target_of, towards, words_of
from stories.extraction.positions.direction import direction
from stories.extraction.positions.polarity import REFUSE_LEMMAS, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

LETTERS = frozenset("letter petition statement resolution memo brief op-ed pledge".split())
TAKING_ON = frozenset("approve sign support back second endorse accept adopt pass join allow fund consider".split())
UNDOING_DEEDS = (REFUSE_LEMMAS - {"oppose", "fight", "stop", "end", "turn", "drop", "strike", "decline", "refuse"}) | {
    "appeal", "challenge", "contest",
}  # fmt: skip
REFUSALS = frozenset({"refuse", "decline"})


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of deeds that a word and its dependents tell."""
    for word in scene.words:
        if word.pos_ == "NOUN" and word.lemma_ == "motion":
            yield from _of_motion(scene, word)
        elif word.pos_ == "NOUN" and word.lemma_ == "protest":
            yield from _in_protest(scene, word)
        elif word.pos_ == "VERB" and word.lemma_ == "second":
            yield from _seconded(scene, word)
        elif word.pos_ == "VERB" and word.lemma_ == "sign":
            yield from _signed(scene, word)
        elif word.pos_ == "VERB" and word.lemma_ in REFUSALS:
            yield from _refused(scene, word)
        elif word.pos_ == "VERB" and word.lemma_ in UNDOING_DEEDS:
            yield from _undone(scene, word)


def _of_motion(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "On a motion by Lee", "Lee's motion to approve it"."""
    purpose = next((child for child in word.children if child.dep_ in {"acl", "relcl"} and child.tag_ == "VB"), None)
    if purpose is not None and purpose.lemma_ not in TAKING_ON | REFUSE_LEMMAS:
        return  # an amendment, or another thing altogether
    if "amend" in words_of(scene, word) or "table" in words_of(scene, word):
        return
    side = scene.motions.outcome(word.idx) if purpose is None else towards(scene, purpose)
    yield from _readings(scene, word, _maker(scene, word), side)


def _maker(scene: Scene, word: Token) -> tuple[Figure, ...]:
    if scene.in_speech(word.idx):
        return ()
    for child in word.children:
        if child.dep_ == "poss":
            return scene.holders.of_subject(child)
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            maker = next((one for one in child.children if one.dep_ == "pobj"), None)
            return () if maker is None else scene.holders.of_subject(maker)
    return ()


def _seconded(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Seconded by Lee", behind the motion told before."""
    agent = next((child for child in word.children if child.dep_ == "agent"), None)
    maker = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    if maker is not None and not scene.in_speech(word.idx):
        yield from _readings(scene, word, scene.holders.of_subject(maker), scene.motions.outcome(word.idx))


def _in_protest(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Walked out in protest of the permit"."""
    target = target_of(word, frozenset({"of", "against", "over"}))
    if (
        word.dep_ != "pobj"
        or word.head.lower_ != "in"
        or target is None
        or not scene.is_matter(words_of(scene, target))
    ):
        return
    side = towards(scene, target)
    yield from _readings(scene, word, holders_of(scene, word, clause_of(word)), None if side is None else -side)


def _signed(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Signed a letter opposing the permit"."""
    paper = next((child for child in word.children if child.dep_ == "dobj" and child.lemma_ in LETTERS), None)
    way = None if paper is None else direction(scene, paper.idx + len(paper))
    clause = clause_of(word)
    if way is not None and not clause.denied and scene.may_be_matter(way.end):
        yield from _readings(scene, word, holders_of(scene, word, clause), way.side)


def _refused(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Refused to sign it": not to take a thing on is a deed against it, where not told of a mere comment."""
    deed = next((child for child in word.children if child.dep_ == "xcomp" and child.lemma_ in TAKING_ON), None)
    target = None if deed is None else target_of(deed, frozenset({"obj"}))
    if deed is None or target is None or not scene.is_matter(words_of(scene, target)):
        return
    if word.lemma_ == "decline" and deed.lemma_ in {"endorse", "support", "back"}:
        return
    side = towards(scene, target)
    yield from _readings(scene, word, holders_of(scene, word, clause_of(word)), None if side is None else -side)


def _undone(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Helped kill the permit", "appealed it": told as done, not as what is wanted or to come."""
    helped = word.head.lemma_ == "help" and word.head.tag_ in {"VBD", "VBN"}
    if not helped and word.lemma_ not in {"appeal", "challenge", "contest"}:
        return
    target = target_of(word, frozenset({"obj"}))
    if target is None or target.pos_ == "PRON" or target.lemma_ in PROPOSALS | {"decision"}:
        return
    if not (helped or word.tag_ in {"VBD", "VBN"}) or not scene.is_matter(words_of(scene, target)):
        return
    clause = clause_of(word)
    side = towards(scene, target)
    figures = () if clause.denied or target.dep_ == "nsubjpass" else holders_of(scene, word, clause)
    yield from _readings(scene, word, figures, None if side is None else -side)


def _readings(scene: Scene, word: Token, figures: tuple[Figure, ...], side: Side | None) -> Iterator[Reading]:
    basis: Basis = "action"
    if side is not None:
        for figure in figures:
            yield scene.reading(figure, stance_of(side), basis, word.idx, word.idx + len(word), "act")
