"""Words credited to somebody by "according to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from stories.extraction.quotes.cues import DOCUMENTS
from stories.extraction.quotes.frame import Frame, Tokens
from stories.extraction.quotes.report import Report


def according(frame: Frame) -> Iterator[Report]:
    for token in frame.according:
        to = frame.doc[token.i + 1]
        source = next((t for t in to.children if t.dep_ == "pobj"), None)
        if source is None or source.lemma_.lower() in DOCUMENTS:
            continue
        pieces = _credited(frame, token, source)
        ranges = [found for start, end in pieces if (found := frame.trimmed(start, end))]
        if ranges:
            yield Report("“according to” and a source", 0.75, ranges, (token.idx, to.idx + 2), source)


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
