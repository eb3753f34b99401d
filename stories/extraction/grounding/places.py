"""Where words stand in a text, word for word: only marks, hyphens and spaces may be written otherwise."""

import re
from dataclasses import dataclass, field

from stories.extraction.findings import Span
from stories.extraction.grounding.claims import Dropped
from stories.extraction.marks import plain

# Of words that stand more often nothing is found out.
MOST = 50


@dataclass(frozen=True, slots=True)
class Places:
    """A text with straight marks and single spaces, and where each of its characters stands in the original."""

    text: str
    even: str = field(init=False)
    at: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        even, at = _evened(self.text)
        object.__setattr__(self, "even", even)
        object.__setattr__(self, "at", at)

    def all(self, words: str) -> list[Span]:
        """Return every place where these words stand whole, in order; none where they stand nowhere."""
        wanted = _evened(words)[0].strip()
        found: list[Span] = []
        start = self.even.find(wanted) if wanted else -1
        while start >= 0 and len(found) < MOST:
            end = start + len(wanted)
            if not _cuts(self.even, start) and not _cuts(self.even, end):
                first, last = self.at[start], self.at[end - 1] + 1
                found.append(Span(first, last, self.text[first:last]))
            start = self.even.find(wanted, start + 1)
        return found

    def in_any_case(self, words: str) -> list[Span]:
        """Return the same in capitals or small letters: the story's own words, as it writes them."""
        wanted = _evened(words)[0].strip()
        found = re.finditer(re.escape(wanted), self.even, re.IGNORECASE) if wanted else ()
        whole = (one for one in found if not _cuts(self.even, one.start()) and not _cuts(self.even, one.end()))
        ends = ((self.at[one.start()], self.at[one.end() - 1] + 1) for one, _ in zip(whole, range(MOST), strict=False))
        return [Span(start, end, self.text[start:end]) for start, end in ends]

    def only(self, words: str, what: str) -> Span:
        """Return the one place where these words stand. Raises Dropped where there is none, or more than one."""
        found = self.all(words)
        if not found:
            raise Dropped(f"{what} not word for word in the story")
        if len(found) > 1:
            raise Dropped(f"{what} in the story more than once")
        return found[0]


def _evened(text: str) -> tuple[str, tuple[int, ...]]:
    kept: list[str] = []
    at: list[int] = []
    for number, character in enumerate(plain(text)):
        if not character.isspace():
            kept.append(character)
        elif kept and kept[-1] != " ":
            kept.append(" ")
        else:
            continue
        at.append(number)
    return "".join(kept), tuple(at)


def _cuts(text: str, at: int) -> bool:
    """Whether a place is within a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
