"""Real Celery workers as processes of their own, on the test's database and queue, to be killed at will."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
from django.db import connection
from redis import Redis

from tests.patience import wait_until

ROOT = Path(__file__).resolve().parents[2]


def environment(*ports: int) -> dict[str, str]:
    """What makes a process use the test's database and the servers on these loopback ports."""
    url = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {
        **os.environ,
        "DATABASE_URL": database,
        "FETCH_LOOPBACK_PORTS": ",".join(map(str, ports)),
        "FETCH_HOST_SPACING_SECONDS": "0",
        "WORKER_PROCESSES": "1",
        "LOG_LEVEL": "WARNING",
    }


class Worker:
    """A `celery worker` with one working process. Kills are SIGKILL: no farewell of any kind."""

    def __init__(self, environment: Mapping[str, str], *options: str, log: Path) -> None:
        command = [sys.executable, "-m", "celery", "-A", "civictrack.worker", "worker", *options]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip

    def kill_working_process(self) -> None:
        """As the kernel does when memory runs out; the worker itself forks another."""
        wait_until(lambda: len(self._working()) == 1, "the worker has its one working process")
        self._working()[0].kill()

    def _working(self) -> list[psutil.Process]:
        """Its working processes: two for a moment when one has ended and is not buried yet, if those were counted."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]

    @contextlib.contextmanager
    def held_still(self) -> Iterator[None]:
        """None of its processes does anything meanwhile."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """All of it, as when the machine's power goes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def empty_queue(url: str) -> Iterator[Redis]:
    """The queue, with nothing in it before and after."""
    redis = Redis.from_url(url)
    redis.flushdb()
    yield redis
    redis.flushdb()
