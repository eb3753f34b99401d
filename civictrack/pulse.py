"""When the clock and each worker last worked, as each of them says after what it has done: a process that is there and
does nothing is as bad as none.
"""

import time
from datetime import UTC, datetime
from typing import Any

from celery.signals import after_task_publish, beat_init, task_postrun, task_prerun

from civictrack.workers import QUEUES, wanted
from votes import meter, valkey

CLOCK = "beat"
KEPT = "pulse"
# Seconds after which one is taken for dead: the clock and each worker have something to do four times a minute.
SILENT_SECONDS = 180

_begun: dict[str, float] = {}


def beats() -> dict[str, datetime | None]:
    """Return of the clock and of each worker when it last worked; None of one that has not since Valkey was emptied."""
    kept: dict[bytes, bytes] = valkey.ask(lambda redis: redis.hgetall(KEPT)) or {}
    moments = {name.decode(errors="replace"): float(at) for name, at in kept.items()}
    return {
        name: datetime.fromtimestamp(moments[name], UTC) if name in moments else None for name in (CLOCK, *wanted())
    }  # fmt: skip


def _note(name: str) -> None:
    valkey.ask(lambda redis: redis.hset(KEPT, name, str(time.time())))


@beat_init.connect
def _clock_starts(**_: Any) -> None:
    after_task_publish.connect(_clock_worked)


def _clock_worked(**_: Any) -> None:
    _note(CLOCK)


@task_prerun.connect
def _begins(task_id: str, **_: Any) -> None:
    _begun[task_id] = time.perf_counter()


@task_postrun.connect
def _worked(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    """Note that a worker has done something, and how long it took and how it ended."""
    queue = (task.request.delivery_info or {}).get("routing_key")
    if queue in QUEUES:
        _note(queue)
    began = _begun.pop(task_id, None)
    if began is not None:
        meter.timed("task_seconds", time.perf_counter() - began, task=task.name, outcome=state or "")
