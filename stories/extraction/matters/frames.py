"""The grammar of deciding: what is voted to be done, and what a body does, are its matter."""

import re
from collections.abc import Container

from spacy.tokens import Span, Token

# Words whose "to …" tells what is decided.
VOTING = frozenset("vote agree decide choose move motion opt elect".split())
# What is done with a matter, and is none itself.
HANDLING = frozenset(
    """table shelve postpone put defer delay continue refer send hold approve adopt pass reject deny accept recommend
    confirm ratify take consider support oppose back deal make have""".split()
)
# What bodies do: its object is the matter.
DOING = frozenset(
    """approve adopt pass reject deny table shelve postpone defer delay continue refer award name appoint reappoint hire
    fire dismiss amend rename set buy purchase sell lease accept authorize grant ban end extend renew repeal raise cut
    create establish close shut drop waive rezone annex endorse override uphold confirm ratify fund allow kill advance
    introduce back add trim ok okay oks pick reinstate rescind declare designate lower impose lift""".split()
)
VOTES = frozenset("vote motion tally ballot council board commission committee member unanimously".split())
# "Agreed that more time was needed", "continued to hammer out": said or done, and not decided.
UNDECIDED = re.compile(r"\b(?:agreed that|continu\w+ to (?:discuss|debate|work|hammer|review|talk))\b", re.IGNORECASE)
# One who decides alone, and no body.
ALONE = frozenset(
    """he she i chief mayor manager sheriff judge superintendent governor administrator attorney director president
    principal minister secretary""".split()
)
BODIES = frozenset(
    """council board commission committee court panel councilors commissioners supervisors trustees members councilors
    councillors aldermen alders selectmen selectboard directors magistrates justices jps they legislators lawmakers
    senators delegates""".split()
)
# What a verb makes of its object, where the verb alone says it.
FATES = {
    verb: fate
    for fate, verbs in {
        "passed": "approve adopt pass grant award authorize endorse ratify confirm ok okay",
        "failed": "reject deny defeat kill",
        "tabled": "table shelve",
        "postponed": "postpone delay defer continue",
        "referred": "refer",
    }.items()
    for verb in verbs.split()
}


def fate_of(word: Token) -> str | None:
    """Return how the verb over a word says that the matter ended; None where it doesn't."""
    while word.pos_ != "VERB" and word.head.i != word.i:
        word = word.head
    return FATES.get(word.lemma_.casefold())


def is_framed(word: Token) -> bool:
    """Say whether the grammar of its sentence makes a word what is decided."""
    if word.pos_ == "VERB":
        return _is_voted(word) and word.lemma_ not in HANDLING
    if word.dep_ == "conj":
        return word.head.i != word.i and is_framed(word.head)
    if word.dep_ == "pobj" and word.head.lower_ in ("on", "for", "against"):
        return word.head.head.lemma_ in ("vote", "decide", "rule")
    if word.dep_ not in ("dobj", "nsubjpass"):
        return False
    verb = word.head
    return _is_voted(verb) or (verb.lemma_.casefold() in DOING and (word.dep_ == "nsubjpass" or _is_done_by_body(verb)))


def is_no_decision(sentence: Span, people: Container[int]) -> bool:
    """Say whether the grammar of a sentence rules out that a body decides: one person does it, or it is only talk.

    `people` holds the numbers of the words that name somebody: "the chief rejected the offer" is no vote.
    """
    lemmas = {word.lemma_.casefold() for word in sentence}
    if "vote" not in lemmas and UNDECIDED.search(sentence.text):
        return True
    if not lemmas.isdisjoint(VOTES):
        return False
    doers = [doer for word in sentence if word.lemma_.casefold() in DOING for doer in _doers(word)]
    return bool(doers) and all(doer.i in people or doer.lower_ in ALONE for doer in doers)


def _doers(verb: Token) -> list[Token]:
    """Who does something to something."""
    done = any(child.dep_ == "dobj" for child in verb.children)
    return [child for child in verb.children if child.dep_ == "nsubj"] if done else []


def _is_voted(verb: Token) -> bool:
    return verb.dep_ in ("xcomp", "ccomp", "acl", "advcl") and verb.head.lemma_ in VOTING


def _is_done_by_body(verb: Token) -> bool:
    """Whether a body does it, or nobody is named: an item of a list."""
    chain = verb
    while chain.dep_ == "conj" and chain.head.i != chain.i:
        chain = chain.head
    subjects = [child for child in chain.children if child.dep_ == "nsubj"]
    return not subjects or any(child.lower_ in BODIES for child in subjects)
