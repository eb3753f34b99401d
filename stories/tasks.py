"""What the schedule wakes up: claim what is due in the database, do it, say so."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from stories import polling, taking_in
from stories.claiming import claim, held
from stories.extracting import extract_due
from stories.models import Article, Entry, Source
from stories.retention import drop_old_bodies

EXTRACTING_SECONDS = 12
"""A little less than the time between two wake-ups, so that other work has its turn in between."""
MOST_WAITING = 300
"""Stories in the queue: what a worker does well within a lease, and other work does not wait long behind."""
log = logging.getLogger(__name__)


@shared_task
def poll_due_sources() -> None:
    now = timezone.now()
    for pk in claim(Source.objects.due(now), now, 50):
        poll_source.delay(pk)
    waiting = Entry.objects.filter(state=Entry.State.DUE, claimed_until__gt=now).count()
    for pk in claim(Entry.objects.due(now), now, max(0, MOST_WAITING - waiting)):
        take_in_entry.delay(pk)


@shared_task
def poll_source(pk: int) -> None:
    source = held(Source.objects.select_related("outlet"), pk, timezone.now())
    if source is None:
        return
    new = polling.poll(source, timezone.now())
    log.info("Source %s: %s new entries", pk, new)


@shared_task
def take_in_entry(pk: int) -> None:
    if entry := held(Entry.objects.select_related("source__outlet"), pk, timezone.now()):
        stored = taking_in.take_in(entry, timezone.now())
        log.info("Entry %s: %s", pk, stored.article.url if stored else entry.problem)


@shared_task
def reread_due_articles() -> None:
    now = timezone.now()
    for pk in claim(Article.objects.due_for_rereading(now), now, 50):
        reread_article.delay(pk)


@shared_task
def reread_article(pk: int) -> None:
    if article := held(Article.objects.select_related("outlet"), pk, timezone.now()):
        stored = taking_in.reread(article, timezone.now())
        log.info("Article %s read again: %s", pk, "changed" if stored and stored.version else "unchanged")


@shared_task
def extract_due_versions() -> None:
    ends = time.monotonic() + EXTRACTING_SECONDS
    while time.monotonic() < ends and (read := extract_due(timezone.now())):
        log.info("%s versions read for findings", read)


@shared_task
def drop_old_snapshots() -> None:
    while dropped := drop_old_bodies(timezone.now()):
        log.info("%s pages dropped by the retention", dropped)
