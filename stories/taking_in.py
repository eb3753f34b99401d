"""Taking a story in: an entry or a known article is fetched, read and kept; its version then waits for extraction."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError, connection, transaction

from stories.faults import told_plainly
from stories.fetching import polite_fetcher
from stories.ingestion import schedule
from stories.ingestion.charset import storable
from stories.ingestion.copies import is_copy, shingle_hashes
from stories.ingestion.errors import Gone, IngestionError, NotFound, Outcome
from stories.ingestion.pages.errors import PageError
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.read import read
from stories.ingestion.store import Raw, Stored, Story
from stories.ingestion.urls import clean, is_web_url, site_of
from stories.keeping import keep
from stories.live import with_parts
from stories.models import Article, ArticleIssue, Entry
from stories.nearness import article_is_near

MOST_ATTEMPTS = 5
JUST_NOW = timedelta(minutes=30)
DONE = """
    UPDATE stories_entry SET article_id = done.article, state = 'done', problem = '', claimed_until = NULL
    FROM unnest(%s::bigint[], %s::bigint[]) AS done (entry, article) WHERE id = done.entry
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read, the address its story goes by, and the bytes it was read from."""

    page: Page
    url: str
    raw: Raw


@dataclass(slots=True)
class Intake:
    """Takes entries in: each is fetched and read by itself, and the stories are kept a few at a time, which costs the
    database little more than one. A failure is noted and tried again; whoever takes in must `keep` at the end.
    """

    known: dict[str, Article]
    at_once: int = 1
    stored: dict[int, Stored] = field(default_factory=dict)
    _read: list[tuple[Entry, Story]] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry], now: datetime, at_once: int = 1) -> Self:
        """`known` are stories read a moment ago: another source listed them as well, or a live blog lists its parts."""
        urls = [entry.url for entry in entries]
        known = Article.objects.filter(url__in=urls, last_read_at__gte=now - JUST_NOW).order_by()
        return cls({article.url: article for article in known}, at_once)

    def take_in(self, entry: Entry, now: datetime) -> None:
        """Read an entry's story, from its page or as the feed carries it."""
        if any(entry.url in (other.url, story.url) for other, story in self._read):
            self.keep(now)
        with self._noting_failures(entry, now):
            if known := self.known.get(entry.url):
                _look_again_soon(known)
                self._done({entry: Stored(known, None, created=False)})
                return
            story = _story(entry, _from_feed(entry) or _from_page(entry.url), now)
            if any(story.url == other.url for _, other in self._read):
                self.keep(now)
            self._read.append((entry, story))
        if len(self._read) >= self.at_once:
            self.keep(now)

    def keep(self, now: datetime) -> None:
        """Keep what was read, together; if that can't be, each by itself, so that only the one at fault is told."""
        read, self._read = self._read, []
        try:
            self._keep(read, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            for entry, story in read:
                with self._noting_failures(entry, now):
                    self._keep([(entry, story)], now)

    @transaction.atomic
    def _keep(self, read: Sequence[tuple[Entry, Story]], now: datetime) -> None:
        """The stories, their issues, when they are read again and the entries' end, all or none."""
        if read:
            entries, stories = zip(*read, strict=True)
            self._done(dict(zip(entries, keep(stories, now), strict=True)))

    def _done(self, stored: Mapping[Entry, Stored]) -> None:
        for entry, one in stored.items():
            _belong_to_sources_issues(one.article, entry)
            self.stored[entry.pk] = one
            self.known[one.article.url] = one.article
        with connection.cursor() as cursor:
            cursor.execute(DONE, [[entry.pk for entry in stored], [one.article.pk for one in stored.values()]])

    @contextmanager
    def _noting_failures(self, entry: Entry, now: datetime) -> Iterator[None]:
        try:
            with told_plainly():
                yield
        except (IngestionError, PageError) as error:
            _note_failure(entry, error, now)


def take_in(entry: Entry, now: datetime) -> Stored | None:
    """Store one entry's story; None where that failed."""
    intake = Intake.of([entry], now)
    intake.take_in(entry, now)
    return intake.stored.get(entry.pk)


def _story(entry: Entry, reading: Reading, now: datetime) -> Story:
    page = replace(reading.page, published_at=reading.page.published_at or entry.published_at)
    again = schedule.next_reread(now, 0, now)
    return Story(page, reading.url, reading.raw, entry.source.outlet, again)


def _look_again_soon(article: Article) -> None:
    """Listed again just after it was read, the story is looked at once more, and once for all who list it."""
    soon = article.last_read_at + JUST_NOW
    if article.next_reread_at is None or article.next_reread_at > soon:
        article.next_reread_at = soon
        article.save(update_fields=["next_reread_at"])


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
    own = clean(fetched_url)
    if not page.canonical_url or page.canonical_url == fetched_url:
        return own
    canonical = clean(page.canonical_url)
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
    return keep([Story(reading.page, article.url, reading.raw, article.outlet)], now)[0]


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
