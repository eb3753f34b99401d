"""The grammar of deciding: what is voted to be done, and what a body does, are its matter."""

from spacy.tokens import Token

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
BODIES = frozenset(
    """council board commission committee court panel councilors commissioners supervisors trustees members councilors
    councillors aldermen alders selectmen selectboard directors magistrates justices jps they legislators lawmakers
    senators delegates""".split()
)


def is_framed(word: Token) -> bool:
    """Say whether the grammar of its sentence makes a word what is decided."""
    if word.pos_ == "VERB":
        return _is_voted(word) and word.lemma_ not in HANDLING
    if word.dep_ == "conj":
        return word.head is not word and is_framed(word.head)
    if word.dep_ not in ("dobj", "nsubjpass"):
        return False
    verb = word.head
    return _is_voted(verb) or (verb.lemma_.casefold() in DOING and (word.dep_ == "nsubjpass" or _is_done_by_body(verb)))


def _is_voted(verb: Token) -> bool:
    return verb.dep_ in ("xcomp", "ccomp", "acl", "advcl") and verb.head.lemma_ in VOTING


def _is_done_by_body(verb: Token) -> bool:
    """Whether a body does it, or nobody is named: an item of a list."""
    chain = verb
    while chain.dep_ == "conj" and chain.head is not chain:
        chain = chain.head
    subjects = [child for child in chain.children if child.dep_ == "nsubj"]
    return not subjects or any(child.lower_ in BODIES for child in subjects)
