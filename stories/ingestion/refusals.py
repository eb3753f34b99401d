"""What a new reading of a known story may not do: undo a removal, cut the story short, or put something else for it."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, auto

from stories.ingestion.pages.page import Access, Page
from stories.ingestion.shingles import containment, shingle_hashes
from stories.ingestion.story import Story
from stories.models import Article, ArticleVersion

CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
ELSE_FROM = 0.5
"""A page with nothing of the story is something else if it has less than so much of its length: word that it is gone,
or that the site is down. A longer one may be the story, told anew.
"""


class Refusal(Enum):
    """Why a reading is not kept."""

    REMOVED = auto()  # a person asked for the story's words to be taken out
    CUT_SHORT = auto()  # a wall's opening lines, of a story known whole
    SOMETHING_ELSE = auto()  # "Page not found", answered as if all were well


def refused(stories: Sequence[Story], known: Mapping[str, ArticleVersion]) -> dict[str, tuple[Refusal, Article]]:
    """The readings not to be kept, by URL, each with its story as it stands; `known` are the newest versions."""
    why = {url: _refusal(story.page, known[url]) for story in stories if (url := story.url) in known}
    return {url: (refusal, known[url].article) for url, refusal in why.items() if refusal}


def mark_vanished(articles: Sequence[Article], now: datetime) -> None:
    """They are not at their address any more; since when is kept."""
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
    """Short beside the story, without a run of words or a word of the headline in common."""
    short = len(page.text) < ELSE_FROM * len(known.text)
    titles = [set(CONTENT_WORD.findall(title.casefold())) for title in (page.title, known.title)]
    return short and titles[0].isdisjoint(titles[1]) and not containment(
        shingle_hashes(page.text), known.article.fingerprint
    )  # fmt: skip
