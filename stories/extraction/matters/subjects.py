"""What a stance or a ballot is on: a noun phrase of the story, beside it or told before."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.matters.subject_words import (
    DECIDING,
    DEED_OF,
    FATES,
    GENERIC,
    LINKS,
    MEASURES,
    PEOPLE,
    TIMES,
    WEIGHTS,
)
from stories.extraction.people.cast import Cast

MOST_WORDS = 12
BEFORE_HEAD = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "advmod", "punct"})
LOOSE = frozenset({"ADP", "DET", "CCONJ", "PART", "PUNCT", "SPACE", "AUX", "SCONJ"})  # no phrase ends with one
NAMING = frozenset("NN NNS NNP NNPS VB VBG".split())  # the tags of a word that can name a matter
CUT = re.compile(r",(?!\d)|[;:()\"“”—–\[\]\n]| -- | - ")
ARTICLE = re.compile(r"(?:the|a|an|to|whether|its|their|his|her|that|this|such|those|these|any|all)\s+", re.IGNORECASE)
WHAT = frozenset("dobj prep dative prt advmod attr oprd ccomp xcomp".split())
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def stems(words: str) -> frozenset[str]:
    """The words that tell one matter from another, cut to six letters so that "rezone" meets "rezoning"."""
    found = (word.casefold().replace("’", "'").removesuffix("'s") for word in WORD.findall(words.replace("-", " ")))
    telling = frozenset(
        one[:6] for one in found if len(one) > 1 and not one.isdigit() and one not in GENERIC and one not in TIMES
    )
    # "The five-year plan" is told apart by nothing else.
    return telling or frozenset(one.casefold()[:6] for one in words.split() if "-" in one.strip("-"))


def are_alike(one: str, other: str) -> bool:
    """Whether two phrases may name the same matter: half of the shorter one's telling words stand in the other."""
    ours, theirs = stems(one), stems(other)
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, or a deed ("let Tanner dig"); `governed`: a word of deciding has it as its object."""

    start: int
    end: int
    words: str
    head: str
    stems: frozenset[str]
    governed: bool
    token: Token


class Subjects:
    """Answers what is decided or argued over at a place of one story."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self._document = document
        self._names = frozenset(word.casefold()[:6] for figure in cast.figures for word in figure.name.split())
        self.named = frozenset(
            token.i
            for figure in cast.figures
            for mention in figure.mentions
            for token in document.tokens(mention.start, mention.end)
        )
        self._title = stems(document.story.title) - self._names
        self.phrases = [one for one in self._found() if one.stems]
        self._heads = Counter(one.head for one in self.phrases)
        told = (stem for word in document.doc if not word.is_stop for stem in stems(word.text))
        self._weights = {
            stem: math.log2(1 + count) + (3 if stem in self._title else 0)
            for stem, count in Counter(told).items()
            if stem not in self._names
        }

    def at(self, place: int, own: tuple[int, int] | None = None, *, ballot: bool = False) -> str:
        """The matter of a stance told at a place; `own` is where its own object stands. "" where there are no words."""
        said = self._of_range(*own) if own is not None else None
        if said is not None and said.stems - {said.head}:
            return said.words
        rivals = self.phrases
        if said is not None and said.stems:
            rivals = [one for one in self.phrases if one.head == said.head and len(one.stems) > 1] or [said]
        best = max(rivals, key=lambda one: self.fit(one, place, ballot=ballot), default=None)
        return "" if best is None else best.words

    def _of_range(self, start: int, end: int) -> Phrase | None:
        """The phrase of the word that all others in a range hang on."""
        inner = self._document.tokens(start, end)
        root = next(
            (word for word in inner if not inner.start <= word.head.i < inner.end or word.head.i == word.i), None
        )
        if root is None or root.i in self.named or root.lemma_.casefold() in PEOPLE or root.tag_ not in NAMING:
            return None
        return self._phrase(root, governed=True)

    def fit(self, one: Phrase, place: int, *, ballot: bool = False) -> float:
        """How likely a phrase is what is meant at a place: a sum of weights, learnt from marked stories."""
        return sum(WEIGHTS[name] * value for name, value in self.traits(one, place, ballot=ballot).items())

    def traits(self, one: Phrase, place: int, *, ballot: bool) -> dict[str, float]:
        """What speaks for a phrase, by the names of WEIGHTS."""
        sentence, paragraph = self._document.sentence_at(place), self._document.paragraph_at(place)
        first, last = (sentence.start_char, sentence.end_char) if sentence is not None else (place, place)
        before, after = one.end <= first, one.start >= last
        near = before and len(self._document.sentences_in(one.start, place)) <= 2
        head, size = one.token, len(one.stems)
        ahead = self._document.doc[one.token.left_edge.i - 1].lower_ if one.token.left_edge.i else ""
        return {
            "topical": sum(self._weights.get(stem, 0.0) for stem in one.stems) / math.sqrt(size),
            "in the title": len(one.stems & self._title) / size,
            "after": after,
            "after a ballot": after and ballot,
            "before a ballot": before and ballot,
            "near": near,
            "same sentence": not before and not after,
            "same paragraph": paragraph is not None and paragraph.start <= one.start < paragraph.end,
            "object": head.dep_ == "dobj",
            "subject": head.dep_ in {"nsubj", "nsubjpass"},
            "linked": ahead in LINKS,
            "governed": one.governed,
            "measure": head.lemma_.casefold() in MEASURES,
            "one word": size == 1,
            "a name": head.pos_ == "PROPN",
            "quoted": self._document.quoted_at(one.start) is not None,
            "told often": math.log1p(self._heads[one.head]),
        }

    @cached_property
    def deeds(self) -> Sequence[Phrase]:
        """What is to be done, or was: "fire the clerk" of a vote to, "hiring a chief", "Renamed Pecan Spur"."""
        told = (self._cut(one.i, one.right_edge.i, one, governed=False) for one in self._document.doc if _is_deed(one))
        return [one for one in told if one is not None and one.stems]

    @cached_property
    def aims(self) -> Sequence[Phrase]:
        """What says no more than "a resolution" with what it is to do: "resolution to cut the fee"."""
        heads = (one for one in self._document.doc if one.lemma_.casefold() in GENERIC and one.pos_ == "NOUN")
        told = (self._with_aim(one) for one in heads)
        return [one for one in told if one is not None and one.stems]

    def _with_aim(self, head: Token) -> Phrase | None:
        behind = next((one for one in head.rights if one.dep_ in {"relcl", "acl"} and one.i <= head.i + 4), None)
        if behind is None:
            return None
        first = min((one.left_edge.i for one in head.lefts if one.dep_ in BEFORE_HEAD), default=head.i)
        return self._cut(first, behind.right_edge.i, head, governed=_is_governed(head))

    def between(self, start: int, end: int) -> Phrase | None:
        """The phrase of just these words."""
        inner = self._document.tokens(start, end)
        if not len(inner):
            return None
        words = " ".join(self._document.text[start:end].split())
        head = inner.root
        return Phrase(start, end, words, head.lower_[:6], stems(words) - self._names, _is_governed(head), head)

    def _found(self) -> Iterator[Phrase]:
        for token in self._document.doc:
            noun = token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound" and token.i not in self.named
            deed = token.pos_ == "VERB" and token.dep_ == "xcomp" and token.head.lemma_ == "vote"
            if (noun and {token.lemma_.casefold(), token.lower_}.isdisjoint(PEOPLE | TIMES)) or deed:
                phrase = self._phrase(token, governed=deed or _is_governed(token))
                if phrase is not None:
                    yield phrase

    def _phrase(self, head: Token, *, governed: bool) -> Phrase | None:
        """The phrase of a noun, or of a verb that is itself what is wanted; None for pronouns and times."""
        if head.pos_ in {"VERB", "AUX"}:
            inner = _object(head) if head.lemma_ in DECIDING else None
            return self._cut(head.i, head.right_edge.i, head, governed=True) if inner is None else self._of(inner)
        if head.pos_ == "PRON" or head.lower_ in TIMES:
            return None
        first = min((child.left_edge.i for child in head.lefts if child.dep_ in BEFORE_HEAD), default=head.i)
        last = head.i
        for child in head.rights:
            if (
                child.dep_ not in {"prep", "acl", "pcomp", "compound", "nummod"}
                or _is_time(child)
                or child.i != last + 1
            ):
                break
            last = child.right_edge.i
        return self._cut(first, last, head, governed=governed)

    def _of(self, inner: Token) -> Phrase | None:
        return self._phrase(inner, governed=True)

    def _cut(self, first: int, last: int, head: Token, *, governed: bool) -> Phrase | None:
        """The phrase from one token to another, ended before clauses, times, marks and the thirteenth word."""
        doc, plain = self._document.doc, self._document.plain
        last = min(last, first + MOST_WORDS - 1)
        for token in doc[head.i + 1 : last + 1]:
            made = token.dep_ == "acl" and any(child.dep_ == "agent" for child in token.children)  # "proposed by Lee"
            if made or token.dep_ in {"relcl", "mark"} or _is_time(token) or token.tag_ in {"WDT", "WP", "WRB"}:
                last = max(token.left_edge.i, head.i + 1) - 1
                break
        last = max(last, head.i)
        while last > head.i and doc[last].pos_ in LOOSE:
            last -= 1
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        start = max((mark.end() for mark in CUT.finditer(plain, start, head.idx)), default=start)
        end = min((mark.start() for mark in CUT.finditer(plain, head.idx + len(head), end)), default=end)
        start += len(plain[start:end]) - len(plain[start:end].lstrip())
        if lead := ARTICLE.match(plain, start, end):
            start = lead.end()
        words = " ".join(self._document.text[start:end].split())
        name = (head.lower_ if head.pos_ == "PROPN" else head.lemma_.casefold())[:6]
        return Phrase(start, end, words, name, stems(words) - self._names, governed, head) if words else None


def _is_deed(verb: Token) -> bool:
    """Whether a verb tells what is done or to be done: "to fire", of a word of deciding; "hiring"; or opens a line."""
    if verb.pos_ != "VERB" or not any(child.dep_ in WHAT for child in verb.children):
        return False
    if verb.tag_ == "VBG":
        return verb.dep_ in {"pcomp", "dobj", "nsubj", "xcomp", "appos", "pobj"}
    if verb.tag_ == "VB" and any(child.lower_ == "to" and child.i < verb.i for child in verb.children):
        return verb.head.lemma_ in DEED_OF or verb.head.head.lemma_ in DEED_OF
    return verb.i == verb.sent.root.i and not any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _object(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass", "xcomp", "ccomp"}:
            return child
        if child.dep_ == "prep" and child.lower_ in LINKS:
            return next((inner for inner in child.children if inner.dep_ in {"pobj", "pcomp"}), None)
    return None


def _is_time(token: Token) -> bool:
    """Whether a word opens words of time: "on Tuesday", "at its meeting", "tonight"."""
    if token.dep_ == "npadvmod":
        return True
    inner = next((child for child in token.children if child.dep_ == "pobj"), None) if token.dep_ == "prep" else None
    return inner is not None and (inner.lower_.rstrip(".") in TIMES or inner.lemma_ in TIMES)


def _is_governed(noun: Token) -> bool:
    """Whether a noun is what a word of deciding is about."""
    above = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"}:
        return above.lemma_ in DECIDING
    if noun.dep_ == "nsubj":
        return above.lemma_ in FATES
    return (
        noun.dep_ == "pobj" and above.lower_ in LINKS and above.head.lemma_ in MEASURES | {"vote", "decide", "hearing"}
    )
