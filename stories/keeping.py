"""Keeping what was read, whole or not at all: the story and its version, under its original, in its issues."""

from datetime import datetime

from django.db import connection, transaction

from stories.copying import group_copies
from stories.ingestion.pages.page import Page
from stories.ingestion.store import Raw, Stored, store
from stories.matching import match_issues
from stories.models import Outlet

LOCK = 20_261_103
"""Any number that nothing else in this database locks."""


@transaction.atomic
def keep(page: Page, url: str, raw: Raw, outlet: Outlet, now: datetime) -> Stored:
    """One worker writes at a time. It takes milliseconds where reading takes tens of them, and two workers that
    each regroup the other's copies can't wait for one another for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    stored = store(page, url, raw, outlet, now)
    if stored.version:
        group_copies(stored.version)
        match_issues(stored.version)
    return stored
