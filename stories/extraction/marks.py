"""Quotation marks: a plain copy of a text, character for character, and which stretches stand in marks."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stories.extraction.layout import Paragraph

OPENING, CLOSING, EITHER = "“„«‟", "”»", '"＂'
MARK = re.compile(r"[“„«‟”»\"＂]|``|(?<!['’‘`])(?:''|’’|‘‘)(?!['’‘])|(?<=\S')''(?!')|(?<!\S)''(?='\S)")
PLAIN = str.maketrans(
    dict.fromkeys(OPENING + CLOSING + EITHER, '"')
    | dict.fromkeys("‘’‚‛`´′", "'")
    | dict.fromkeys("‐‑‒–−", "-")
    | {"―": "—", "…": "…"}
    | dict.fromkeys(
        "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060",
        " ",
    )
    | dict.fromkeys([*map(chr, range(0x2000, 0x200B)), *map(chr, range(0x202A, 0x202F))], " ")
    | dict.fromkeys([*map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"], " ")
    | dict.fromkeys(
        [*map(chr, range(9)), *map(chr, range(14, 28)), *map(chr, range(0x7F, 0xA0))],
        " ",
    )
    | dict.fromkeys([chr(code) for code in range(0xD800, 0xE000)], "\ufffd")
)
NO_WORD = re.compile(r"\S{400,}")  # blanked: the tokenizer's time grows with the square of such a run


def plain(text: str) -> str:
    """The text with straight marks, hyphens and ordinary spaces; every character keeps its place."""
    straight = text.translate(PLAIN)
    if "''" in straight:  # two single marks for a double one: the mark goes next to the words
        straight = re.sub(r"(?<![^\s([—-])''(?='?[^\s'.,;:!?])", ' "', straight)
        straight = re.sub(r"''(?!')", '" ', straight)
    return NO_WORD.sub(lambda run: " " * len(run[0]), straight)


class Mark(NamedTuple):
    """One mark: its place, its turn (1 opens, -1 closes, 0 either) and its width in characters."""

    at: int
    turn: int
    width: int


SINGLE = re.compile(r"(?<![^\s(—–-])['‘](?=[^\W_a-z]|[a-z]+ [a-z])[^\n\"“”]{5,}?[,.?!…—]['’](?![^\W_])")


def with_double_marks(text: str) -> str:
    """The text with double marks where a story, as British ones do, puts speech in single ones; same length."""
    if MARK.search(text) or len(text) > LONGEST_SINGLE:
        return text
    return SINGLE.sub(lambda found: f"“{found[0][1:-1]}”", text)


LONGEST_SINGLE = 100_000


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch in quotation marks: `start` to `end` are its words, the marks stand outside.

    Reopened marks of later paragraphs lie inside. `whole` is False where a mark had to be guessed.
    """

    start: int
    end: int
    whole: bool = True


def quoted(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quoted, ...]:
    """All stretches in double quotation marks, in order; quotes inside quotes belong to the outer one."""
    found: list[Quoted] = []
    held: int | None = None  # where a stretch that the previous paragraph left open began
    for number, paragraph in enumerate(paragraphs):
        marks = list(_marks(text, paragraph))
        if held is not None and marks and marks[0].at == paragraph.body and marks[0].turn >= 0:
            marks.pop(0)  # reopened: the same stretch goes on
        elif held is not None:
            found.append(Quoted(held, paragraphs[number - 1].end, whole=False))
            held = None
        held = _pair(text, marks, paragraph, held, found)
    if held is not None:
        found.append(Quoted(held, paragraphs[-1].end, whole=False))
    return tuple(stretch for stretch in found if stretch.start < stretch.end)


def _pair(
    text: str,
    marks: list[Mark],
    paragraph: Paragraph,
    start: int | None,
    found: list[Quoted],
) -> int | None:
    """Add the stretches that close in this paragraph; where one is left open, return its start."""
    ahead = sum(mark.turn for mark in marks)  # below zero: more marks close than open from here on
    depth = 0
    for number, mark in enumerate(marks):
        if start is None and mark.turn >= 0:
            start = mark.at + mark.width
        elif start is None:
            if number == 0 and text[mark.at - 1] in ".,?!":  # its opening mark is lost
                found.append(Quoted(paragraph.body, mark.at, whole=False))
        elif mark.turn > 0 and ahead < 0:
            depth += 1
        elif mark.turn > 0:  # the mark before was never closed
            start = mark.at + mark.width
        elif depth:
            depth -= 1
        else:
            found.append(Quoted(start, mark.at))
            start = None
        ahead -= mark.turn
    return start


def _marks(text: str, paragraph: Paragraph) -> Iterator[Mark]:
    """The marks of a paragraph; a curly one that plainly faces the wrong way is turned.

    A straight one without a partner among curly ones is a slip.
    """
    words = text[paragraph.body : paragraph.end]
    stray = words.count('"') == 1 and any(mark in words for mark in "“”")
    for match in MARK.finditer(text, paragraph.body, paragraph.end):
        mark, at = match[0], match.start()
        if stray and mark == '"' and at == paragraph.body:
            continue
        if mark == "``" or mark in OPENING:
            spaced = text[at - 1 : at].isspace() and text[match.end() : match.end() + 1].isspace()
            yield Mark(at, 0 if spaced else -1 if _turn(text, match, paragraph) < 0 else 1, len(mark))
        elif mark in CLOSING:
            yield Mark(at, 1 if _turn(text, match, paragraph) > 0 else -1, len(mark))
        elif not _is_inch(text, at):
            yield Mark(at, _turn(text, match, paragraph), len(mark))


def _is_inch(text: str, at: int) -> bool:
    """Whether a straight mark says inches, as in a height of 6'2"."""
    return at > 2 and text[at - 1].isdigit() and bool(re.search(r"\d['’′] ?\d{1,2}$", text[max(0, at - 8) : at]))


def _turn(text: str, match: re.Match[str], paragraph: Paragraph) -> int:
    """Which way a straight mark faces, by what touches it."""
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    opens = before.isspace() or before in "([{—–-/'‘"
    closes = after.isspace() or after in ".,;:!?)]}—–-/'’"
    return 0 if opens == closes else 1 if opens else -1


class Stretches:
    """Looks up, quickly, whether a place stands in quotation marks."""

    def __init__(self, found: Sequence[Quoted]) -> None:
        self._found = found
        self._starts = [stretch.start for stretch in found]

    def at(self, position: int) -> Quoted | None:
        number = bisect_right(self._starts, position) - 1
        stretch = self._found[number] if number >= 0 else None
        return stretch if stretch and position < stretch.end else None
