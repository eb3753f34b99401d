"""What the tagger says of one story: probabilities for each sentence, and stretches of text for each part."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Odds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that play a part: how likely that is, and how likely each of their kinds (fates, tenses, stances)."""

    start: int
    end: int
    probability: float
    kinds: Odds = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece of the text: how likely it begins a stretch of a part, how likely it belongs to one at all."""

    start: int
    end: int
    begins: float
    belongs: float
    kinds: Odds


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where the words of one part of what a sentence tells stand: a share for each word piece, one for nowhere near."""

    nowhere: float
    pieces: Sequence[tuple[int, int, float]]

    def share(self, start: int, end: int) -> float:
        """How much of it falls between two offsets."""
        return sum(share for first, last, share in self.pieces if first < end and last > start)


@dataclass(frozen=True, slots=True)
class Tags:
    """`tells` has for each sentence of the document how likely it tells what; `pieces` the word pieces, by part.

    `pointed` has for a sentence's number and a group of tellings (of `heads.GROUPS`) where each part is said to stand.
    """

    tells: Sequence[Odds] = ()
    pieces: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    pointed: Mapping[tuple[int, int], Mapping[str, Pointing]] = field(default_factory=dict)

    def where(self, number: int, group: int, part: str) -> Pointing | None:
        """Where the words of a part of what a sentence tells stand; None where it was not asked."""
        return self.pointed.get((number, group), {}).get(part)

    def between(self, part: str, start: int, end: int) -> Sequence[Piece]:
        """The word pieces that begin between two offsets."""
        pieces = self.pieces.get(part, ())
        first = bisect_left(pieces, start, key=lambda piece: piece.start)
        return pieces[first : bisect_left(pieces, end, key=lambda piece: piece.start)]

    def stretches(self, part: str, start: int, end: int, floor: float = 0.5) -> list[Stretch]:
        """The stretches between two offsets whose word pieces are each at least as likely as `floor`, in order."""
        pieces = self.pieces.get(part, ())
        found: list[list[Piece]] = []
        previous = -1
        for number in range(bisect_left(pieces, start, key=lambda piece: piece.start), len(pieces)):
            piece = pieces[number]
            if piece.start >= end:
                break
            if piece.belongs < floor:
                continue
            if previous == number - 1 and found and piece.begins <= piece.belongs / 2:
                found[-1].append(piece)
            else:
                found.append([piece])
            previous = number
        return [_stretch(run) for run in found]


def _stretch(run: Sequence[Piece]) -> Stretch:
    sure = sum(piece.belongs for piece in run) / len(run)
    kinds = {name: sum(piece.kinds[name] for piece in run) / len(run) for name in run[0].kinds}
    return Stretch(run[0].start, run[-1].end, sure, kinds)
