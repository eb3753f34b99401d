"""What the schedule wakes up for the program itself."""

import logging
from contextlib import suppress
from pathlib import Path

from axes.handlers.proxy import AxesProxyHandler
from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from civictrack import failures
from civictrack.backups import BackupError, removals, standing
from civictrack.backups.keep import is_due, prune
from civictrack.backups.make import BeingMade
from civictrack.backups.make import back_up as make_backup
from stories.ingestion.fetcher import post
from votes.alerts import webhooks

logger = logging.getLogger(__name__)

# How long it is kept who signed in from where: it names people's networks.
SIGN_INS_KEPT_DAYS = 90


@shared_task
def forget_old_sign_ins() -> None:
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=SIGN_INS_KEPT_DAYS)


@shared_task
def call_webhooks() -> None:
    """Tell programs elsewhere what readers are told, through the client that leaves private addresses alone."""
    webhooks.send_due(timezone.now(), post)


@shared_task
def tell_of_failures() -> None:
    """Tell the operator which requests failed."""
    if told := failures.tell():
        logger.info("The operator is told of %s requests that failed", told)


@shared_task
def back_up() -> None:
    """Make the day's backup where BACKUP_DIR says where to; tried again while it can't be made. Either way the others
    are told how the backups stand.
    """
    now = timezone.now()
    if not settings.BACKUP_DIR:
        standing.note(None, now)
        return
    folder, failure = Path(settings.BACKUP_DIR), ""
    try:
        if is_due(folder, now):
            logger.info("Backed up as %s", make_backup(folder, now))
            prune(folder, settings.BACKUP_KEEP)
    except BeingMade:  # by the run before, which takes its time and tells of itself
        return
    except (BackupError, OSError) as error:
        logger.exception("The day's backup could not be made")
        failure = str(error)
    standing.note(folder, now, failure)


@shared_task
def note_removals() -> None:
    """Copy into the journal outside the database what was removed; not while a backup is put in its place."""
    with suppress(removals.Busy):
        removals.copy_new(timezone.now())
