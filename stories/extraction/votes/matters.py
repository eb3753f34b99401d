"""What a vote is about, in the story's words, and what kind of motion it is."""

import re

from spacy.tokens import Token

from stories.extraction.dates.words import SHORT_DAYS, SHORT_MONTHS, wordset
from stories.extraction.votes import lexicon as lex

MOST_WORDS = 14
PREPOSITIONS = wordset("on for against about over regarding whether of")
CLASSIFICATIONS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in lex.CLASSIFICATIONS)
TIME_WORDS = wordset("night morning afternoon evening day week month year meeting session reading time agenda")
WORD = re.compile(r"[a-z]{3,}")
PLAIN = wordset(
    "the and for that with its their his her this which who vote votes voted council board commission "
    "committee whether will would could city county approve plan proposal measure motion new matter item "
    "issue question decision final"
)


def matter(verb: Token) -> str:
    """The object of a decision: after "on", "to" or "whether", or the verb's own object."""
    for wanted in (("dobj", "nsubjpass"), ("prep",), ("xcomp", "ccomp"), ("advcl",)):
        for child in verb.children:
            if child.dep_ in wanted and (found := words_of(child)):
                return found
    return ""


def words_of(child: Token) -> str:
    """The words of an object; of a preposition's object when it is one that leads to a matter."""
    if child.dep_ != "prep":
        return matter(child) if child.lemma_ == "vote" else words(child)
    inner = next((word for word in child.children if word.dep_ in ("pobj", "pcomp")), None)
    if inner is None or child.lower_ not in PREPOSITIONS or dated(inner):
        return ""
    return words(inner)


def dated(word: Token) -> bool:
    """Whether a word is part of a date: "on Tuesday" is no matter."""
    return calendar(word) or word.lemma_ in TIME_WORDS


def calendar(word: Token) -> bool:
    """Whether a word is a weekday or month."""
    plain = word.lower_.rstrip(".")
    return plain in SHORT_DAYS or plain in SHORT_MONTHS


def words(head: Token) -> str:
    """A phrase without its article, relative clauses and what follows a comma."""
    first, last = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.dep_ in ("relcl", "punct", "appos") and child.i > head.i:
            last = min(last, child.left_edge.i - 1)
        if child.dep_ == "cc" and child.i > head.i and not any(one.dep_ == "conj" for one in head.children):
            last = min(last, child.i - 1)  # "votes on the tax and March 24 on the fee"
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


def classification(text: str) -> str:
    """The kind of motion that a sentence names."""
    return next((name for name, pattern in CLASSIFICATIONS if pattern.search(text)), "")


def classification_at(text: str, place: int) -> str:
    """Of several kinds of motion in a sentence, the last named before a place in it; "" where there is one, or none."""
    named = [(match.start(), name) for name, pattern in CLASSIFICATIONS for match in pattern.finditer(text)]
    before = sorted(pair for pair in named if pair[0] < place)
    return before[-1][1] if before and len({name for _, name in named}) > 1 else ""
