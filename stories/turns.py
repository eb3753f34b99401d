"""Work on many hosts by one process: whoever's host must wait lets the others go first."""

import time
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from typing import Protocol, TypeVar


class Located(Protocol):
    """What is fetched from somewhere."""

    url: str


Job = TypeVar("Job", bound=Located)


def in_turns(
    jobs: Iterable[Job], do: Callable[[Job], object], ready_in: Callable[[str], float], seconds: float
) -> list[Job]:
    """Do the jobs, each when its host is ready, and return those not begun after so many seconds.

    `ready_in` tells how long the host of a URL must still be left alone. It is asked again when that is over, as
    other workers take turns at the host as well; who is first to be ready goes first, else in the order given.
    """
    waiting = [(0.0, number, job) for number, job in enumerate(jobs)]
    ends = time.monotonic() + seconds
    while waiting and max(waiting[0][0], time.monotonic()) < ends:
        ready, number, job = heappop(waiting)
        if (early := ready - time.monotonic()) > 0:
            time.sleep(early)
        if wait := ready_in(job.url):
            heappush(waiting, (time.monotonic() + wait, number, job))
        else:
            do(job)
    return [job for _, _, job in sorted(waiting)]
