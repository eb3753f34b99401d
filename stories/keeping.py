"""Keeping what was read, whole or not at all: stories and their versions, under their originals, in their issues."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from stories.admitting import Refusal, mark_vanished, refused
from stories.copying import group_copies
from stories.ingestion.store import Stored, Story, newest_versions, store
from stories.matching.match import match_issues

LOCK = 0x636F7069  # "copi": any number that nothing else here locks


@transaction.atomic(savepoint=False)
def keep(stories: Sequence[Story], now: datetime) -> list[Stored]:
    """Stories of different URLs, in their order; a statement for ten of them costs little more than for one. Of a
    reading that `admitting` refuses nothing is kept: its story is returned as it stands.

    One worker writes at a time: it takes milliseconds where reading takes tens of them. The lock comes before
    the stories' rows, or two workers that each regroup the other's copies would wait for one another for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = newest_versions(story.url for story in stories)
    out = refused(stories, known)
    mark_vanished([article for refusal, article in out.values() if refusal is Refusal.SOMETHING_ELSE], now)
    kept = store([story for story in stories if story.url not in out], known, now)
    if versions := [one.version for one in kept if one.version]:
        group_copies([version.article for version in versions])
        match_issues(versions)
    as_it_stands = [Stored(article, None, created=False) for _, article in out.values()]
    by_url = {one.article.url: one for one in (*kept, *as_it_stands)}
    return [by_url[story.url] for story in stories]
