"""How a story changed from one version to the next, word by word: the whole, and the sentence a finding rests on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from itertools import pairwise

from stories.evidence.excerpts import passage_of
from stories.evidence.passages import sentence_ends
from stories.models import Article, ArticleVersion, Finding

# A word or a sign with the space after it.
TOKEN = re.compile(r"(?:\w+(?:['’.,:-]\w+)*|[^\w\s])[^\S\n]*|\n+|[^\S\n]+")
# And a paragraph whole, with the line breaks between two.
PARAGRAPH = re.compile(r"[^\n]+|\n+")
# Words shown on either side of a change.
AROUND = 8
# Characters; of a longer text the paragraphs are compared whole, which takes no time that grows with its square.
LONGEST = 60_000
# Of a text, what is looked through for the sentence that comes nearest to another; and how many are compared closely.
LOOKED_THROUGH = 200_000
LONGEST_SENTENCE = 2_000
CLOSELY = 5
# The share of words that two wordings of a sentence have in common; below it they are two sentences.
ALIKE = 0.4
# Until then a newsroom is still putting the story up.
SOON = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, as plain text that a template escapes. `kind` is "same", "added", "removed", or "gap" for
    words left out between two changes.
    """

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a version changed of the one before it. `late` where the story had been out for a while."""

    version: ArticleVersion
    title: list[Piece]
    text: list[Piece]
    late: bool

    @property
    def silent(self) -> bool:
        """Say whether it was changed after publication with no correction notice on the page."""
        return self.late and not self.version.article.correction


def changes(article: Article) -> list[Change]:
    """Return what each version changed of the one before it, the newest first."""
    versions = list(article.versions.select_related("article").order_by("number"))
    up_by = (article.published_at or article.first_read_at) + SOON
    return [
        Change(
            new,
            title=word_diff(old.title, new.title) if old.title != new.title else [],
            text=shortened(word_diff(old.text, new.text)),
            late=new.read_at > up_by,
        )
        for old, new in pairwise(versions)
    ][::-1]


def since_accepted(finding: Finding, newest: str) -> list[Piece]:
    """Return what became of the sentence that the finding rests on in the text of its story's newest version; nothing
    where no sentence there is like it, or its own was removed.
    """
    passage = passage_of(finding)
    was = passage.sentence.strip() if passage else ""
    now = nearest(was, newest)
    return word_diff(was, now[:LONGEST_SENTENCE]) if now else []


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


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the changes with a few words on either side; nothing where nothing changed."""
    if all(piece.kind == "same" for piece in pieces):
        return []
    return [short for number, piece in enumerate(pieces) for short in _short(piece, number, len(pieces))]


def _short(piece: Piece, number: int, of: int) -> Iterator[Piece]:
    words = TOKEN.findall(piece.text)
    before, after = (words[:AROUND] if number else []), (words[-AROUND:] if number < of - 1 else [])
    if piece.kind != "same" or len(words) <= len(before) + len(after):
        yield piece
        return
    if before:
        yield Piece("same", "".join(before))
    yield Piece("gap")
    if after:
        yield Piece("same", "".join(after))
