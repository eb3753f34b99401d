"""Where each stretch in quotation marks stands: what its sentence says before and after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from stories.extraction.marks import Quoted
from stories.extraction.quotes.frame import Frame, Tokens


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch with the tokens of its sentence outside the marks: the lead before it and the tail after it.

    `touches`: the lead begins where another stretch ends. `paragraph` is the number of the paragraph it opens in.
    """

    stretch: Quoted
    lead: Tokens
    tail: Tokens
    paragraph: int
    touches: bool = False
    opens_paragraph: bool = False


def places(frame: Frame) -> Iterator[Place]:
    """Every stretch with its surroundings, in order."""
    paragraphs = frame.document.paragraphs
    number = 0
    for index, stretch in enumerate(frame.document.quoted):
        while number + 1 < len(paragraphs) and paragraphs[number + 1].start <= stretch.start:
            number += 1
        earlier, after = _neighbours(frame, index, number)
        before = max(earlier, paragraphs[number].body)
        first, lead = _lead(frame, before, stretch)
        yield Place(
            stretch=stretch,
            lead=lead,
            tail=_tail(frame, stretch, after),
            paragraph=number,
            touches=earlier == before and lead[0] == first and first not in frame.sentence_starts,
            opens_paragraph=stretch.start <= paragraphs[number].body + 2,
        )


def _neighbours(frame: Frame, index: int, number: int) -> tuple[int, int]:
    """Where in its paragraph another stretch ends before this one (else -1), and what bounds it behind."""
    marks, paragraphs = frame.document.quoted, frame.document.paragraphs
    closing = number
    while closing + 1 < len(paragraphs) and paragraphs[closing + 1].start < marks[index].end:
        closing += 1
    earlier = marks[index - 1].end + 1 if index and marks[index - 1].end > paragraphs[number].start else -1
    after = marks[index + 1].start - 1 if index + 1 < len(marks) else paragraphs[closing].end
    return earlier, min(after, paragraphs[closing].end)


def _lead(frame: Frame, before: int, stretch: Quoted) -> tuple[int, Tokens]:
    """The first token after what bounds the lead, and the lead."""
    first, opened = frame.token_at(before), frame.token_at(stretch.start - 1)
    for i in range(opened, first, -1):
        if i in frame.sentence_starts and (i == opened or not frame.inside[i]):
            return first, (i, opened)
    return first, (first, max(first, opened))


def _tail(frame: Frame, stretch: Quoted, after: int) -> Tokens:
    """The rest of the sentence; after "?" or "!" a short sentence such as "Smith asked." is part of it."""
    closed, end = frame.token_at(stretch.end + 1), frame.token_at(after)
    asks = frame.document.plain[stretch.end - 1] in "?!"
    for i in range(closed, end):
        if i in frame.sentence_starts and not (asks and i <= closed + 1):
            return closed, i
    return closed, max(closed, end)
