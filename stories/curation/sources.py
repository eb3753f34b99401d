"""Pausing a source, and asking it out of turn."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Decision, Source


@transaction.atomic
def pause(pk: int, paused: bool, by: User, now: datetime, reason: str = "") -> Decision:
    """A paused source is not asked until it is resumed, and then at once."""
    source = Source.objects.select_for_update().get(pk=pk)
    if source.paused == paused:
        raise CurationError(f"It is {'paused' if paused else 'polled'} already.")
    source.paused = paused
    source.next_poll_at = source.next_poll_at if paused else now
    source.save(update_fields=["paused", "next_poll_at"])
    about = {"source": source.pk}
    return log(
        Decision.Act.EDIT, by, now, before=about | {"paused": not paused}, after=about | {"paused": paused},
        reason=reason,
    )  # fmt: skip


def poll_now(pk: int, now: datetime) -> None:
    """Make the source due; the next worker that looks takes it. One that had stopped is tried again."""
    live = Source.objects.filter(pk=pk, paused=False)
    if not live.update(next_poll_at=now, gone_at=None):
        raise CurationError("It is paused; resume it first.")
