"""Counts of what all processes do, together: they add them up in Valkey, and `civictrack/metrics.py` tells them.

The client library's own way to count in several processes is a folder that all of them share, which workers on other
machines and in other containers do not. Counts that are lost are not missed: who reads them takes them for new ones.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from redis import Redis

from votes import valkey

# Upper bounds in seconds of how long something took.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, float("inf"))
# A busy process adds up for so long before it tells Valkey.
FLUSH_SECONDS = 1.0
KEPT = "meter"

_counted: Counter[str] = Counter()
_flushed = 0.0
_lock = threading.Lock()


@dataclass(frozen=True)
class Count:
    """How often or how much; `bound` is the bucket's of what was timed, and None of the rest."""

    name: str
    labels: tuple[tuple[str, str], ...]
    bound: float | None
    amount: float


def count(name: str, amount: float = 1, **labels: str) -> None:
    """Count something; a label has few values."""
    _add({_field(name, labels): amount})


def timed(name: str, seconds: float, **labels: str) -> None:
    """Count that something took so long."""
    bound = next(bound for bound in BUCKETS if seconds <= bound)
    _add({_field(name, labels, bound): 1, _field(f"{name}_sum", labels): seconds})


def counts() -> list[Count]:
    """Return all that was counted; nothing while Valkey is away."""
    kept = valkey.ask(lambda redis: redis.hgetall(KEPT)) or {}
    return [count for field, amount in kept.items() if (count := _count(field, amount))]


def _field(name: str, labels: dict[str, str], bound: float | None = None) -> str:
    return json.dumps([name, sorted(labels.items()), None if bound is None else str(bound)])


def _count(field: bytes, amount: bytes) -> Count | None:
    """Return what a field counts; None where it is none of ours."""
    with suppress(ValueError, TypeError):
        name, labels, bound = json.loads(field)
        within = None if bound is None else float(bound)
        return Count(name, tuple((key, value) for key, value in labels), within, float(amount))
    return None


def _add(amounts: dict[str, float]) -> None:
    global _flushed
    with _lock:
        for field, amount in amounts.items():
            _counted[field] += amount  # type: ignore[assignment]
        if time.monotonic() - _flushed < FLUSH_SECONDS:
            return
        _flushed = time.monotonic()
        told = dict(_counted)
        _counted.clear()
    _tell(told.items())


def _tell(told: Iterable[tuple[str, float]]) -> None:
    def add(redis: Redis) -> None:
        with redis.pipeline(transaction=False) as together:
            for field, amount in told:
                together.hincrbyfloat(KEPT, field, amount)
            together.execute()

    valkey.ask(add)
