"""Who a report's speaker is: the words that name him or her, and the canonical name where there is one."""

import re

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.findings import Span
from stories.extraction.people.cast import Cast, Figure
from stories.extraction.people.clusters import COURTESIES
from stories.extraction.quotes.frame import Frame

DESCRIPTION = re.compile(r"\b[\w-]{1,40}\s?-\s?(?:year|term)\b(?:\s?-\s?old)?", re.IGNORECASE)
NEAR_SENTENCES = 4  # the quote's own among them
NEAR_RIVALS, RIVALS_REACH = 3, 1_000  # sentences and characters


def span_of(document: Document, head: Token, cue: int | None = None) -> Span:
    """The noun phrase around its head: title, name and what touches it, up to a "who" that stands for it."""
    doc = document.doc
    first, last = head.left_edge.i, head.i
    body = document.paragraph_at(head.idx)
    while first < head.i and (doc[first].is_punct or doc[first].is_space or (body and doc[first].idx < body.body)):
        first += 1
    for token in doc[head.i + 1 : head.i + 3]:
        if token.tag_ in ("WP", "WDT") and cue is not None and token.idx < cue:
            last = token.i
    return document.span(doc[first].idx, doc[last].idx + len(doc[last]))


def name_of(frame: Frame, head: Token) -> str | None:
    """The canonical name; None for the unnamed, for groups and for several people at once."""
    if _joined(frame, head):
        return None
    figure = frame.figure(head)
    if figure is None and head.pos_ in ("NOUN", "ADJ") and head.tag_ != "NNS":
        figure = _in_apposition(frame, head) or _described(frame, head)
    return figure.name if figure else None


def rivals(frame: Frame, pronoun: Token) -> bool:
    """Whether somebody else whom "he" or "she" could mean is named shortly before."""
    who = frame.figure(pronoun)
    if who is None:
        return False
    start = max(frame.backward(pronoun, NEAR_RIVALS)[-1].start_char, pronoun.idx - RIVALS_REACH)
    near = frame.cast.figures_in(start, pronoun.idx)
    return any(other.name != who.name and other.gender in {who.gender, ""} for other in near)


def namesakes(frame: Frame, head: Token) -> bool:
    """Whether the speaker is called by nothing but a surname that somebody else in the story has too."""
    who = frame.figure(head)
    if who is None or (head.i and head.nbor(-1).lower_ in COURTESIES):
        return False
    mention = next((one for one in who.mentions if one.start <= head.idx < one.end), None)
    if mention is None or mention.form != "surname" or mention.start != mention.name_start:
        return False
    return any(other is not who and other.surname == who.surname for other in frame.cast.figures)


def _joined(frame: Frame, head: Token) -> bool:
    """Whether the noun is one of several: "Ruiz and Cole", "Ruiz, Cole and the union"."""
    if any(child.dep_ == "conj" for child in head.children):
        return True
    if any(child.dep_ == "appos" and child.pos_ == "PROPN" and _heads_list(child) for child in head.rights):
        return True
    if head.i + 1 < len(frame.doc) and head.nbor().lower_ == "both":
        return True
    before = head.left_edge
    return head.dep_ == "conj" and before.i > 0 and before.nbor(-1).lower_ in ("and", "&") and head.head.pos_ == "PROPN"


def _heads_list(name: Token) -> bool:
    return any(child.dep_ == "conj" and child.pos_ == "PROPN" for child in name.rights)


def _described(frame: Frame, head: Token) -> Figure | None:
    """ "The 41-year-old", "the three-term member": whom the sentence before is about."""
    phrase = frame.doc[head.left_edge.i : head.i + 1]
    if phrase[0].lower_ != "the" or not DESCRIPTION.search(phrase.text):
        return None
    for sentence in frame.backward(phrase[0], NEAR_SENTENCES):
        named = [who for who in frame.cast.figures_in(sentence.start_char, phrase[0].idx) if who.kind != "journalist"]
        if named:
            return named[0]
    return None


def _in_apposition(frame: Frame, head: Token) -> Figure | None:
    """The one person named in apposition: "her cousin, Joan Field, said"."""
    parts = (frame.figure(child) for child in head.rights if child.dep_ == "appos")
    named = {figure.name: figure for figure in parts if figure is not None}
    return next(iter(named.values())) if len(named) == 1 else None


def labelled_name(cast: Cast, document: Document, label: tuple[int, int]) -> str | None:
    """The canonical name for a label such as "REYES-COLE", by its last word or its full form; of an "A" that answers
    a "Q", the person named last before the first question.
    """
    if document.plain[slice(*label)] == "A":
        asked = next(one.start for one in document.paragraphs if one.kind == "turn")
        before = [who for who in cast.figures_in(0, asked) if who.kind != "journalist"]
        return before[-1].name if before else None
    figure = cast.figure_at(*label)
    if figure:
        return figure.name
    words = document.text[label[0] : label[1]].casefold()
    fits = [who.name for who in cast.figures if who.name.casefold() == words] or [
        who.name for who in cast.figures if who.surname.casefold() == words.split()[-1]
    ]
    return fits[0] if len(fits) == 1 else None
