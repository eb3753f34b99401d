"""Counts who asks for mail, so that the form is no cannon: so many a network, and so many in all."""

import logging
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from math import ceil
from time import time

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

# A full meeting room may share one address.
PER_NETWORK: list[RateLimitItem] = [RateLimitItemPerHour(30), RateLimitItemPerDay(100)]
# One who rents a machine has 65,536 networks of IPv6 with it, which begin alike.
PER_SITE: list[RateLimitItem] = [RateLimitItemPerHour(60), RateLimitItemPerDay(200)]
IPV6_SITE_BITS = 48
# What a mail server's good name stands; a town that has just read of us asks less.
IN_ALL: list[RateLimitItem] = [RateLimitItemPerHour(300), RateLimitItemPerDay(2000)]
# Somebody waits for the page.
ANSWER_SECONDS = 1.0


@dataclass(frozen=True)
class Wait:
    """How long until there is room again, and whether it is all the world that is too many, or only one network."""

    seconds: int
    is_everyone: bool

    @property
    def in_words(self) -> str:
        """Return the time as a reader is told it: "1 minute", "55 minutes", "7 hours"."""
        number, unit = ceil(self.seconds / 60), "minute"
        if number > 90:
            number, unit = ceil(number / 60), "hour"
        return f"{number} {unit}{'' if number == 1 else 's'}"


def count(network: str, of: str = "") -> Wait | None:
    """Count a wish that comes from a network; where there were too many before, return how long to wait instead. What
    is `of` another sort takes no wish's room.

    With Valkey away each process counts for itself: nobody is locked out, and at most as many times more mails can be
    asked for as there are web processes.
    """
    try:
        return _count(_shared(settings.REDIS_URL), network, of)
    except RedisError as error:
        log.warning("Valkey is away, this process counts wishes by itself: %s", error)
        return _count(_own(), network, of)


def _count(limiter: MovingWindowRateLimiter, network: str, of: str) -> Wait | None:
    # One network that is refused takes nobody else's room.
    counted = [(PER_NETWORK, f"{of}{network}"), (IN_ALL, f"{of}all")]
    if ":" in network:
        site = ip_network(network).supernet(new_prefix=IPV6_SITE_BITS)
        counted.insert(1, (PER_SITE, f"{of}{site}"))
    for limits, name in counted:
        for limit in limits:
            if not limiter.hit(limit, name):
                free_at = limiter.get_window_stats(limit, name).reset_time
                return Wait(max(1, ceil(free_at - time())), is_everyone=limits is IN_ALL)
    return None


@cache
def _shared(url: str) -> MovingWindowRateLimiter:
    """Return the counter in Valkey that all processes share."""
    # Not tried again: while Valkey is away the page must not wait for it.
    patience = {"socket_connect_timeout": ANSWER_SECONDS, "socket_timeout": ANSWER_SECONDS}
    storage = RedisStorage(url, key_prefix="wishes", retry=Retry(NoBackoff(), 0), **patience)  # type: ignore[arg-type]
    return MovingWindowRateLimiter(storage)


@cache
def _own() -> MovingWindowRateLimiter:
    """Return this process's own counter."""
    return MovingWindowRateLimiter(MemoryStorage())
