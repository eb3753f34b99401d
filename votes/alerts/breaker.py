"""Leaves a mail server alone while it is in trouble: all workers see it in one row, and one of them tries it again."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from votes.models import MailServer

log = logging.getLogger(__name__)

# Doubled with every failure in a row, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=5)
# A worker that tries the server has this long before another may.
TRYING = timedelta(minutes=2)


def server_name() -> str:
    """Return the name of the server that EMAIL_URL gives."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"[:300]


def may_try(now: datetime) -> bool:
    """Say whether to send: always while the server works, else when its pause is over, and then one worker only."""
    servers = MailServer.objects.filter(name=server_name())
    if not servers.exists():
        return True
    return bool(servers.filter(next_try_at__lte=now).update(next_try_at=now + TRYING))


def note_failure(problem: str, now: datetime) -> None:
    """Leave the server alone for a while, longer each time."""
    first = {"down_since": now, "next_try_at": now, "problem": problem}
    server, _ = MailServer.objects.get_or_create(name=server_name(), defaults=first)
    server.next_try_at = now + min(FIRST_PAUSE * 2 ** min(server.failures, 10), LONGEST_PAUSE)
    server.failures += 1
    server.problem = problem[:500]
    server.save()


def note_answer() -> None:
    """Note that the server is up and takes our mail, whatever it thinks of a single one."""
    if MailServer.objects.filter(name=server_name()).delete()[0]:
        log.info("The mail server %s takes mail again", server_name())
