"""How a story changed from one version to the next, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from stories.evidence.rewording import TOKEN, Piece, word_diff
from stories.models import Article, ArticleVersion

# Words shown on either side of a change.
AROUND = 8
# Until then a newsroom is still putting the story up.
SOON = timedelta(minutes=15)


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
