"""What the parse says of a word's clause: its subject, whether it is denied, and whether it is only supposed."""

from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.people.cast import Figure
from stories.extraction.positions.holders import CLIMB_LIMIT, CLIMBS, nearest_subject
from stories.extraction.positions.lexicon import ORDERING, REFUSING
from stories.extraction.positions.polarity import REFUSE_LEMMAS, Side
from stories.extraction.positions.scene import FIRST, Scene

SUPPOSING = frozenset({"if", "whether", "unless", "until"})
GUESSING = frozenset({"may", "might"})
RAISING = frozenset("think believe expect feel want plan intend".split())
"""Whoever does not think that he can support a thing does not support it."""

PROPOSALS = frozenset(
    "recommendation motion decision vote proposal call push plan effort move request bid idea choice offer".split()
)
"""What is about the deed that its infinitive names: "the recommendation to deny"."""

NOBODY = frozenset({"nobody", "none", "nothing"})
DENYING = frozenset({"hardly", "neither", "nor"})
RELATIVE = frozenset({"WP", "WDT"})


@dataclass(frozen=True, slots=True)
class Clause:
    """`denied`: an odd number of negations stand over the word; `perfect`: it is told as (not) having been done.

    `former`: somebody "had said" it, before what the story tells.
    """

    subject: Token | None
    denied: bool
    supposed: bool
    perfect: bool
    former: bool


def clause_of(word: Token) -> Clause:
    """The clause of a verb, predicate or noun, with all that stands over it."""
    start, denials, supposed, listed = word, 0, False, False
    subject = None
    for _ in range(CLIMB_LIMIT):
        denials += 0 if listed else _denials(word)
        supposed = supposed or _is_supposed(word)
        subject = _own_subject(word)
        if subject is not None or word.dep_ not in CLIMBS:
            break
        if (owner := _controller(word)) is not None:
            subject, supposed = owner, supposed or owner.dep_ == "nsubjpass"  # who is asked to need not want to
            break
        above = word.head
        denials += above.lemma_ in REFUSING and word.dep_ in {"xcomp", "prep"}
        listed = word.dep_ == "conj" and not any(child.lower_ in {"or", "nor"} for child in above.children)
        word = above
    outer, guessed = _from_above(word)
    supposed = supposed or _is_imagined(start) or (start.pos_ == "NOUN" and _is_imagined(start.head))
    perfect = any(child.lemma_ in {"have", "do"} and child.tag_ == "VBD" for child in start.children)
    perfect = perfect or any(child.lemma_ == "have" and child.dep_ == "aux" for child in start.children)
    return Clause(subject, (denials + outer) % 2 == 1, supposed or guessed, perfect, _was_said_before(word))


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


def _own_subject(word: Token) -> Token | None:
    own = nearest_subject(word)
    if own is not None and own.tag_ in RELATIVE and word.dep_ == "relcl":
        return word.head
    if own is None and word.dep_ in {"relcl", "acl", "appos"}:
        owner = next((child for child in word.head.children if child.dep_ == "poss"), None)
        return owner if owner is not None and word.dep_ == "acl" else word.head
    return own


def _controller(word: Token) -> Token | None:
    """Who is to do what another asks for: "urged the council to approve"."""
    if word.dep_ not in {"xcomp", "ccomp"} or word.head.lemma_ not in ORDERING:
        return None
    passive = next((child for child in word.head.children if child.dep_ == "nsubjpass"), None)
    return passive or next((child for child in word.head.children if child.dep_ == "dobj" and child.i < word.i), None)


def _denials(word: Token) -> int:
    own = sum(child.dep_ == "neg" or child.lower_ in DENYING for child in word.children)
    return (
        own
        + (word.lower_ == "without")
        + sum(child.lower_ == "longer" and any(one.lower_ == "no" for one in child.children) for child in word.children)
        + sum(child.lower_ == "no" and child.dep_ == "det" for child in word.children)
    )


def _was_said_before(word: Token) -> bool:
    """ "Lee had said she would not support it"."""
    return word.dep_ == "ccomp" and any(child.lower_ == "had" and child.dep_ == "aux" for child in word.head.children)


def _is_imagined(verb: Token) -> bool:
    """ "Would have supported it": if things were other than they are."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return "have" in auxiliaries and not auxiliaries.isdisjoint({"would", "could", "might", "'d"})


def _is_supposed(word: Token) -> bool:
    for child in word.children:
        if child.lower_ in SUPPOSING and child.dep_ in {"mark", "advmod", "prep"}:
            return True
        if child.tag_ in {"WRB", "WP"} and child.dep_ in {"advmod", "dobj", "attr", "pobj"} and word.dep_ != "relcl":
            return True
        if child.lower_ in GUESSING and child.dep_ == "aux":
            return True
    return False


def _from_above(word: Token) -> tuple[int, bool]:
    """What the clause above does to this one: "doesn't think he can" denies it, "didn't say that he" leaves it open."""
    if word.dep_ != "ccomp":
        return 0, False
    if not any(child.dep_ == "neg" or child.lower_ in NOBODY for child in word.head.children):
        return 0, False
    return (1, False) if word.head.lemma_ in RAISING else (0, True)
