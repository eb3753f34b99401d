"""Each process killed in turn, PostgreSQL and Valkey restarted and emptied, while readers read: the site answers, as it
was if need be, work goes on by itself, and nothing that was acknowledged is lost.
"""

import signal
import time
from collections.abc import Callable

import pytest
from redis import Redis

from tests.patience import wait_until
from tests.production.town import SOON, Town, surely

pytestmark = pytest.mark.production


def killed(name: str, how: signal.Signals = signal.SIGKILL) -> Callable[[Town], None]:
    return lambda town: town.stack.services.kill(name, how)


def one_process_killed(name: str) -> Callable[[Town], None]:
    """As the kernel does when memory runs out: not the first process, one that works."""

    def kill(town: Town) -> None:
        *_, last = town.stack.services.all[name].processes()
        last.kill()

    return kill


def emptied(town: Town) -> None:
    wait_until(town.stack.servers_answer, "Valkey is there", 0.2, SOON)
    Redis.from_url(town.stack.environment["REDIS_URL"]).flushall()


# Those of a sort are struck one after the other, and then it is seen whether work goes on.
FAULTS: dict[str, dict[str, Callable[[Town], None]]] = {
    "web server and clock": {
        "the web server is killed": killed("web"),
        "what serves the pages is killed": one_process_killed("web"),
        "the clock is killed": killed("beat"),
    },
    "workers": {
        "the mail worker is killed": killed("worker@mail"),
        "the fetching worker is killed": killed("worker@fetch"),
        "the reading worker is killed": killed("worker@read"),
        "the backup worker is killed": killed("worker@backup"),
    },
    "processes of workers": {
        "what sends mail is killed": one_process_killed("worker@mail"),
        "what fetches is killed": one_process_killed("worker@fetch"),
        "what reads is killed": one_process_killed("worker@read"),
    },
    "PostgreSQL": {
        "PostgreSQL is killed": killed("postgres"),
        "a server process of PostgreSQL is killed": one_process_killed("postgres"),
        "PostgreSQL is restarted": killed("postgres", signal.SIGINT),
    },
    "Valkey": {
        "Valkey is killed": killed("valkey"),
        "Valkey is restarted": killed("valkey", signal.SIGTERM),
        "Valkey is emptied": emptied,
    },
}


@pytest.mark.parametrize("sort", FAULTS)
def test_whatever_is_killed_the_site_answers_and_work_goes_on_and_nothing_acknowledged_is_lost(
    town: Town, sort: str
) -> None:
    town.publish()
    # Where it is the clock that was killed, nobody else wakes the workers.
    town.is_impatient = "clock" not in sort
    with town.being_read():
        for name, strike in FAULTS[sort].items():
            began = time.monotonic()
            town.decide()
            strike(town)
            wait_until(town.is_served, f"after “{name}” the site answers", 0.2, SOON)
            print(f"{name}: the site answers after {time.monotonic() - began:.1f} s")
        surely(town.leases_run_out)
        town.follow()
        surely(town.move)
        wait_until(town.all_taken_in, "stories are taken in", 1.0, SOON * 2)
        wait_until(town.all_told, "all are told", 1.0, SOON * 2)
    town.is_impatient = True
    print(f"{sort}: {dict(town.answers.statuses)}, {town.answers.none} not answered")
    assert [one for one in town.answers.failed if one[0] != 503] == []
    town.check()
