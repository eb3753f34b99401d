"""Polling a source: fetch it if it changed, keep its new entries, plan the next look."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import MD5
from django.utils.timesince import timeuntil

from stories.ingestion import intervals
from stories.ingestion.errors import HostBusy, IngestionError, Outcome
from stories.ingestion.feeds.section_page import LinksError
from stories.ingestion.fetch import Fetched, Wish
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.keywords import has_any
from stories.ingestion.listing import ListedStory, Listing, read_listing
from stories.ingestion.our_faults import as_our_fault
from stories.ingestion.urls import clean, is_web_url
from stories.matching.near_votes import source_is_near
from stories.models import Entry, Source

# A permanent redirect is believed when it comes so often in a row.
TIMES_BEFORE_MOVING = 3
# The newest publication times tell how often a source has something new.
TIMES_OF_RHYTHM = 20
# So often a source is asked for all that it lists, changed or not: some servers say "not modified" for ever.
WHOLE_LOOK = timedelta(days=1)
# What polling writes; the rest is the operator's, who may change it meanwhile.
POLLED = (
    "url", "etag", "last_modified", "body_hash", "ttl_minutes", "moved_to", "moved_times", "gone_at", "next_poll_at",
    "claimed_until", "last_fetch_at", "last_ok_at", "last_whole_at", "last_new_at", "failures", "problem",
)  # fmt: skip
ENTRY = (
    "source_id", "guid", "url", "title", "content", "published_at", "utc_offset", "state", "next_try_at", "seen_at",
    "attempts", "problem",
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
# Entries written by one statement.
AT_ONCE = 500
log = logging.getLogger(__name__)
Say = Callable[[str], object]


def poll(source: Source, now: datetime, say: Say = log.debug) -> int:
    """Poll one source and return how many entries are new. A failure is noted in plain words on the source.

    Each step is told to `say`.
    """
    source.last_fetch_at = now
    wish = Wish()
    if source.last_whole_at and now < source.last_whole_at + WHOLE_LOOK:
        wish = Wish(etag=source.etag or None, last_modified=source.last_modified or None)
    say(f"Asking {source.url}" + (", if it changed" if wish.conditions() else ""))
    try:
        with as_our_fault():
            new = _take(source, polite_fetcher().fetch(source.url, wish), now, say)
    except IngestionError as error:
        _put_source_off(source, error, now)
        say(str(error))
        new = 0
    source.claimed_until = None
    source.save(update_fields=POLLED)
    say("It is not asked again." if source.gone_at else f"Next look in {timeuntil(source.next_poll_at, now)}.")
    return new


def _take(source: Source, fetched: Fetched, now: datetime, say: Say) -> int:
    """Keep what is new in an answer, and what the server said for next time; returns how many entries are new."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    same = fetched.not_modified or digest == source.body_hash
    say("It has not changed." if same else f"Answered with {len(fetched.body):,} bytes.")
    listing = Listing([]) if same else _read_listing(source, fetched, say)
    new = _keep_entries(source, listing.stories, now)
    if not same:
        source.ttl_minutes = listing.ttl_minutes
        say(f"It lists {len(listing.stories)} stories, {new} of them new.")
    if not fetched.not_modified:
        source.etag, source.last_modified = (fetched.etag or "")[:500], (fetched.last_modified or "")[:200]
        source.body_hash, source.last_whole_at = digest, now
    if not same or source.failures:
        source.problem = ""
        # A sitemap lists a site's whole past as a rule; of a feed that does an operator should know.
        if source.kind == Source.Kind.FEED and listing.truncated:
            many = f"{len(listing.stories):,}"
            source.problem = f"It lists more stories than are taken at once: only its newest {many} are."
    source.failures, source.last_ok_at = 0, now
    _note_move(source, fetched, say)
    source.last_new_at = now if new else source.last_new_at
    source.next_poll_at = now + _pause(source, fetched, now)
    return new


def _read_listing(source: Source, fetched: Fetched, say: Say) -> Listing:
    """Read what the source lists. A section page without a story is no news, but a page that changed its ways."""
    listing = read_listing(source, fetched, polite_fetcher().fetch)
    if source.kind == Source.Kind.PAGE and not listing.stories:
        raise LinksError("No links to stories are found on it. Has its layout changed? Try another --selector.")
    if listing.truncated:
        say("It lists more stories than are taken at once: only its newest are.")
    if left_out := sum(_state(source, story) == Entry.State.SKIPPED for story in listing.stories):
        say(f"Its words leave out {left_out} of those that it lists.")
    return listing


def _pause(source: Source, fetched: Fetched, now: datetime) -> timedelta:
    """Return how long until the next look, by the source's own rhythm, the server's wish and the votes ahead."""
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


def _keep_entries(source: Source, stories: Iterable[ListedStory], now: datetime) -> int:
    """Write an entry for each story that has none, and return how many these are. They wait to be fetched, as does
    one whose feed carries other words for it now.
    """
    listed = _with_own_guids(source, [story for story in stories if is_web_url(story.url)])
    rows = [_entry(source, story, now) for story in _without_known(source, listed)]
    new = 0
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            batch = rows[at : at + AT_ONCE]
            values = ", ".join([f"({', '.join(['%s'] * len(ENTRY))})"] * len(batch))
            query = NEW_ENTRIES.format(columns=", ".join(ENTRY), values=values)
            cursor.execute(query, [value for row in batch for value in row])
            new += sum(created for (created,) in cursor.fetchall())
    return new


def _with_own_guids(source: Source, stories: Sequence[ListedStory]) -> list[ListedStory]:
    """Return the stories, one that bears another one's GUID under a GUID with its address.

    Some feeds use a GUID again for the next story. It is another story where its address and its title both differ: a
    new address alone is a session's or a corrected slug, a new title alone a new headline.
    """
    digests = [hashlib.md5(story.guid[:2000].encode(), usedforsecurity=False).hexdigest() for story in stories]
    entries = source.entries.alias(digest=MD5("guid")).filter(digest__in=set(digests))
    bearers = {guid: (url, title) for guid, url, title in entries.values_list("guid", "url", "title")}
    own = []
    for story in stories:
        url, title = clean(story.url)[:2000], story.title[:1000]
        known_url, known_title = bearers.setdefault(story.guid[:2000], (url, title))
        is_another = url != known_url and title != known_title
        own.append(replace(story, guid=f"{story.guid[:1000]} {url[:999]}") if is_another else story)
    return own


def _without_known(source: Source, stories: Sequence[ListedStory]) -> list[ListedStory]:
    """Return each story once, without those that the source lists again under another GUID.

    Some feeds give a story another GUID each time; with its URL, title and date as before it is no other story.
    """
    alike = [(clean(story.url)[:2000], story.title[:1000], story.published_at) for story in stories]
    entries = source.entries.filter(url__in={url for url, *_ in alike})
    guids: defaultdict[tuple[str, str, datetime | None], set[str]] = defaultdict(set)
    for url, title, published_at, guid in entries.values_list("url", "title", "published_at", "guid"):
        guids[url, title, published_at].add(guid)
    new = (story for story, key in zip(stories, alike, strict=True) if story.guid in guids.get(key, {story.guid}))
    return list({story.guid[:2000]: story for story in new}.values())


def _entry(source: Source, story: ListedStory, now: datetime) -> tuple[Any, ...]:
    """Return what ENTRY names, in its order."""
    content = story.content if source.full_text == Source.FullText.FEED else ""
    return (
        source.pk, story.guid[:2000], clean(story.url)[:2000], story.title[:1000], content, story.published_at,
        story.utc_offset, _state(source, story), now, now, 0, "",
    )  # fmt: skip


def _state(source: Source, story: ListedStory) -> Entry.State:
    """Return SKIPPED where the source's words say so: a must-have is missing, or a must-not-have is there; else DUE."""
    words = f"{story.title} {story.content}"
    wanted = not source.must_have or has_any(source.must_have, words)
    unwanted = has_any(source.must_not_have, words)
    return Entry.State.DUE if wanted and not unwanted else Entry.State.SKIPPED


def _note_move(source: Source, fetched: Fetched, say: Say) -> None:
    """Note a permanent redirect, and follow it when it repeats; to a source followed already this one gives way."""
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


def _put_source_off(source: Source, error: IngestionError, now: datetime) -> None:
    """Note the failure and when the source is asked again. Unlike an entry, a source is never given up for failing
    often, is asked at its usual pace after a passing fault, and never sooner than any source is.
    """
    log.warning("Source %s: %s", source.pk, error)
    if not isinstance(error, HostBusy):
        source.problem = str(error)[:500]
        source.failures += 1
    if error.outcome == Outcome.WAIT:
        source.next_poll_at = now + max(error.retry_after or intervals.SHORTEST, intervals.SHORTEST)
        return
    source.gone_at = now if error.outcome == Outcome.STOP else None
    passing = error.outcome == Outcome.RETRY
    source.next_poll_at = now + (intervals.USUAL if passing else intervals.back_off(source.failures))
