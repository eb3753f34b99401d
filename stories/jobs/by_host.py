"""Work on many hosts by one process: whoever's host must wait lets the others go first."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import Protocol, TypeVar

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)
# Hosts asked about at once: what another worker takes in the meantime is stood and waited for, and that is rare.
AHEAD = 5


class Located(Protocol):
    """A thing to be fetched from a URL."""

    url: str


Job = TypeVar("Job", bound=Located)


def work_by_host(
    jobs: Iterable[Job],
    do: Callable[[Job], object],
    ready_in: Callable[[Sequence[str]], Sequence[float]],
    seconds: float,
) -> list[Job]:
    """Do the jobs, each when its host is ready, and return those not begun after so many seconds.

    A job that raises is logged and left to its lease, and the others go on; a database that is away ends them all.

    `ready_in` returns the seconds for which the hosts of URLs must still be left alone. It is asked again when that is
    over, as other workers take turns at the hosts too; who is first to be ready goes first, else in the order given.
    """
    waiting = [(0.0, number, job) for number, job in enumerate(jobs)]
    ends = time.monotonic() + seconds
    while waiting and max(waiting[0][0], time.monotonic()) < ends:
        if (early := waiting[0][0] - time.monotonic()) > 0:
            time.sleep(early)
        ahead = [heappop(waiting) for _ in range(min(AHEAD, len(waiting)))]
        for turn, wait in zip(ahead, ready_in([job.url for *_, job in ahead]), strict=True):
            if wait or time.monotonic() >= ends:
                heappush(waiting, (time.monotonic() + wait, *turn[1:]))
            else:
                _do_one(do, turn[2])
    return [job for _, _, job in sorted(waiting)]


def _do_one(do: Callable[[Job], object], job: Job) -> None:
    try:
        do(job)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%s failed", job.url)
