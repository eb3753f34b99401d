"""What the schedule wakes up for the program itself."""

from axes.handlers.proxy import AxesProxyHandler
from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from stories.ingestion.fetcher import post
from votes.alerts import webhooks

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
