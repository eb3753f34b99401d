"""The pace at which we call on a host: few requests at once, spaced out, none while it rests.

The pace is kept in Redis, so that all workers share it. Losing Redis loses nothing but the memory of
the pace: every entry expires by itself, a killed worker's slot included.
"""

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from redis import Redis, RedisError

from stories.ingestion.errors import HostBusy, HostResting, RateLimited, TimedOut

log = logging.getLogger(__name__)

LOOK_AGAIN = 0.2  # seconds between looks for a free slot
# A host that lets one request run into its deadline would take as long for the next, and a worker with it. Twice as
# long a rest each time that it repeats.
SLOW_REST, LONGEST_SLOW_REST = timedelta(minutes=5), timedelta(hours=1)

# Times in milliseconds of the server's own clock, which all workers share. A host's `next_start` lives until its next
# turn may begin. Returns what to do and how long it takes: go (after), late, full or resting (for).
TAKE_SLOT = """
local slots, next_start, rest = KEYS[1], KEYS[2], KEYS[3]
local token, limit, spacing = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local lease, patience = tonumber(ARGV[4]), tonumber(ARGV[5])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local resting = redis.call('PTTL', rest)
if resting > 0 then return {'resting', resting} end
redis.call('ZREMRANGEBYSCORE', slots, '-inf', now)
if redis.call('ZCARD', slots) >= limit then return {'full', 0} end
local wait = math.max(redis.call('PTTL', next_start), 0)
if wait > patience then return {'late', wait} end
redis.call('SET', next_start, token, 'PX', wait + spacing)
redis.call('ZADD', slots, now + wait + lease, token)
redis.call('PEXPIRE', slots, wait + lease)
return {'go', wait}
"""


@dataclass(frozen=True, slots=True)
class PaceSettings:
    """The limits of what we ask of one host; times in seconds."""

    at_once: int = 2
    spacing: float = 1.0  # from the start of one request to that of the next
    longest_spacing: float = 30.0  # a larger Crawl-delay is cut down to this
    lease: float = 90.0  # after which a slot frees itself; longer than any fetch may take
    patience: float = 20.0  # how long a worker stands and waits before it does something else
    longest_rest: float = 24 * 3600.0
    refusals_remembered: float = 3600.0  # a second refusal within this makes the whole host rest


class Politeness:
    """The pace of all workers towards each host (name, with the port where it is not the usual one)."""

    def __init__(self, redis: Redis, settings: PaceSettings) -> None:
        self.settings = settings
        self._redis = redis
        self._take = redis.register_script(TAKE_SLOT)

    @contextmanager
    def slot(self, host: str, *, spacing: float = 0.0) -> Iterator[None]:
        """Wait for our turn and hold it; raises HostBusy or HostResting when that would take too long.

        `spacing` is what the host itself asks for (Crawl-delay); never less than our own, within bounds.
        """
        token = secrets.token_hex(8)
        pace = min(max(spacing, self.settings.spacing), max(self.settings.longest_spacing, self.settings.spacing))
        if wait := self._turn(host, token, pace):
            time.sleep(wait)
        try:
            yield
        except RateLimited as refusal:
            self.refused(host, refusal.retry_after or timedelta(0))
            raise
        except TimedOut:
            self.was_slow(host)
            raise
        finally:
            with _tolerating_loss():
                self._redis.zrem(_key("slots", host), token)

    def ready_in(self, hosts: Sequence[str]) -> list[float]:
        """Return the seconds until each host's next turn; one without a free slot may still have none then."""
        with _tolerating_loss(), self._redis.pipeline(transaction=False) as pipeline:
            for host in hosts:
                pipeline.pttl(_key("next", host))
            return [max(int(left), 0) / 1000 for left in pipeline.execute()]
        return [0.0] * len(hosts)

    def penalise(self, host: str, pause: timedelta) -> None:
        """Leave the host alone for `pause`, a day at most; a longer pause already running stays."""
        wanted = _milliseconds(min(pause.total_seconds(), self.settings.longest_rest))
        key = _key("rest", host)
        with _tolerating_loss():
            if wanted > max(int(self._redis.pttl(key)), 0):
                self._redis.set(key, "1", px=wanted)

    def refused(self, host: str, pause: timedelta) -> None:
        """Note a 429 or 503: the first is its source's own affair, a repeated one makes the host rest."""
        with _tolerating_loss():
            if self._times("refusals", host, pause) > 1:
                self.penalise(host, pause)

    def was_slow(self, host: str) -> None:
        """Note that a request ran into its deadline: the host rests, and others have their turn."""
        with _tolerating_loss():
            times = self._times("slow", host, LONGEST_SLOW_REST)
            self.penalise(host, min(SLOW_REST * 2 ** min(times - 1, 10), LONGEST_SLOW_REST))

    def _times(self, event: str, host: str, pause: timedelta) -> int:
        """Count the event and return how often it happened; forgotten after a pause, or a while, without one."""
        key = _key(event, host)
        times = int(self._redis.incr(key))
        remembered = max(self.settings.refusals_remembered, pause.total_seconds())
        self._redis.pexpire(key, _milliseconds(min(remembered, self.settings.longest_rest)))
        return times

    def blocked_until(self, host: str) -> datetime | None:
        """Return when the host's rest ends; None while it has none."""
        with _tolerating_loss():
            left = int(self._redis.pttl(_key("rest", host)))
            return datetime.now(UTC) + timedelta(milliseconds=left) if left > 0 else None
        return None

    def _turn(self, host: str, token: str, spacing: float) -> float:
        """Take a slot and return how many seconds to wait before using it; raises HostBusy or HostResting."""
        gives_up = time.monotonic() + self.settings.patience
        while True:
            left = max(gives_up - time.monotonic(), 0.0)
            verdict, seconds = self._try_slot(host, token, spacing, left)
            if verdict == "go":
                return seconds
            if verdict == "resting":
                raise HostResting(host, seconds)
            if verdict == "late" or left == 0:
                raise HostBusy(host, max(seconds, spacing))
            time.sleep(min(LOOK_AGAIN, left))

    def _try_slot(self, host: str, token: str, spacing: float, patience: float) -> tuple[str, float]:
        keys = [_key(kind, host) for kind in ("slots", "next", "rest")]
        times = [_milliseconds(seconds) for seconds in (spacing, self.settings.lease, patience)]
        try:
            verdict, wait = self._take(keys=keys, args=[token, self.settings.at_once, *times])
        except RedisError as error:
            log.warning("The pace towards %s is not known (Redis: %s); waiting %s s", host, error, spacing)
            return "go", spacing
        return verdict.decode() if isinstance(verdict, bytes) else verdict, int(wait) / 1000


@contextmanager
def _tolerating_loss() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        log.warning("The pace is not remembered (Redis: %s)", error)


def _key(kind: str, host: str) -> str:
    return f"pace:{{{host}}}:{kind}"


def _milliseconds(seconds: float) -> int:
    return max(round(seconds * 1000), 1)
