"""Words credited to somebody by "according to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.quotes.cues import DOCUMENTS
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Report


def according(frame: Frame) -> Iterator[Report]:
    yield from _per(frame)
    for token in frame.according:
        to = frame.doc[token.i + 1]
        source = next((t for t in to.children if t.dep_ == "pobj"), None)
        if source is None or _document(source):
            continue
        pieces = _credited(frame, token, source)
        ranges = [found for start, end in pieces if (found := frame.trimmed(start, end))]
        if ranges:
            yield Report("“according to” and a source", 0.75, ranges, (token.idx, to.idx + 2), source)


def _document(source: Token) -> bool:
    """Whether a paper is credited and nobody: "the agenda", "the clerk of court's report"."""
    last = source.right_edge
    owned = last is not source and any(child.dep_ == "poss" for child in last.children)
    return source.lemma_.lower() in DOCUMENTS or (owned and last.lemma_.lower() in DOCUMENTS)


def _per(frame: Frame) -> Iterator[Report]:
    """ "Per Fire Chief Ann Roe, nobody was hurt": "per" and a person of the story."""
    for token in frame.doc[:-1]:
        source = next((t for t in token.children if t.dep_ == "pobj"), None) if token.lower_ == "per" else None
        if source is None or frame.inside[token.i] or frame.figure(source) is None:
            continue
        ranges = [found for start, end in _credited(frame, token, source) if (found := frame.trimmed(start, end))]
        if ranges:
            yield Report("“per” and a person", 0.7, ranges, frame.range(token), source)


def _credited(frame: Frame, token: Token, source: Token) -> list[Tokens]:
    """The sentence but for the "according to" phrase."""
    sentence = frame.sentence(token)
    last = source.right_edge.i + 1
    if token.i - sentence.start <= 2:
        return [(last, sentence.end)]
    pieces = [(sentence.start, token.i)]
    if last < sentence.end - 3 and frame.doc[last].text == ",":
        pieces.append((last + 1, sentence.end))
    return pieces
