"""How the sentence that a claim rests on reads in a later version of its story, word by word."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from stories.evidence.excerpts import passage_of
from stories.evidence.passages import sentence_ends
from stories.models import Finding

# A word or a sign with the space after it.
TOKEN = re.compile(r"(?:\w+(?:['’.,:-]\w+)*|[^\w\s])[^\S\n]*|\n+|[^\S\n]+")
# And a paragraph whole, with the line breaks between two.
PARAGRAPH = re.compile(r"[^\n]+|\n+")
# Characters; of a longer text the paragraphs are compared whole, which takes no time that grows with its square.
LONGEST = 60_000
# Of a text, what is looked through for the sentence that comes nearest to another; and how many are compared closely.
LOOKED_THROUGH = 200_000
LONGEST_SENTENCE = 2_000
CLOSELY = 5
# The share of words that two wordings of a sentence have in common; below it they are two sentences.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, as plain text that a template escapes. `kind` is "same", "added", "removed", or "gap" for
    words left out between two changes.
    """

    kind: str
    text: str = ""


def since_accepted(finding: Finding, newest: str) -> list[Piece]:
    """Return what became of the sentence that the finding rests on in the text of its story's newest version; nothing
    where no sentence there is like it, or its own was removed.
    """
    was, now = wordings(finding, newest)
    return word_diff(was, now) if now else []


def wordings(finding: Finding, newest: str) -> tuple[str, str]:
    """Return the sentence that the finding rests on, and the one that is most like it in the text of its story's newest
    version; "" for either that there is none of.
    """
    passage = passage_of(finding)
    was = passage.sentence.strip() if passage else ""
    return was, nearest(was, newest)[:LONGEST_SENTENCE]


def nearest(sentence: str, text: str) -> str:
    """Return the sentence of the text that has most words of the other in their order; "" where none is like it."""
    wanted = _words(sentence)
    sentences = [part for part in _sentences(text[:LOOKED_THROUGH]) if part]
    common = {part: (Counter(wanted) & Counter(_words(part))).total() / max(len(wanted), 1) for part in sentences}
    likely = sorted(common, key=lambda part: -common[part])[:CLOSELY]
    likeness = {part: SequenceMatcher(None, wanted, _words(part), autojunk=False).ratio() for part in likely}
    best = max(likely, key=lambda part: likeness[part], default="")
    return best if best and likeness[best] >= ALIKE else ""


def _words(text: str) -> list[str]:
    return [token.strip().casefold() for token in TOKEN.findall(text[:LONGEST_SENTENCE]) if token.strip()]


def _sentences(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        start = 0
        for end in [*sentence_ends(paragraph, 0, len(paragraph)), len(paragraph)]:
            yield paragraph[start:end].strip()
            start = end


def word_diff(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in order: kept and added ones make up `new`, kept and removed ones `old`."""
    token = TOKEN if max(len(old), len(new)) <= LONGEST else PARAGRAPH
    before, after = token.findall(old), token.findall(new)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[c:d])))
            continue
        removed, added = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece("removed", removed)] if removed else []
        pieces += [Piece("added", added)] if added else []
    return pieces
