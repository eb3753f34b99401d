"""The way to Valkey for what is better lost than waited for: it answers at once or is taken to be away for a while."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError
from redis.retry import Retry

log = logging.getLogger(__name__)

ANSWER_SECONDS = 0.5
LEFT_ALONE_SECONDS = 5.0

_away_until = 0.0


def ask(question: Callable[[Redis], Any]) -> Any:
    """Return Valkey's answer; None while it is away, or where it refuses, as one that is full or has no disk
    does with what it would have to keep: that one goes on telling what it has.
    """
    global _away_until
    if is_away():
        return None
    try:
        return question(_valkey(settings.REDIS_URL))
    except ResponseError as error:
        log.warning("Valkey refuses: %s", error)
        return None
    except RedisError as error:
        log.warning("Valkey is away: %s", error)
        _away_until = time.monotonic() + LEFT_ALONE_SECONDS
        return None


def is_away() -> bool:
    """Say whether Valkey is left alone, as it did not answer a moment ago."""
    return not settings.REDIS_URL or time.monotonic() < _away_until


@cache
def _valkey(url: str) -> Redis:
    """Return the way to Valkey; what it does not answer at once is not asked again."""
    return Redis.from_url(
        url, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS, retry=Retry(NoBackoff(), 0)
    )
