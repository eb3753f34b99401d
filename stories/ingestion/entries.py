"""The stories that a source lists: which are taken, which its words and rules leave out, which are known."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import MD5

from stories.ingestion import url_rules
from stories.ingestion.keywords import has_any
from stories.ingestion.listing import ListedStory
from stories.ingestion.urls import clean, is_web_url
from stories.models import Entry, Source

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
DECIDED = ("url", "state", "attempts", "next_try_at", "problem", "content")
# Entries written by one statement.
AT_ONCE = 500


def addressed(source: Source, stories: Iterable[ListedStory]) -> list[ListedStory]:
    """Return the stories by the addresses that are asked for, as the source's rules have them; those without one are
    left out.
    """
    return [
        replace(story, url=url_rules.rewritten(clean(story.url), source.url_rules)[:2000])
        for story in stories
        if is_web_url(story.url)
    ]


def left_out(source: Source, story: ListedStory) -> str:
    """Say why the source's rules and words leave the story out; "" where they take it."""
    if why := url_rules.left_out(story.url, source.url_rules):
        return why
    words = f"{story.title} {story.content}"
    if source.must_have and not has_any(source.must_have, words):
        return f"It has none of the words that it must have: {', '.join(source.must_have)}."
    unwanted = next((term for term in source.must_not_have if has_any([term], words)), "")
    return f"It has a word that it must not have: {unwanted}." if unwanted else ""


def keep(source: Source, stories: Sequence[ListedStory], now: datetime) -> int:
    """Write an entry for each story that has none, and return how many these are. They wait to be fetched, as does
    one whose feed carries other words for it now. Where the list is looked through afresh, what was left out or given
    up is decided anew.
    """
    own = with_own_guids(source, stories)
    rows = [_entry(source, story, now) for story in without_known(source, own)]
    if source.is_afresh:
        _decide_anew(source, own, now)
    new = 0
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            batch = rows[at : at + AT_ONCE]
            values = ", ".join([f"({', '.join(['%s'] * len(ENTRY))})"] * len(batch))
            query = NEW_ENTRIES.format(columns=", ".join(ENTRY), values=values)
            cursor.execute(query, [value for row in batch for value in row])
            new += sum(created for (created,) in cursor.fetchall())
    return new


def known(source: Source, stories: Sequence[ListedStory]) -> dict[str, Entry]:
    """Return the source's entries for the stories, by GUID."""
    return {entry.guid: entry for entry in _of(source, stories)}


def with_own_guids(source: Source, stories: Sequence[ListedStory]) -> list[ListedStory]:
    """Return the stories, one that bears another one's GUID under a GUID with its address.

    Some feeds use a GUID again for the next story. It is another story where its address and its title both differ: a
    new address alone is a session's or a corrected slug, a new title alone a new headline.
    """
    entries = _of(source, stories).values_list("guid", "url", "title")
    bearers = {guid: (url, title) for guid, url, title in entries}
    own = []
    for story in stories:
        title = story.title[:1000]
        known_url, known_title = bearers.setdefault(story.guid[:2000], (story.url, title))
        is_another = story.url != known_url and title != known_title
        own.append(replace(story, guid=f"{story.guid[:1000]} {story.url[:999]}") if is_another else story)
    return own


def without_known(source: Source, stories: Sequence[ListedStory]) -> list[ListedStory]:
    """Return each story once, without those that the source lists again under another GUID.

    Some feeds give a story another GUID each time; with its URL, title and date as before it is no other story.
    """
    alike = [(story.url, story.title[:1000], story.published_at) for story in stories]
    entries = source.entries.filter(url__in={url for url, *_ in alike})
    guids: defaultdict[tuple[str, str, datetime | None], set[str]] = defaultdict(set)
    for url, title, published_at, guid in entries.values_list("url", "title", "published_at", "guid"):
        guids[url, title, published_at].add(guid)
    new = (story for story, key in zip(stories, alike, strict=True) if story.guid in guids.get(key, {story.guid}))
    return list({story.guid[:2000]: story for story in new}.values())


def _of(source: Source, stories: Iterable[ListedStory]) -> QuerySet[Entry]:
    """Return the source's entries with the stories' GUIDs, which are found by their digests."""
    digests = {hashlib.md5(story.guid[:2000].encode(), usedforsecurity=False).hexdigest() for story in stories}
    return source.entries.alias(digest=MD5("guid")).filter(digest__in=digests)


def _entry(source: Source, story: ListedStory, now: datetime) -> tuple[Any, ...]:
    """Return what ENTRY names, in its order."""
    content = story.content if source.full_text == Source.FullText.FEED else ""
    return (
        source.pk, story.guid[:2000], story.url, story.title[:1000], content, story.published_at,
        story.utc_offset, _state(source, story), now, now, 0, "",
    )  # fmt: skip


def _state(source: Source, story: ListedStory) -> Entry.State:
    return Entry.State.SKIPPED if left_out(source, story) else Entry.State.DUE


def _decide_anew(source: Source, stories: Iterable[ListedStory], now: datetime) -> None:
    """Take what was left out, waits or was given up as the source's rules are now; what is done stays."""
    listed = {story.guid[:2000]: story for story in stories}
    undecided = [entry for entry in known(source, list(listed.values())).values() if entry.state != Entry.State.DONE]
    for entry in undecided:
        story = listed[entry.guid]
        entry.url, entry.state = story.url, _state(source, story)
        entry.attempts, entry.next_try_at, entry.problem = 0, now, ""
        # What a person had taken out of a story that is stored does not come back.
        if entry.article_id is None and source.full_text == Source.FullText.FEED:
            entry.content = story.content
    Entry.objects.bulk_update(undecided, DECIDED, batch_size=AT_ONCE)
