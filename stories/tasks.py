"""What the schedule wakes up: claim what is due in the database, do it, say so."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from celery import Task, shared_task
from django.db.models import QuerySet
from django.utils import timezone

from stories.curation import complaints
from stories.curation.own_calendar import accept_own_moves
from stories.findings.asked import ask_due
from stories.findings.propose import extract_due
from stories.ingestion import poll, reread
from stories.ingestion.fetcher import polite_fetcher
from stories.ingestion.intake import Intake
from stories.ingestion.retention import drop_old_bodies
from stories.jobs.by_host import work_by_host
from stories.jobs.leases import LEASE, claim_batches, give_back, held, release_lost
from stories.models import Article, Entry, Source, Stamp
from stories.public import quiet
from stories.public.freshness import removed_by_now
from stories.public.store import note_removed
from votes import meter
from votes.alerts.quiet import tell_all_is_well, tell_of_silences

# A little less than the time between two wake-ups, so that other work has its turn in between.
WORKING_SECONDS = 12
# Stories read that a killed worker leaves to be read again. More would save little.
KEPT_AT_ONCE = 15
# Stories in the queue: what a worker does well within a lease, and other work does not wait long behind.
MOST_WAITING = 300
Row = TypeVar("Row", Source, Entry, Article)
log = logging.getLogger(__name__)


@shared_task
def poll_due_sources() -> None:
    """Hand out the sources and entries that are due, the latter no more than the queue takes."""
    now = timezone.now()
    release_lost([Source, Entry, Article])
    _hand_out(poll_sources, Source.objects.due(now), now, 50)
    waiting = Entry.objects.filter(state=Entry.State.DUE, claimed_until__gt=now).count()
    _hand_out(take_in_entries, Entry.objects.due(now).of_running_sources(), now, max(0, MOST_WAITING - waiting))


@shared_task
def poll_sources(pks: list[int], until: datetime) -> None:
    """Poll claimed sources."""

    def poll_source(source: Source) -> None:
        log.info("Source %s: %s new entries", source.pk, poll.poll(source, timezone.now()))
        meter.count("sources_polled", outcome="failed" if source.problem else "well")

    _work(held(Source.objects.select_related("outlet__place"), pks, until), poll_source)


@shared_task
def take_in_entries(pks: list[int], until: datetime) -> None:
    """Take claimed entries in."""
    entries = Entry.objects.select_related("source__outlet__place").prefetch_related("source__issues")
    claimed = held(entries, pks, until)
    intake = Intake.of(claimed, timezone.now(), KEPT_AT_ONCE)
    _work(claimed, lambda entry: intake.take_in(entry, timezone.now()))
    intake.keep(timezone.now())
    meter.count("stories_taken_in", len(intake.stored))
    log.info("%s of %s stories stored", len(intake.stored), len(pks))


@shared_task
def reread_due_articles() -> None:
    """Hand out the stories that are to be looked at again."""
    now = timezone.now()
    _hand_out(reread_articles, Article.objects.due_for_rereading(now), now, 50)


@shared_task
def reread_articles(pks: list[int], until: datetime) -> None:
    """Look at claimed stories again."""

    def reread_article(article: Article) -> None:
        stored = reread.reread(article, timezone.now())
        log.info("Article %s read again: %s", article.pk, "changed" if stored and stored.version else "unchanged")

    _work(held(Article.objects.select_related("outlet__place"), pks, until), reread_article)


@shared_task
def extract_due_versions() -> None:
    """Read versions for findings as long as some are due and there is time."""
    ends = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < ends and (read := extract_due(timezone.now())):
        meter.count("stories_read", read)
        log.info("%s versions read for findings", read)


@shared_task
def ask_model() -> None:
    """Ask the language model, where one is set, about stories as long as some are due and there is time."""
    ends = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < ends and ask_due(timezone.now()):
        pass


@shared_task
def accept_moves_of_own_calendars() -> None:
    """Accept what bodies' own calendars make of known meetings, where the bodies are set so."""
    if accepted := accept_own_moves(timezone.now()):
        log.info("%s moves of meetings accepted by themselves", accepted)


@shared_task
def send_answers() -> None:
    """Mail what readers are answered who said that something is wrong."""
    if sent := complaints.send_answers(timezone.now()):
        log.info("%s answers sent", sent)


@shared_task
def settle_stamps() -> None:
    """Fold the stamps of what readers see, and tell whoever keeps pages what was removed by now."""
    Stamp.objects.fold()
    note_removed(removed_by_now())


@shared_task
def drop_old_snapshots() -> None:
    """Drop pages older than the retention."""
    while dropped := drop_old_bodies(timezone.now()):
        log.info("%s pages dropped by the retention", dropped)


@shared_task
def tell_of_quiet() -> None:
    """Tell those who want it that a month was quiet, and that a source has fallen silent."""
    now = timezone.now()
    written = tell_all_is_well(now, quiet.sources_for) + tell_of_silences(quiet.silences(now), now)
    log.info("%s announcements that nothing happened", written)


def _hand_out(task: Task[[list[int], datetime], None], rows: QuerySet[Any], now: datetime, limit: int) -> None:
    """Claim due rows and send them to the workers, each batch with the end of its lease: it is void with another."""
    for pks in claim_batches(rows, now, limit):
        task.delay(pks, now + LEASE)


def _work(rows: Sequence[Row], do: Callable[[Row], None]) -> None:
    """Do what is ours, host by host as each is ready; what time does not suffice for is due again."""
    give_back(work_by_host(rows, do, polite_fetcher().ready_in, WORKING_SECONDS))
