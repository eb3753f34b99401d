"""When to look again: at a source by its own rhythm, at a story while it is young, after failures ever later."""

import random
from datetime import datetime, timedelta
from typing import Protocol

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
USUAL = timedelta(minutes=30)
REREADS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))


class Polled(Protocol):
    """What the rhythm needs to know of a source."""

    interval_minutes: int | None


def pause(source: Polled, now: datetime) -> timedelta:
    """How long until the next poll, with jitter so that sources do not march in step."""
    wanted = timedelta(minutes=source.interval_minutes) if source.interval_minutes else USUAL
    return bounded(wanted) * random.uniform(0.9, 1.1)  # noqa: S311 - no secret


def bounded(wanted: timedelta) -> timedelta:
    return min(max(wanted, SHORTEST), LONGEST)


def back_off(failures: int) -> timedelta:
    """Twice as long after each failure in a row, a day at most."""
    return min(SHORTEST * 2 ** min(failures, 10), LONGEST) * random.uniform(0.9, 1.1)  # noqa: S311 - no secret


def next_reread(first_read: datetime, rereads: int) -> datetime | None:
    """When a story is looked at again after so many looks; None when it has been followed long enough."""
    return first_read + REREADS[rereads] if rereads < len(REREADS) else None
