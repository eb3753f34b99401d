"""Taking a story in: an entry or a known article is fetched, read and stored; its version then waits for extraction."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from stories.copying import group_copies
from stories.fetching import polite_fetcher
from stories.ingestion import schedule
from stories.ingestion.charset import storable
from stories.ingestion.errors import Gone, IngestionError, NotFound, Outcome
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read
from stories.ingestion.store import Raw, Stored, store
from stories.ingestion.urls import clean, is_web_url
from stories.matching import match_issues
from stories.models import Article, ArticleVersion, Entry
from stories.nearness import article_is_near
from stories.propose import propose_all

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
log = logging.getLogger(__name__)


@transaction.atomic
def claim(rows: QuerySet[Any], now: datetime, limit: int) -> list[int]:
    """Take due rows that nobody holds; the lease frees them should the worker die."""
    ids = [row.pk for row in rows.select_for_update(skip_locked=True)[:limit]]
    rows.model.objects.filter(pk__in=ids).update(claimed_until=now + LEASE)
    return ids


def take_in(entry: Entry, now: datetime) -> Stored | None:
    """Store an entry's story, from its page or as the feed carries it. A failure is noted and tried again."""
    try:
        stored = _from_feed(entry, now) or _fetch_and_store(entry.url, entry.source.outlet, entry.published_at, now)
    except (IngestionError, PageError) as error:
        _note_failure(entry, error, now)
        return None
    if stored.created:
        _belong_to_sources_issues(stored.article, entry)
    entry.article, entry.state, entry.problem, entry.claimed_until = stored.article, Entry.State.DONE, "", None
    entry.save()
    return stored


def _from_feed(entry: Entry, now: datetime) -> Stored | None:
    """The story as its feed carries it, for sources whose pages can't be read; None where it carries none."""
    if entry.source.full_text != entry.source.FullText.FEED or not entry.content.strip():
        return None
    page = Page(title=entry.title, text=storable(entry.content), published_at=entry.published_at)
    raw = Raw(entry.url, entry.content.encode(), "text/plain; charset=utf-8")
    return store(page, entry.url, raw, entry.source.outlet, now)


def reread(article: Article, now: datetime) -> Stored | None:
    """Look at a known story again: a changed text is a new version, a vanished page is marked."""
    stored = None
    try:
        stored = _fetch_and_store(article.url, article.outlet, None, now)
        article.refresh_from_db()
    except (Gone, NotFound):
        article.vanished_at = article.vanished_at or now
    except (IngestionError, PageError) as error:
        log.info("Article %s could not be read again: %s", article.pk, error)
    article.rereads += 1
    near = article_is_near(article, now)
    article.next_reread_at = schedule.next_reread(article.first_read_at, article.rereads, now, near_vote=near)
    article.claimed_until = None
    article.save()
    return stored


def extract_due(now: datetime, limit: int = 8) -> int:
    """Propose the findings of versions not read for them yet; returns how many were read. The row lock keeps
    two workers apart.
    """
    with transaction.atomic():
        due = ArticleVersion.objects.filter(extraction=None, redacted_at=None).select_related("article__outlet")
        versions = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:limit])
        for version in versions:
            group_copies(version)
            match_issues(version)
        propose_all(versions, now)
        return len(versions)


def _fetch_and_store(url: str, outlet: Any, published: datetime | None, now: datetime) -> Stored:
    fetched = polite_fetcher().fetch(url)
    kind = fetched.headers.get("content-type", "")
    page = read(fetched.body, fetched.url, kind)
    address = clean(page.canonical_url or fetched.url)
    stored = store(page, address if is_web_url(address) else url, Raw(fetched.url, fetched.body, kind), outlet, now)
    article = stored.article
    if article.published_at is None and published is not None:
        Article.objects.filter(pk=article.pk).update(published_at=published, utc_offset=0)
    if stored.created:
        Article.objects.filter(pk=article.pk).update(next_reread_at=schedule.next_reread(now, 0, now))
    return stored


def _belong_to_sources_issues(article: Article, entry: Entry) -> None:
    """Stories of a source that is kept for certain issues belong to them."""
    for issue in entry.source.issues.all():
        article.article_issues.get_or_create(
            issue=issue,
            defaults={"state": "accepted", "score": 1.0, "reason": "all stories of this source belong here"},
        )


def _note_failure(entry: Entry, error: Exception, now: datetime) -> None:
    outcome = error.outcome if isinstance(error, IngestionError) else Outcome.BACK_OFF
    entry.problem, entry.claimed_until = str(error)[:500], None
    if outcome == Outcome.WAIT:
        asked = error.retry_after if isinstance(error, IngestionError) else None
        entry.next_try_at = now + (asked or schedule.SHORTEST)
    else:
        entry.attempts += 1
        entry.next_try_at = now + schedule.back_off(entry.attempts)
        if outcome == Outcome.STOP or entry.attempts >= MOST_ATTEMPTS:
            entry.state = Entry.State.FAILED
    entry.save()
