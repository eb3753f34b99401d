"""Times to look again: at a source by its own rhythm, at a story while it is young, after failures ever later."""

import random
import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
# For a source whose rhythm isn't known yet.
USUAL = timedelta(minutes=30)
LOOKS_PER_ENTRY = 2
# A vote of the next days makes its sources worth a look this often at least.
NEAR_VOTE = timedelta(minutes=15)
REREADS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))
NEAR_VOTE_REREAD = timedelta(hours=3)
JITTER = 0.1


def rhythm(times: Sequence[datetime], now: datetime) -> timedelta:
    """Return the pause that meets a source's entries about twice each; `times` are their publication, in any order.

    It is half the median gap between them, or an eighth of how long the source has been silent where that is longer.
    """
    newest = sorted({time for time in times if time <= now}, reverse=True)
    if len(newest) < 3:
        return USUAL
    gap = statistics.median((later - earlier).total_seconds() for later, earlier in pairwise(newest))
    silence = (now - newest[0]).total_seconds()
    return bounded(timedelta(seconds=max(gap, silence / 4) / LOOKS_PER_ENTRY))


def pause(
    times: Sequence[datetime], now: datetime, *, own: timedelta | None = None, kept: timedelta | None = None,
    near_vote: bool = False,
) -> timedelta:  # fmt: skip
    """Return how long to wait for the next poll, with jitter so that sources do not march in step.

    `own` is the operator's interval, which rules; `kept` how long the server says its answer may be kept, which a
    pause is never shorter than, an interval of the operator's apart.
    """
    if own is not None:
        return _jittered(bounded(own))
    wanted = min(rhythm(times, now), NEAR_VOTE) if near_vote else rhythm(times, now)
    return _jittered(bounded(max(wanted, kept or SHORTEST)))


def kept_for(headers: Mapping[str, str], ttl_minutes: int | None, now: datetime) -> timedelta | None:
    """Return how long the server asks us to keep its answer, None where it says nothing.

    Cache-Control goes before Expires (RFC 9111); of these and the ttl of a feed the longer counts.
    """
    directives = [part.strip().lower() for part in headers.get("cache-control", "").split(",")]
    ages = [part.partition("=")[2].strip('" ') for part in directives if part.startswith("max-age=")]
    lifetimes = [timedelta(minutes=ttl_minutes)] if ttl_minutes else []
    if ages and ages[0].isdigit():
        lifetimes.append(timedelta(seconds=min(int(ages[0]), int(LONGEST.total_seconds()))))
    elif not any(directives) and (expires := instant(headers.get("expires", ""))):
        lifetimes.append(expires - now)
    return bounded(max(lifetimes)) if lifetimes else None


def instant(text: str) -> datetime | None:
    """Return the moment that a header such as Expires names; None where it names none, or none with a zone."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else None


def bounded(wanted: timedelta) -> timedelta:
    """Return the pause within five minutes and a day."""
    return min(max(wanted, SHORTEST), LONGEST)


def back_off(failures: int) -> timedelta:
    """Return a pause that is twice as long after each failure in a row, a day at most, with jitter."""
    return _jittered(min(SHORTEST * 2 ** min(failures, 10), LONGEST))


def next_reread(first_read: datetime, rereads: int, now: datetime, *, near_vote: bool = False) -> datetime | None:
    """Return when a story is looked at again after so many looks; None when it has been followed long enough.

    While a vote on its issue is near, a story is looked at every few hours, however old it is.
    """
    planned = [first_read + age for age in REREADS[rereads:] if first_read + age > now]
    if near_vote:
        planned.append(now + NEAR_VOTE_REREAD)
    return min(planned, default=None)


def _jittered(wanted: timedelta) -> timedelta:
    return wanted * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
