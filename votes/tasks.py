"""What the schedule wakes up: ask the database what is due, do it, say so."""

import logging

from celery import shared_task

from votes import clock, meter
from votes.alerts import announce, forget, proof, remind, rounds, wishes

log = logging.getLogger(__name__)


@shared_task
def remind_of_votes() -> None:
    if written := remind.remind(clock.now()):
        log.info("%s reminders written", written)


@shared_task
def fan_out_announcements() -> None:
    if owed := announce.fan_out(clock.now()):
        meter.count("deliveries_owed", owed)
        log.info("%s deliveries owed", owed)


@shared_task
def send_due_mail() -> None:
    """Go a round; whoever is free goes on where it took too long, as this worker may be told to end."""
    if not rounds.go(clock.now()):
        send_due_mail.delay()


@shared_task
def take_up_wishes() -> None:
    if taken := wishes.take_up(clock.now()):
        log.info("%s wishes taken up", taken)


@shared_task
def drop_unconfirmed_addresses() -> None:
    forget.drop_old_addresses(clock.now())
    if dropped := forget.drop_unconfirmed(clock.now()):
        log.info("%s addresses dropped that never said yes", dropped)


@shared_task
def check_alerts() -> None:
    """Look whether each announced change has reached its readers, and tell the operator where not."""
    proof.check(clock.now())
