"""What a vote is about, in the story's words, and at which stage it stands."""

import re

from spacy.tokens import Token

from stories.extraction.votes import lexicon as lex

MOST_WORDS = 14
PREPOSITIONS = frozenset(["on", "for", "against", "about", "over", "regarding", "whether", "of"])
STAGES = tuple((stage, re.compile(pattern, re.IGNORECASE)) for stage, pattern in lex.STAGES)
WORD = re.compile(r"[a-z]{3,}")
PLAIN = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "with",
        "its",
        "their",
        "his",
        "her",
        "this",
        "which",
        "who",
        "vote",
        "votes",
        "voted",
        "council",
        "board",
        "commission",
        "committee",
        "whether",
        "will",
        "would",
        "could",
        "city",
        "county",
        "approve",
        "plan",
        "proposal",
        "measure",
        "motion",
        "new",
    ]
)


def matter(verb: Token) -> str:
    """The object of a decision: after "on", "to" or "whether", or the verb's own object."""
    best = ""
    for child in verb.rights:
        if child.dep_ in ("dobj", "nsubjpass", "xcomp", "ccomp", "pcomp", "advcl"):
            best = best or words(child)
        elif child.dep_ == "prep" and child.lower_ in PREPOSITIONS:
            inner = next((word for word in child.children if word.dep_ in ("pobj", "pcomp")), None)
            best = words(inner) if inner is not None and inner.ent_type_ != "DATE" else best
    if not best:
        own = next((child for child in verb.children if child.dep_ in ("nsubjpass",)), None)
        best = words(own) if own is not None else ""
    return best


def words(head: Token) -> str:
    """A phrase without its article, relative clauses and what follows a comma."""
    first, last = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.dep_ in ("relcl", "punct", "appos") and child.i > head.i:
            last = min(last, child.left_edge.i - 1)
    stretch = head.doc[first : min(last + 1, first + MOST_WORDS)]
    text = " ".join(stretch.text.split())
    return re.sub(r"^(?:the|a|an|to|whether to|whether|its|their)\s+", "", text, flags=re.IGNORECASE).strip(" ,")


def keywords(text: str) -> frozenset[str]:
    """What is compared between two matters: their words, cut to five letters."""
    return frozenset(word[:5] for word in WORD.findall(text.lower()) if word not in PLAIN)


def alike(one: str, other: str) -> float:
    """Share of the smaller matter's words that the other has; 0 when either says nothing."""
    a, b = keywords(one), keywords(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def stage(text: str) -> str:
    """The stage that a sentence names."""
    return next((name for name, pattern in STAGES if pattern.search(text)), "")
