"""Taking a story in: an entry or a known article is fetched, read and kept; its version then waits for extraction."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import connection, transaction

from stories.faults import told_plainly
from stories.fetching import polite_fetcher
from stories.ingestion import schedule
from stories.ingestion.charset import storable
from stories.ingestion.copies import is_copy, shingle_hashes
from stories.ingestion.errors import Gone, IngestionError, NotFound, Outcome
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read
from stories.ingestion.store import Raw, Stored
from stories.ingestion.urls import clean, is_web_url, site_of
from stories.keeping import keep
from stories.live import with_parts
from stories.models import Article, ArticleIssue, Entry
from stories.nearness import article_is_near

MOST_ATTEMPTS = 5
JUST_NOW = timedelta(minutes=30)
JUST_READ = "SELECT * FROM stories_article WHERE url = %s AND last_read_at >= %s"
DONE = "UPDATE stories_entry SET article_id = %s, state = %s, problem = '', claimed_until = NULL WHERE id = %s"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read, the address its story goes by, and the bytes it was read from."""

    page: Page
    url: str
    raw: Raw


def take_in(entry: Entry, now: datetime) -> Stored | None:
    """Store an entry's story, from its page or as the feed carries it. A failure is noted and tried again."""
    try:
        with told_plainly():
            if known := _just_read(entry, now):
                return _done(entry, Stored(known, None, created=False))
            reading = _from_feed(entry) or _from_page(entry.url)
            return _keep_entrys(entry, reading, now)
    except (IngestionError, PageError) as error:
        _note_failure(entry, error, now)
        return None


@transaction.atomic
def _keep_entrys(entry: Entry, reading: Reading, now: datetime) -> Stored:
    """The story, its issues, when it is read again and the entry's end, all or none."""
    page = replace(reading.page, published_at=reading.page.published_at or entry.published_at)
    again = schedule.next_reread(now, 0, now)
    return _done(entry, keep(page, reading.url, reading.raw, entry.source.outlet, now, again))


def _just_read(entry: Entry, now: datetime) -> Article | None:
    """The story, if it was read a moment ago: another source listed it as well, or a live blog lists each of its
    parts. It is looked at again soon, and once for all of them.
    """
    known = next(iter(Article.objects.raw(JUST_READ, [entry.url, now - JUST_NOW])), None)
    if known and (known.next_reread_at is None or known.next_reread_at > known.last_read_at + JUST_NOW):
        Article.objects.filter(pk=known.pk).update(next_reread_at=known.last_read_at + JUST_NOW)
    return known


def _done(entry: Entry, stored: Stored) -> Stored:
    _belong_to_sources_issues(stored.article, entry)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [stored.article.pk, Entry.State.DONE, entry.pk])
    return stored


def _from_feed(entry: Entry) -> Reading | None:
    """The story as its feed carries it, for sources whose pages can't be read; None where it carries none."""
    if entry.source.full_text != entry.source.FullText.FEED or not entry.content.strip():
        return None
    page = Page(title=entry.title, text=storable(entry.content), published_at=entry.published_at)
    return Reading(page, entry.url, Raw(entry.url, entry.content.encode(), "text/plain; charset=utf-8"))


def _from_page(url: str) -> Reading:
    fetched = polite_fetcher().fetch(url)
    kind = fetched.headers.get("content-type", "")
    page = with_parts(read(fetched.body, fetched.url, kind))
    return Reading(page, _address(page, fetched.url), Raw(fetched.url, fetched.body, kind))


def _address(page: Page, fetched_url: str) -> str:
    """The canonical address, of the site's own: a page can't pass itself off as another outlet's story."""
    own, canonical = clean(fetched_url), clean(page.canonical_url) if page.canonical_url else ""
    return canonical if is_web_url(canonical) and _one_site(canonical, own) else own


def _one_site(one: str, other: str) -> bool:
    return site_of(one) == site_of(other) and urlsplit(one).port == urlsplit(other).port


def reread(article: Article, now: datetime) -> Stored | None:
    """Look at a known story again: a changed text is a new version, a vanished page is marked."""
    stored = None
    try:
        with told_plainly():
            stored = _keep_again(article, _from_page(article.url), now)
    except (Gone, NotFound):
        _vanish(article, now)
    except (IngestionError, PageError) as error:
        log.info("Article %s could not be read again: %s", article.pk, error)
    article.rereads += 1
    near = article_is_near(article, now)
    article.next_reread_at = schedule.next_reread(article.first_read_at, article.rereads, now, near_vote=near)
    article.claimed_until = None
    article.save(update_fields=["rereads", "next_reread_at", "claimed_until"])
    return stored


def _keep_again(article: Article, reading: Reading, now: datetime) -> Stored | None:
    """As a version of the story asked for. Led elsewhere, it is that story only where its words say so: many
    sites lead from a story they took down to their front page.
    """
    if reading.url != article.url and not is_copy(article.fingerprint, shingle_hashes(reading.page.text)):
        _vanish(article, now)
        return None
    return keep(reading.page, article.url, reading.raw, article.outlet, now)


def _vanish(article: Article, now: datetime) -> None:
    article.vanished_at = article.vanished_at or now
    article.save(update_fields=["vanished_at"])


def _belong_to_sources_issues(article: Article, entry: Entry) -> None:
    """Stories of a source that is kept for certain issues belong to them, unless a curator took one out."""
    why = {"state": ArticleIssue.State.ACCEPTED, "score": 1.0, "reason": "all stories of this source belong here"}
    for issue in entry.source.issues.all():
        row, created = article.article_issues.get_or_create(issue=issue, defaults=why)
        if not created and row.state == ArticleIssue.State.UNCERTAIN:
            article.article_issues.filter(pk=row.pk).update(**why)


def _note_failure(entry: Entry, error: IngestionError | PageError, now: datetime) -> None:
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
