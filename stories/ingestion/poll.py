"""Polling a source: claim it, fetch it if it changed, keep its new entries, say when to look again."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils.timesince import timeuntil

from stories.ingestion import intervals
from stories.ingestion.errors import HostBusy, IngestionError, Outcome
from stories.ingestion.feeds.errors import FeedError
from stories.ingestion.feeds.section_page import LinksError
from stories.ingestion.fetch import Fetched, Wish
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.keywords import has_any
from stories.ingestion.listing import Item, Listing, listing_of
from stories.ingestion.our_faults import told_plainly
from stories.ingestion.urls import clean, is_web_url
from stories.matching.near_votes import source_is_near
from stories.models import Entry, Source

TIMES_BEFORE_MOVING = 3
TIMES_OF_RHYTHM = 20
# What polling writes; the rest is the operator's, who may change it meanwhile.
POLLED = (
    "url", "etag", "last_modified", "body_hash", "ttl_minutes", "moved_to", "moved_times", "gone_at", "next_poll_at",
    "claimed_until", "last_fetch_at", "last_ok_at", "last_new_at", "failures", "problem",
)  # fmt: skip
ENTRY = (
    "source_id", "guid", "url", "title", "content", "published_at", "state", "next_try_at", "seen_at", "attempts",
    "problem",
)  # fmt: skip
# Words carried by a feed are taken in again where they changed. An entry that has lost its words, or has none, is left
# as it is: somebody had them taken out, or its story is read from its page.
NEW_ENTRIES = """
    INSERT INTO stories_entry AS known ({columns}) VALUES {values} ON CONFLICT (source_id, md5(guid)) DO UPDATE SET
        content = excluded.content, title = excluded.title, state = 'due', attempts = 0, claimed_until = NULL,
        next_try_at = excluded.next_try_at
    WHERE known.state = 'done' AND known.content <> '' AND excluded.content NOT IN ('', known.content)
    RETURNING xmax = 0
"""
AT_ONCE = 500
log = logging.getLogger(__name__)
Say = Callable[[str], object]


def poll(source: Source, now: datetime, say: Say = log.debug) -> int:
    """Poll one source; returns how many entries are new. A failure is noted in plain words on the source."""
    source.last_fetch_at = now
    wish = Wish(etag=source.etag or None, last_modified=source.last_modified or None)
    say(f"Asking {source.url}" + (", if it changed" if wish.conditions() else ""))
    try:
        with told_plainly():
            new = _take(source, polite_fetcher().fetch(source.url, wish), now, say)
    except (IngestionError, FeedError) as error:
        _note_failure(source, error, now)
        say(str(error))
        new = 0
    source.claimed_until = None
    source.save(update_fields=POLLED)
    say("It is not asked again." if source.gone_at else f"Next look in {timeuntil(source.next_poll_at, now)}.")
    return new


def _take(source: Source, fetched: Fetched, now: datetime, say: Say) -> int:
    """Keep what is new in an answer, and what the server said for next time."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    same = fetched.not_modified or digest == source.body_hash
    say("It has not changed." if same else f"Answered with {len(fetched.body):,} bytes.")
    listing = Listing([]) if same else _listing(source, fetched, say)
    new = _keep(source, listing.items, now)
    if not same:
        source.ttl_minutes = listing.ttl_minutes
        say(f"It lists {len(listing.items)} stories, {new} of them new.")
    if not fetched.not_modified:
        source.etag, source.last_modified = (fetched.etag or "")[:500], (fetched.last_modified or "")[:200]
        source.body_hash = digest
    source.problem = source.problem if same and not source.failures else _note(source, listing)
    source.failures, source.last_ok_at = 0, now
    _note_move(source, fetched, say)
    source.last_new_at = now if new else source.last_new_at
    source.next_poll_at = now + _pause(source, fetched, now)
    return new


def _listing(source: Source, fetched: Fetched, say: Say) -> Listing:
    """What the source lists. A section page without a story is no news, but a page that changed its ways."""
    listing = listing_of(source, fetched, polite_fetcher().fetch)
    if source.kind == Source.Kind.PAGE and not listing.items:
        raise LinksError("No links to stories are found on it. Has its layout changed? Try another --selector.")
    if listing.truncated:
        say("It lists more stories than are taken at once: only its newest are.")
    if left_out := sum(_state(source, item) == Entry.State.SKIPPED for item in listing.items):
        say(f"Its words leave out {left_out} of those that it lists.")
    return listing


def _note(source: Source, listing: Listing) -> str:
    """What an operator should know though all went well; a sitemap lists a site's whole past as a rule."""
    if source.kind != Source.Kind.FEED or not listing.truncated:
        return ""
    return f"It lists more stories than are taken at once: only its newest {len(listing.items):,} are."


def _pause(source: Source, fetched: Fetched, now: datetime) -> timedelta:
    """By the source's own rhythm, the server's wish and the votes ahead."""
    times = (
        source.entries.exclude(published_at=None)
        .order_by("-published_at")
        .values_list("published_at", flat=True)[:TIMES_OF_RHYTHM]
    )
    return intervals.pause(
        [time for time in times if time],
        now,
        own=timedelta(minutes=source.interval_minutes) if source.interval_minutes else None,
        kept=intervals.kept_for(fetched.headers, source.ttl_minutes, now),
        near_vote=source_is_near(source, now),
    )


def _keep(source: Source, items: Iterable[Item], now: datetime) -> int:
    """How many entries are new: they wait to be fetched, as does one whose feed carries other words for it now."""
    listed = [item for item in items if is_web_url(item.url)]
    rows = [_entry(source, item, now) for item in _without_known(source, listed)]
    with connection.cursor() as cursor:
        return sum(_insert(cursor, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE))


def _without_known(source: Source, items: Sequence[Item]) -> list[Item]:
    """Some feeds give a story another GUID each time; with its URL, title and date as before it is no other story."""
    urls = {clean(item.url)[:2000] for item in items}
    guids: defaultdict[tuple[str, str, datetime | None], set[str]] = defaultdict(set)
    for url, title, when, guid in source.entries.filter(url__in=urls).values_list(
        "url", "title", "published_at", "guid"
    ):
        guids[url, title, when].add(guid)
    told = [(clean(item.url)[:2000], item.title[:1000], item.published_at) for item in items]
    new = (item for item, story in zip(items, told, strict=True) if item.guid in guids.get(story, {item.guid}))
    return list({item.guid[:2000]: item for item in new}.values())


def _insert(cursor: CursorWrapper, rows: Sequence[tuple[Any, ...]]) -> int:
    values = ", ".join([f"({', '.join(['%s'] * len(ENTRY))})"] * len(rows))
    cursor.execute(
        NEW_ENTRIES.format(columns=", ".join(ENTRY), values=values), [value for row in rows for value in row]
    )
    return sum(created for (created,) in cursor.fetchall())


def _entry(source: Source, item: Item, now: datetime) -> tuple[Any, ...]:
    """As ENTRY has its columns."""
    content = item.content if source.full_text == Source.FullText.FEED else ""
    return (
        source.pk, item.guid[:2000], clean(item.url)[:2000], item.title[:1000], content, item.published_at,
        _state(source, item), now, now, 0, "",
    )  # fmt: skip


def _state(source: Source, item: Item) -> Entry.State:
    """Skipped where the source's words say so: a must-have that is missing, a must-not-have that is there."""
    words = f"{item.title} {item.content}"
    wanted = not source.must_have or has_any(source.must_have, words)
    unwanted = has_any(source.must_not_have, words)
    return Entry.State.DUE if wanted and not unwanted else Entry.State.SKIPPED


def _note_move(source: Source, fetched: Fetched, say: Say) -> None:
    """A permanent move is believed when it repeats."""
    moved = fetched.moved_to or ""
    source.moved_times = source.moved_times + 1 if moved and moved == source.moved_to else int(bool(moved))
    source.moved_to = moved[:2000]
    if source.moved_times < TIMES_BEFORE_MOVING:
        return
    source.moved_to, source.moved_times = "", 0
    known = Source.objects.filter(url=moved).first()
    if known is None:
        say(f"It has moved to {moved} for good.")
        source.url = moved
    elif not known.paused and known.gone_at is None:
        source.problem = f"It has moved for good to {moved}, which is source {known.pk}: this one is paused."[:500]
        source.paused = True
        Source.objects.filter(pk=source.pk).update(paused=True)
        say(source.problem)


def _note_failure(source: Source, error: Exception, now: datetime) -> None:
    log.warning("Source %s: %s", source.pk, error)
    if not isinstance(error, HostBusy):
        source.problem = str(error)[:500]
        source.failures += 1
    outcome = error.outcome if isinstance(error, IngestionError) else Outcome.BACK_OFF
    asked = error.retry_after if isinstance(error, IngestionError) else None
    if outcome == Outcome.WAIT:
        source.next_poll_at = now + max(asked or intervals.SHORTEST, intervals.SHORTEST)
        return
    source.gone_at = now if outcome == Outcome.STOP else None
    source.next_poll_at = now + (intervals.USUAL if outcome == Outcome.RETRY else intervals.back_off(source.failures))
