"""Polling a source: fetch it if it changed, keep its new entries or meetings, plan the next look."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Case, F, Value, When
from django.utils.timesince import timeuntil

from stories.ingestion import entries, intervals, meetings
from stories.ingestion.errors import HostBusy, IngestionError, Outcome
from stories.ingestion.feeds.section_page import LinksError
from stories.ingestion.fetch import Fetched, Wish
from stories.ingestion.fetcher import fetch_for
from stories.ingestion.listing import Listing, read_listing
from stories.ingestion.our_faults import as_our_fault
from stories.ingestion.urls import is_same_site
from stories.matching.near_votes import source_is_near
from stories.models import Source

# A permanent redirect is believed when it comes so often in a row.
TIMES_BEFORE_MOVING = 3
# The newest publication times tell how often a source has something new.
TIMES_OF_RHYTHM = 20
# So often a source is asked for all that it lists, changed or not: some servers say "not modified" for ever.
WHOLE_LOOK = timedelta(days=1)
# What polling writes; the rest is the operator's, who may change it meanwhile.
POLLED = (
    "url", "etag", "last_modified", "body_hash", "ttl_minutes", "moved_to", "moved_times", "gone_at", "claimed_until",
    "last_fetch_at", "last_ok_at", "last_whole_at", "last_new_at", "failures", "problem", "changes_read",
    "unconditional",
)  # fmt: skip
log = logging.getLogger(__name__)
Say = Callable[[str], object]


def poll(source: Source, now: datetime, say: Say = log.debug) -> int:
    """Poll one source and return how many entries or meetings are new. A failure is noted in plain words on the source.

    Each step is told to `say`.
    """
    source.last_fetch_at = now
    wish = _wish(source, now)
    say(f"Asking {source.url}" + (", if it changed" if wish.conditions() else ""))
    try:
        with as_our_fault():
            url = meetings.asked(source, now) if source.is_calendar else source.url
            new = _take(source, fetch_for(source, url, wish), now, say)
    except IngestionError as error:
        _put_source_off(source, error, now)
        say(str(error))
        new = 0
    source.claimed_until = None
    source.save(update_fields=POLLED)
    # Who changed it meanwhile wants it asked again at once.
    unchanged = When(changes=source.changes, then=Value(source.next_poll_at))
    Source.objects.filter(pk=source.pk).update(next_poll_at=Case(unchanged, default=F("next_poll_at")))
    say("It is not asked again." if source.gone_at else f"Next look in {timeuntil(source.next_poll_at, now)}.")
    return new


def _wish(source: Source, now: datetime) -> Wish:
    """Return how the source is asked: if it changed, or for all that it lists, which it is once a day at least."""
    whole_lately = source.last_whole_at and now < source.last_whole_at + WHOLE_LOOK
    if source.is_afresh or source.unconditional or not whole_lately or meetings.is_asked_whole(source):
        return Wish()
    # A list that says it changes in years is "not modified" until then.
    changed_at = intervals.instant(source.last_modified)
    is_ahead = changed_at is not None and changed_at > now
    return Wish(etag=source.etag or None, last_modified=None if is_ahead else source.last_modified or None)


def _take(source: Source, fetched: Fetched, now: datetime, say: Say) -> int:
    """Keep what is new in an answer, and what the server said for next time; returns how much that is."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    # What a calendar says depends on the day and on the issues that are followed.
    is_known = digest == source.body_hash and not source.is_afresh and not source.is_calendar
    same = fetched.not_modified or is_known
    say("It has not changed." if same else f"Answered with {len(fetched.body):,} bytes.")
    take = _take_meetings if source.is_calendar else _take_stories
    new, problem = (0, "") if same else take(source, fetched, now, say)
    if not fetched.not_modified:
        _note_validators(source, fetched, new, say)
        source.body_hash, source.last_whole_at, source.changes_read = digest, now, source.changes
    if not same or source.failures:
        source.problem = problem
    source.failures, source.last_ok_at = 0, now
    _note_move(source, fetched, say)
    source.last_new_at = now if new else source.last_new_at
    source.next_poll_at = now + _pause(source, fetched, now)
    return new


def _take_stories(source: Source, fetched: Fetched, now: datetime, say: Say) -> tuple[int, str]:
    """Keep the stories that an answer lists; returns how many are new, and what an operator should know."""
    listing = _read_listing(source, fetched, say)
    new = entries.keep(source, listing.stories, now)
    source.ttl_minutes = listing.ttl_minutes
    say(f"It lists {len(listing.stories)} stories, {new} of them new.")
    # A sitemap lists a site's whole past as a rule; of a feed that does an operator should know.
    if source.kind != Source.Kind.FEED or not listing.truncated:
        return new, ""
    return new, f"It lists more stories than are taken at once: only its newest {len(listing.stories):,} are."


def _take_meetings(source: Source, fetched: Fetched, now: datetime, say: Say) -> tuple[int, str]:
    """Keep the meetings that an answer lists; returns how many are new or moved, and what an operator should know."""
    taken = meetings.take(source, fetched, partial(fetch_for, source), now)
    say(
        f"It lists {taken.listed} meetings, {taken.new} of them new or changed; {taken.proposed} findings are proposed."
    )
    if taken.proposed:
        Source.objects.filter(pk=source.pk).update(last_yield_at=now)
    return taken.new, " ".join(taken.remarks)[:500]


def _note_validators(source: Source, fetched: Fetched, new: int, say: Say) -> None:
    """Keep the marks by which the server knows an unchanged list, unless they were the same for a list that changed:
    then it is asked for all that it lists each time, until somebody asks for it afresh.
    """
    before = source.etag, source.last_modified
    source.etag, source.last_modified = (fetched.etag or "")[:500], (fetched.last_modified or "")[:200]
    lies = new > 0 and any(before) and before == (source.etag, source.last_modified)
    if lies and not source.is_afresh:
        say("Its server calls it unmodified though it changed: from now on it is asked for all that it lists.")
    source.unconditional = not source.is_afresh and (source.unconditional or lies)


def _read_listing(source: Source, fetched: Fetched, say: Say) -> Listing:
    """Read what the source lists. A section page without a story is no news, but a page that changed its ways."""
    listing = read_listing(source, fetched, partial(fetch_for, source))
    if source.kind == Source.Kind.PAGE and not listing.stories:
        raise LinksError("No links to stories are found on it. Has its layout changed? Try another --selector.")
    if listing.truncated:
        say("It lists more stories than are taken at once: only its newest are.")
    stories = entries.addressed(source, listing.stories)
    if left_out := sum(bool(entries.left_out(source, story)) for story in stories):
        say(f"Its words and rules leave out {left_out} of those that it lists.")
    return replace(listing, stories=stories)


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


def _note_move(source: Source, fetched: Fetched, say: Say) -> None:
    """Note a permanent redirect, and follow it when it repeats; to a source followed already this one gives way."""
    moved = fetched.moved_to or ""
    source.moved_times = source.moved_times + 1 if moved and moved == source.moved_to else int(bool(moved))
    source.moved_to = moved[:2000]
    if source.moved_times < TIMES_BEFORE_MOVING:
        return
    if source.request_headers and not is_same_site(source.url, moved):
        # Who was given them is the site that it leaves.
        source.moved_times = TIMES_BEFORE_MOVING
        source.problem = f"It has moved for good to {moved}, where its headers don't go: follow it there anew."[:500]
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
