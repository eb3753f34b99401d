"""A story as words for reading names and titles: initials, hyphens and apostrophes kept whole, paragraphs apart."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from stories.extraction.document import Document

Kind = Literal["word", "number", "mark", "break"]

SHORT = (
    "jr sr mr mrs ms dr rev hon rep reps sen sens gov lt sgt capt cmdr gen col maj det ofc prof supt st ste atty pres "
    "comm asst pct dist coun couns ald alds cllr clr commr"
)
TOKEN = re.compile(
    rf"""
    (?P<word>
        (?:(?-i:[A-ZÀ-ÖØ-Þ])\.-?){{1,4}}(?=[\s,'")]|\Z)        # initials: J. or J.P.
      | (?:{"|".join(SHORT.split())})\.                       # shortened titles: Rep., Jr.
      | [^\W\d_]\w*(?:-[^\W_]\w*|'[^\W\d_]\w+)*               # Osei-Marsh, O'Rourke
    )
  | (?P<number>\d[\d,.]*\d(?:st|nd|rd|th)?|\d(?:st|nd|rd|th)?)
  | (?P<mark>'s\b|[^\w\s]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark; a `break` of no length stands before each paragraph.

    `opens`: it begins a sentence or quote; `tag` is spaCy's.
    """

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    opens: bool = False
    tag: str = ""

    @property
    def cap(self) -> bool:
        """Whether it begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()


Words = Sequence[Word]


def read(document: Document, tokens: Mapping[int, Token]) -> list[Word]:
    """All words of a document in order; `tokens` are spaCy's by where they start."""
    starts = {sentence.start_char for sentence in document.sentences}
    words: list[Word] = []
    for paragraph in document.paragraphs:
        words.append(Word(paragraph.start, paragraph.start, "", "", "break"))
        opens = True
        for match in TOKEN.finditer(document.plain, paragraph.start, paragraph.end):
            kind: Kind = match.lastgroup  # type: ignore[assignment]
            start, end = match.span()
            opens = opens or start in starts or start == paragraph.body
            if paragraph.speaker is not None and start < paragraph.speaker[1]:
                opens = False  # a label is a name, not the head of a sentence
            words.append(
                Word(
                    start,
                    end,
                    match[0],
                    match[0].casefold(),
                    kind,
                    opens,
                    tokens[start].tag_ if start in tokens else "",
                )
            )
            opens = match[0] in '":|[(•*' or (opens and kind == "mark")
    words.append(Word(len(document.plain), len(document.plain), "", "", "break"))
    return words


def position(words: Words, start: int) -> int:
    """Index of the first word that starts at or after a character."""
    return bisect_left(words, start, key=lambda word: word.start)


def text_of(words: Words, first: int, last: int) -> str:
    """The words from `first` up to, not including, `last`, with single spaces; marks touch what they follow."""
    joined = " ".join(word.text for word in words[first:last])
    return re.sub(r"(?<!\s)\s+('s\b|[,.;:)])", r"\1", joined).replace("( ", "(")
