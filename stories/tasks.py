"""What the schedule wakes up: claim what is due in the database, do it, say so."""

import logging

from celery import shared_task
from django.utils import timezone

from stories import polling, taking_in
from stories.models import Article, Entry, Source

log = logging.getLogger(__name__)


@shared_task
def poll_due_sources() -> None:
    for pk in polling.claim_due(timezone.now()):
        poll_source.delay(pk)
    for pk in taking_in.claim(Entry.objects.due(timezone.now()), timezone.now(), 50):
        take_in_entry.delay(pk)


@shared_task
def poll_source(pk: int) -> None:
    new = polling.poll(Source.objects.select_related("outlet").get(pk=pk), timezone.now())
    log.info("Source %s: %s new entries", pk, new)
    for entry in taking_in.claim(Entry.objects.due(timezone.now()).filter(source=pk), timezone.now(), 50):
        take_in_entry.delay(entry)


@shared_task
def take_in_entry(pk: int) -> None:
    stored = taking_in.take_in(Entry.objects.select_related("source__outlet").get(pk=pk), timezone.now())
    log.info("Entry %s: %s", pk, stored.article.url if stored else "not stored")


@shared_task
def reread_due_articles() -> None:
    for pk in taking_in.claim(Article.objects.due_for_rereading(timezone.now()), timezone.now(), 50):
        reread_article.delay(pk)


@shared_task
def reread_article(pk: int) -> None:
    stored = taking_in.reread(Article.objects.select_related("outlet").get(pk=pk), timezone.now())
    log.info("Article %s read again: %s", pk, "changed" if stored and stored.version else "unchanged")


@shared_task
def extract_due_versions() -> None:
    while read := taking_in.extract_due(timezone.now()):
        log.info("%s versions read for findings", read)
