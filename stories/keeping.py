"""Keeping what was read, whole or not at all: the story and its version, under its original, in its issues."""

from datetime import datetime

from django.db import connection, transaction

from stories.copying import group_copies
from stories.ingestion.pages.page import Page
from stories.ingestion.store import Raw, Stored, store
from stories.matching import match_issues
from stories.models import Outlet

LOCK = 0x636F7069  # "copi": any number that nothing else here locks


@transaction.atomic(savepoint=False)
def keep(
    page: Page, url: str, raw: Raw, outlet: Outlet, now: datetime, next_reread_at: datetime | None = None
) -> Stored:
    """One worker writes at a time: it takes milliseconds where reading takes tens of them. The lock comes before
    the story's row, or two workers that each regroup the other's copies would wait for one another for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    stored = store(page, url, raw, outlet, now, next_reread_at)
    if stored.version:
        group_copies(stored.article)
        match_issues(stored.version)
    return stored
