"""What the parse says of a word's clause: its subject, whether it is denied, supposed, or told as somebody's past."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# From a word with one of these relations, the subject is that of the word above.
CLIMBS = frozenset(
    "conj xcomp aux auxpass advcl ccomp prep pobj attr acomp oprd dobj pcomp advmod amod agent dep "
    "npadvmod neg prt preconj mark".split()
)
CLIMB_LIMIT = 10

REFUSING = frozenset("refuse decline fail hesitate cease stop avoid".split())
"""Verbs that deny their complement."""

ORDERING = frozenset(
    """urge ask tell push press implore beg encourage lobby want expect order direct advise persuade convince
    force allow require invite instruct help""".split()
)
"""Verbs whose complement is done by their object."""

SUPPOSING = frozenset({"if", "whether", "unless", "until"})
GUESSING = frozenset({"may", "might"})
RAISING = frozenset("think believe expect feel want plan intend".split())
"""Whoever does not think that he can support a thing does not support it."""

NOBODY = frozenset({"nobody", "none", "nothing"})
DENYING = frozenset({"hardly", "neither", "nor"})
RELATIVE = frozenset({"WP", "WDT"})

# "Did not, in the end, oppose": the parse hangs the denial on the aside.
BEFORE_ASIDE = re.compile(r"(?:n't|\bnot|\bnever|\bhardly|\bscarcely),[^,;.]{1,60}, $")


@dataclass(frozen=True, slots=True)
class Clause:
    """`denied`: an odd number of negations stand over the word; `perfect`: it is told as (not) having been done.

    `former`: somebody "had said" it, before what the story tells. `asked`: somebody else is asked to do it.
    """

    subject: Token | None
    denied: bool
    supposed: bool
    perfect: bool
    former: bool
    asked: bool = False


def clause_of(word: Token) -> Clause:
    """The clause of a verb, predicate or noun, with all that stands over it."""
    start, denials, supposed, listed = word, 0, False, False
    subject, asked = None, False
    for _ in range(CLIMB_LIMIT):
        denials += 0 if listed else _denials(word)
        supposed = supposed or _is_supposed(word)
        subject = _own_subject(word)
        if subject is not None or word.dep_ not in CLIMBS:
            break
        if (owner := _controller(word)) is not None:
            # Who is asked to need not want to.
            subject, supposed, asked = owner, supposed or owner.dep_ == "nsubjpass", True
            break
        above = word.head
        denials += above.lemma_ in REFUSING and word.dep_ in {"xcomp", "prep"}
        listed = word.dep_ == "conj" and not any(child.lower_ in {"or", "nor"} for child in above.children)
        word = above
    outer, guessed = _from_above(word)
    supposed = supposed or _is_imagined(start) or (start.pos_ == "NOUN" and _is_imagined(start.head))
    perfect = any(child.lemma_ in {"have", "do"} and child.tag_ == "VBD" for child in start.children)
    perfect = perfect or any(child.lemma_ == "have" and child.dep_ == "aux" for child in start.children)
    aside = start.pos_ in {"VERB", "AUX"} and BEFORE_ASIDE.search(start.sent.text[: start.idx - start.sent.start_char])
    denied = (denials + outer + bool(aside)) % 2 == 1
    return Clause(subject, denied, supposed or guessed, perfect, _was_said_before(word), asked)


def nearest_subject(verb: Token) -> Token | None:
    """A verb's own subject; of several in a broken parse the one right before it."""
    before = [child for child in verb.lefts if child.dep_ in SUBJECTS]
    return before[-1] if before else next((child for child in verb.rights if child.dep_ in SUBJECTS), None)


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
