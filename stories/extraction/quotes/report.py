"""What the quote rules hand to each other: a report, that is who says something, by which words, and what."""

from dataclasses import dataclass, field

from spacy.tokens import Token

Range = tuple[int, int]


@dataclass(slots=True)
class Report:
    """One act of speaking. `pieces` are character ranges of its words; `speaker` is the head noun of who speaks.

    `label` is a speaker's label in a transcript, which is no part of a sentence.
    """

    rule: str
    confidence: float
    pieces: list[Range] = field(default_factory=list)
    cue: Range | None = None
    speaker: Token | None = None
    label: Range | None = None
    turn: bool = False  # a whole turn of a transcript
    anchor: bool = False  # no words of its own, but later ones may follow it
    follows: bool = False  # nobody is named: the last speaker goes on
