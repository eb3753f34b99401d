"""Minutes of readers, a curator, fetches and mails: no error, no growth, no leak. Two minutes, or SOAK_SECONDS."""

import os
import time
from dataclasses import dataclass, fields
from statistics import median

import pytest

from tests.patience import wait_until
from tests.production.town import SOON, Town, afresh

pytestmark = pytest.mark.production
SECONDS = int(os.environ.get("SOAK_SECONDS") or 120)
# How much more the last quarter may hold than the second, when each process has done each thing and holds what it will.
MOST_GROWTH = 1.10
# Every so many seconds; primes, so that they meet in every way.
PUBLISH, REWRITE, DECIDE, FOLLOW, MOVE = 3, 5, 2, 13, 17
# Connections and files that come and go.
SLACK = 8


@dataclass(frozen=True)
class Held:
    """What the program's processes hold: megabytes, files and sockets, connections to the database."""

    megabytes: float
    files: float
    connections: float

    def __str__(self) -> str:
        return f"{self.megabytes:.0f} MB, {self.files:.0f} files, {self.connections:.0f} connections"


def held_by(town: Town) -> Held:
    """Pages that processes share are counted by the part that each has in them."""
    services = town.stack.services.all
    ours = [one for name in services if name not in ("postgres", "valkey") for one in services[name].processes()]
    memory = sum(one.memory_full_info().pss for one in ours)
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    return Held(memory / 1e6, sum(one.num_fds() for one in ours), town.stack.ask(query)[0][0])


def middle(seen: list[Held]) -> Held:
    """The median of each."""
    return Held(*(median(getattr(held, one.name) for held in seen) for one in fields(Held)))


def test_it_runs_on_without_an_error_without_growing_and_without_a_leak(town: Town) -> None:
    town.works()
    before = town.stack.log_sizes()
    starts = {name: len(service.starts) for name, service in town.stack.services.all.items()}
    seen: list[Held] = []
    with town.being_read(pause=0.05):
        began = time.monotonic()
        while (passed := time.monotonic() - began) < SECONDS:
            live(town, len(seen) + 1)
            seen.append(held_by(town))
            time.sleep(max(0, passed + 1 - (time.monotonic() - began)))
    wait_until(town.all_taken_in, "all stories are taken in", 1.0, SOON * 2)
    wait_until(town.all_told, "all are told", 1.0, SOON * 2)
    warm, late = middle(seen[len(seen) // 4 : len(seen) // 2]), middle(seen[-len(seen) // 4 :])
    print(f"warm: {warm}; at the end: {late}; {dict(town.answers.statuses)}; {town.so_far()}")
    assert (town.answers.failed, town.answers.none) == ([], 0)
    assert town.stack.errors_since(before) == []
    assert starts == {name: len(service.starts) for name, service in town.stack.services.all.items()}, "one ended"
    assert late.megabytes <= MOST_GROWTH * warm.megabytes
    assert late.files <= warm.files + SLACK
    assert late.connections <= warm.connections + SLACK
    town.check()


def live(town: Town, second: int) -> None:
    """One second of the town's life."""
    if second % PUBLISH == 0:
        town.publish()
    if second % REWRITE == 0:
        town.rewrite(second)
    if second % DECIDE == 0:
        town.decide()
    if second % FOLLOW == 0:
        town.ask_to_follow()
    if second % MOVE == 0:
        afresh(town.move)
    town.confirm_all()
    afresh(town.hurry)
