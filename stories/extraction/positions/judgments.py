"""What somebody says of the matter: "it's a mistake", "called it a win", "the permit should be denied"."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.people.cast import Figure
from stories.extraction.positions.clauses import clause_of, holders_of, speaker_at, target_of, towards, words_of
from stories.extraction.positions.hedges import is_former
from stories.extraction.positions.holders import SUBJECTS
from stories.extraction.positions.lexicon import BAD, CALLING, GOOD, HARMING, HELPING
from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, REFUSE_LEMMAS, UNDO, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

OUGHT = frozenset({"should", "must", "ought"})
DECISIONS = frozenset(
    """approve pass adopt grant fund renew accept authorize ratify allow permit enact build keep reject deny kill scrap
    repeal remove close end cut cancel ban rescind restore expand extend buy sign award proceed stop drop""".split()
)
REASONS = frozenset("reason need point sense justification case excuse".split())
OPEN_QUESTION = "?"
THIS = frozenset({"it", "this", "that"})
FOR_SOMEBODY = frozenset({"gift"})
"""Good or bad by whom it goes to: "a gift to developers" is a reproach, "a gift" is none."""
KNOWN = re.compile(rf"(?:{ACCEPT}|{REFUSE}|{UNDO}|{KEEP})\b", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all judgments on the matter that have a source: a speaker, or the subject of a verb of saying."""
    for word in scene.words:
        if word.pos_ == "NOUN" and word.lemma_ in REASONS:
            yield from _unneeded(scene, word)
        if word.pos_ not in {"VERB", "AUX"}:
            continue
        if word.lemma_ in CALLING:
            yield from _called(scene, word)
        if (side := _judged(scene, word)) is not None:
            yield from _sourced(scene, word, side, "judgment", weak=True)
        elif word.lemma_ in DECISIONS and (side := _ordered(scene, word)) is not None:
            yield from _sourced(scene, word, side, "what should be", weak=False)


def _unneeded(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Sees no reason to grant it", "there's no need for the fee"."""
    verb = next((child for child in word.children if child.dep_ in {"acl", "relcl"} and child.tag_ == "VB"), None)
    target = verb if verb is not None else target_of(word, frozenset({"for", "in", "to"}))
    if target is None or not any(child.lower_ in {"no", "little", "any"} for child in word.children):
        return
    side = towards(scene, target)
    about = target_of(target, frozenset({"obj"})) if verb is not None else target
    clause = clause_of(word)
    if side is None or about is None or clause.supposed or not _is_matter(scene, about):
        return
    figures = holders_of(scene, word, clause) if word.dep_ == "dobj" else ()
    for figure in figures or _source(scene, word):
        place = (word.idx, word.idx + len(word), "judgment", "")
        yield scene.reading(figure, stance_of(-side), "statement", *place)


def _called(scene: Scene, word: Token) -> Iterator[Reading]:
    """ "Called it a mistake", "hailed the deal as a win": the object is the matter, the complement a judgment."""
    target = next((child for child in word.children if child.dep_ == "dobj"), None)
    subject = next((child for child in word.children if child.dep_ in SUBJECTS), None)
    told = word if target is not None else next((one for one in word.children if one.dep_ in {"ccomp", "oprd"}), None)
    if told is None:
        return
    if target is None:
        target = next((child for child in told.children if child.dep_ == "nsubj"), None)
    if target is None or subject is target or not _is_matter(scene, target):
        return
    judged = _complement(told, after=target.i)
    turned = towards(scene, target)
    clause = clause_of(word)
    if judged is None or turned is None or clause.denied:
        return
    place = (word.idx, judged[1].idx + len(judged[1]), "judgment", scene.object_after(target.left_edge.idx))
    stale = is_former(scene.before(word.idx))
    for figure in holders_of(scene, word, clause):
        yield scene.reading(figure, stance_of(judged[0] * turned), "statement", *place, stale=stale, weak=True)


def _complement(word: Token, after: int) -> tuple[Side, Token] | None:
    """The first word of judgment behind the object, with its side."""
    for token in word.subtree:
        if token.i > after and (side := _value(token)) is not None and token.dep_ not in {"compound", "poss"}:
            return side, token
    return None


def _value(token: Token) -> Side | None:
    if token.lower_ in FOR_SOMEBODY and not any(child.lower_ == "to" for child in token.children):
        return None
    for word in (token.lower_, token.lemma_.casefold()):
        if word in GOOD or word in BAD:
            denied = any(child.dep_ == "neg" or child.lower_ == "no" for child in token.children)
            side = 1 if word in GOOD else -1
            return -side if denied else side
    return None


def _judged(scene: Scene, word: Token) -> Side | None:
    """The side of a clause whose subject is the matter: "is a mistake", "would ruin the valley", "goes too far"."""
    subject = next((child for child in word.children if child.dep_ in {"nsubj", "csubj"}), None)
    if subject is None:
        return _needed(scene, word) if word.lower_ == "needed" and word.tag_ == "VBN" else None
    if word.lemma_ in {"need", "deserve", "afford"}:
        return _needed(scene, word)
    side = _predicate(word)
    if side is None or not _is_matter(scene, subject):
        return None
    turned = towards(scene, subject) if subject.lower_ not in THIS else _of_deed(scene, word, subject)
    denied = any(child.dep_ == "neg" for child in word.children)
    return None if turned is None else side * turned * (-1 if denied else 1)


def _of_deed(scene: Scene, word: Token, subject: Token) -> Side | None:
    """ "It would be a mistake to reject the plan" judges the deed: its side; 1 where no deed is judged."""
    parts = (word, *(child for child in word.children if child.dep_ in {"acomp", "attr"}))
    deeds = (child for part in parts for child in part.children if child.tag_ == "VB" and child.i > part.i)
    deed = next((child for child in deeds if any(one.lower_ == "to" for one in child.children)), None)
    if deed is None or subject.lower_ != "it":
        return 1
    about = target_of(deed, frozenset({"obj"}))
    if about is None or not _is_matter(scene, about):
        return None
    known = deed.lemma_ in REFUSE_LEMMAS | DECISIONS or KNOWN.match(scene.after(deed.idx)) is not None
    return towards(scene, deed) if known else None


def _predicate(word: Token) -> Side | None:
    if word.lemma_ == "be":
        told = next((child for child in word.children if child.dep_ in {"acomp", "attr"}), None)
        if told is None:
            return None
        own = _value(told)
        inner = next((_value(child) for child in told.children if child.dep_ == "amod" and _value(child)), None)
        return own if own is not None else inner
    if word.lemma_ in HELPING:
        return 1
    if word.lemma_ in HARMING:
        return -1
    if word.lemma_ == "belong":
        return 1
    if word.lemma_ not in {"go", "make", "cost"}:
        return None
    after = {child.lower_ for child in word.subtree if child.i > word.i}
    if word.lemma_ == "go" and {"too", "far"} <= after:
        return -1 if "enough" not in after else None
    if word.lemma_ == "make" and "sense" in after:
        return -1 if "no" in after or "little" in after else 1
    return -1 if word.lemma_ == "cost" and "too" in after else None


def _needed(scene: Scene, word: Token) -> Side | None:
    """ "The town needs the quarry", "we can't afford it"."""
    target = target_of(word, frozenset({"obj"}))
    if target is None or target.pos_ in {"VERB", "AUX"} or not _is_matter(scene, target) or _asks_else(scene, target):
        return None
    denied = any(child.dep_ == "neg" for child in word.children)
    turned = towards(scene, target)
    if turned is None or (word.lemma_ == "afford" and not denied):
        return None
    return -turned if denied else turned


def _asks_else(scene: Scene, target: Token) -> bool:
    return not scene.is_wish(target.left_edge.idx)


def _ordered(scene: Scene, word: Token) -> Side | None:
    """ "The permit should be denied", "the council must not build it"."""
    if not any(child.dep_ == "aux" and child.lower_ in OUGHT for child in word.children):
        return None
    target = target_of(word, frozenset({"obj"}))
    if target is None or not _is_matter(scene, target):
        return None
    turned = scene.side_after(target.left_edge.idx if target.i < word.i else word.idx)
    if turned is None:
        return None
    side = -turned if word.lemma_ in REFUSE_LEMMAS else turned
    return -side if any(child.dep_ == "neg" for child in word.children) else side


def _is_matter(scene: Scene, target: Token) -> bool:
    if target.lower_ in THIS:
        return True
    return scene.matters.shares(words_of(scene, target)) or scene.is_matter(words_of(scene, target))


def _sourced(scene: Scene, word: Token, side: Side, rule: str, *, weak: bool) -> Iterator[Reading]:
    """A reading for whoever says it; a bare sentence of the story has no source."""
    clause = clause_of(word)
    if clause.supposed or scene.document.plain[scene.sentence(word.idx)[1] - 1] == OPEN_QUESTION:
        return
    for figure in _source(scene, word):
        place = (word.idx, word.idx + len(word), rule, "")
        yield scene.reading(figure, stance_of(side), "statement", *place, weak=weak)


def _source(scene: Scene, word: Token) -> tuple[Figure, ...]:
    if scene.in_speech(word.idx):
        return speaker_at(scene, word)
    for quote in scene.quotes:
        if quote.start <= word.idx < quote.end:
            speaker = scene.speaker(quote)
            return () if speaker is None else (speaker,)
    return _believer(scene, word)


def _believer(scene: Scene, word: Token) -> tuple[Figure, ...]:
    """The subject of "believes", "argued", "thinks" over the clause."""
    if word.dep_ != "ccomp" or any(child.dep_ == "neg" for child in word.head.children):
        return ()
    return scene.holders.of_verb(word.head.idx)
