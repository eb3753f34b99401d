"""A story cut into windows that the encoder reads at once: title, then whole sentences, with some around them."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 320  # word pieces in a window
LONGEST_TITLE = 24
LONGEST_SENTENCE = 110
# Sentences before and behind those that a window answers for, read for their sense alone.
BEFORE, BEHIND = 4, 1
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Window:
    """The word pieces of some sentences; `places` has each one's number, its first piece and the one after its last.

    It answers for the sentences numbered in `owned`.
    """

    pieces: list[int]
    places: list[tuple[int, int, int]]
    owned: range


def windows(title: Sequence[int], sentences: Sequence[Sequence[int]]) -> list[Window]:
    """Cut so that each sentence is answered for once; what is too long of a sentence is left out."""
    head = [CLS, *title[:LONGEST_TITLE], SEP]
    cut = [list(sentence[:LONGEST_SENTENCE]) for sentence in sentences]
    found: list[Window] = []
    wanted = 0
    while wanted < len(cut):
        first = max(0, wanted - BEFORE)
        while first < wanted and len(head) + sum(len(one) + 1 for one in cut[first : wanted + 1]) > LONGEST:
            first += 1
        last, size = first, len(head)
        while last < len(cut) and (last <= wanted or size + len(cut[last]) + 1 <= LONGEST):
            size += len(cut[last]) + 1
            last += 1
        end = last if last == len(cut) else max(wanted + 1, last - BEHIND)
        found.append(_window(head, cut, range(first, last), range(wanted, end)))
        wanted = end
    return found


def _window(head: list[int], sentences: list[list[int]], read: range, owned: range) -> Window:
    pieces, places = list(head), []
    for number in read:
        places.append((number, len(pieces), len(pieces) + len(sentences[number])))
        pieces += [*sentences[number], SEP]
    return Window(pieces, places, owned)
