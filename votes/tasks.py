"""What the schedule wakes up: ask the database what is due, do it, say so."""

import logging

from celery import shared_task
from django.utils import timezone

from votes.alerts import announce, deliver, forget, remind, wishes

log = logging.getLogger(__name__)


@shared_task
def remind_of_votes() -> None:
    if written := remind.remind(timezone.now()):
        log.info("%s reminders written", written)


@shared_task
def fan_out_announcements() -> None:
    if owed := announce.fan_out(timezone.now()):
        log.info("%s deliveries owed", owed)


@shared_task
def send_due_mail() -> None:
    now = timezone.now()
    assembled = deliver.assemble(now)
    if sent := deliver.send_due(now):
        log.info("%s messages assembled, %s sent", assembled, sent)


@shared_task
def take_up_wishes() -> None:
    if taken := wishes.take_up(timezone.now()):
        log.info("%s wishes taken up", taken)


@shared_task
def drop_unconfirmed_addresses() -> None:
    forget.drop_old_addresses(timezone.now())
    if dropped := forget.drop_unconfirmed(timezone.now()):
        log.info("%s addresses dropped that never said yes", dropped)
