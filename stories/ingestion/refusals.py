"""What reading a known story again may not do: undo a removal, cut it short, or put something else in its place."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, auto

from stories.ingestion.clipping import Clipping
from stories.ingestion.pages.page import Access, Page
from stories.ingestion.shingles import containment, shingle_hashes
from stories.models import Article, ArticleVersion

# Long enough to say something: "the" and "a" are in every headline.
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
# A page with nothing of the story is something else if it has less than so much of its length: word that it is gone,
# or that the site is down. A longer one may be the story, told anew.
ELSE_FROM = 0.5


class Refusal(Enum):
    """Why a clipping is not kept."""

    REMOVED = auto()  # a person asked for the story's words to be taken out
    CUT_SHORT = auto()  # a wall's opening lines, of a story known whole
    SOMETHING_ELSE = auto()  # "Page not found", answered as if all were well


def refused(clippings: Sequence[Clipping], known: Mapping[str, ArticleVersion]) -> dict[str, tuple[Refusal, Article]]:
    """Return those not to be kept, by URL, each with its story as it stands; `known` are the newest versions by URL."""
    why = {url: _refusal(clipping.page, known[url]) for clipping in clippings if (url := clipping.url) in known}
    return {url: (refusal, known[url].article) for url, refusal in why.items() if refusal}


def mark_vanished(articles: Sequence[Article], now: datetime) -> None:
    """Write that the stories are not at their address any more; since when is kept."""
    if gone := [article.pk for article in articles if article.vanished_at is None]:
        Article.objects.filter(pk__in=gone).update(vanished_at=now)
    for article in articles:
        article.vanished_at = article.vanished_at or now


def _refusal(page: Page, known: ArticleVersion) -> Refusal | None:
    if known.redacted_at:
        return Refusal.REMOVED
    if len(page.text) >= len(known.text):
        return None
    if page.access != Access.FULL and not known.article.partial:
        return Refusal.CUT_SHORT
    return Refusal.SOMETHING_ELSE if _is_something_else(page, known) else None


def _is_something_else(page: Page, known: ArticleVersion) -> bool:
    """Say whether it is short beside the story, without a run of words or a word of the headline in common."""
    if len(page.text) >= ELSE_FROM * len(known.text):
        return False
    new, old = (set(CONTENT_WORD.findall(title.casefold())) for title in (page.title, known.title))
    return new.isdisjoint(old) and not containment(shingle_hashes(page.text), known.article.fingerprint)
