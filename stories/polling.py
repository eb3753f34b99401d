"""Polling a source: claim it, fetch it if it changed, keep its new entries, say when to look again."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from stories.fetching import polite_fetcher
from stories.ingestion import feeds, links, schedule, sitemaps
from stories.ingestion.errors import IngestionError, Outcome
from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.fetch import Fetched, Wish
from stories.ingestion.urls import clean, is_web_url
from stories.models import Entry, Source

LEASE = timedelta(minutes=10)
"""Longer than any poll may take; a killed worker's source is free again after it."""
TIMES_BEFORE_MOVING = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """What a source lists, whatever kind it is."""

    guid: str
    url: str
    title: str
    content: str = ""
    published_at: datetime | None = None


@transaction.atomic
def claim_due(now: datetime, limit: int = 20) -> list[int]:
    """Take the due sources that nobody holds. Two workers never get the same one."""
    due = Source.objects.due(now).select_for_update(skip_locked=True)[:limit]
    ids = [source.pk for source in due]
    Source.objects.filter(pk__in=ids).update(claimed_until=now + LEASE)
    return ids


def poll(source: Source, now: datetime) -> int:
    """Poll one source; returns how many entries are new. A failure is noted in plain words on the source."""
    source.last_fetch_at = now
    try:
        fetched = polite_fetcher().fetch(
            source.url, Wish(etag=source.etag or None, last_modified=source.last_modified or None)
        )
        new = _take(source, fetched, now)
    except (IngestionError, FeedError) as error:
        _note_failure(source, error, now)
        new = 0
    source.claimed_until = None
    source.save()
    return new


def _take(source: Source, fetched: Fetched, now: datetime) -> int:
    """Keep what is new in an answer, and what the server said for next time."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    unchanged = fetched.not_modified or digest == source.body_hash
    items = [] if unchanged else _items(source, fetched)
    new = _keep(source, items, now)
    _note_move(source, fetched)
    if not fetched.not_modified:
        source.etag, source.last_modified = (fetched.etag or "")[:500], (fetched.last_modified or "")[:200]
        source.body_hash = digest
    source.failures, source.problem, source.last_ok_at = 0, "", now
    source.last_new_at = now if new else source.last_new_at
    source.next_poll_at = now + schedule.pause(source, now)
    return new


def _items(source: Source, fetched: Fetched) -> list[Item]:
    kind = fetched.headers.get("content-type", "")
    if source.kind == Source.Kind.PAGE:
        found = links.story_links(fetched.body, fetched.url, source.selector, kind)
        return [Item(link.url, link.url, link.title) for link in found]
    if source.kind == Source.Kind.SITEMAP:
        return [_item(entry) for entry in sitemaps.read(fetched.body, kind).entries]
    return [_item(entry) for entry in read_feed(fetched.body, fetched.url, kind).entries]


def _item(entry: feeds.feed.Entry) -> Item:
    return Item(entry.id or entry.url, entry.url, entry.title, entry.content_text, entry.published_at)


def _keep(source: Source, items: Iterable[Item], now: datetime) -> int:
    """New entries wait to be fetched; known ones are left as they are."""
    rows = [
        Entry(
            source=source, guid=item.guid[:2000], url=clean(item.url)[:2000], title=item.title[:1000],
            content=item.content, published_at=item.published_at, next_try_at=now, seen_at=now,
            state=_state(source, item),
        )
        for item in items
        if is_web_url(item.url)
    ]  # fmt: skip
    before = source.entries.count()
    Entry.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return source.entries.count() - before


def _state(source: Source, item: Item) -> Entry.State:
    """Skipped where the source's words say so: a must-have that is missing, a must-not-have that is there."""
    words = f"{item.title} {item.content}".casefold()
    wanted = not source.must_have or any(term.casefold() in words for term in source.must_have)
    unwanted = any(term.casefold() in words for term in source.must_not_have)
    return Entry.State.DUE if wanted and not unwanted else Entry.State.SKIPPED


def _note_move(source: Source, fetched: Fetched) -> None:
    """A permanent move is believed when it repeats."""
    moved = fetched.moved_to or ""
    source.moved_times = source.moved_times + 1 if moved and moved == source.moved_to else bool(moved)
    source.moved_to = moved[:2000]
    if source.moved_times >= TIMES_BEFORE_MOVING and not Source.objects.filter(url=moved).exists():
        source.url, source.moved_to, source.moved_times = moved, "", 0


def _note_failure(source: Source, error: Exception, now: datetime) -> None:
    source.problem = str(error)[:500]
    log.warning("Source %s: %s", source.pk, error)
    outcome = error.outcome if isinstance(error, IngestionError) else Outcome.BACK_OFF
    asked = error.retry_after if isinstance(error, IngestionError) else None
    if outcome == Outcome.WAIT:
        source.next_poll_at = now + max(asked or schedule.SHORTEST, schedule.SHORTEST)
        return
    source.failures += 1
    source.gone_at = now if outcome == Outcome.STOP else None
    source.next_poll_at = now + schedule.back_off(source.failures)
