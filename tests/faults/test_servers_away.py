"""PostgreSQL pulled out in the middle of sending, Valkey killed, emptied and full, under a real worker: each reader
gets the mail once, but for the gap that SMTP can't close.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from redis import Redis
from redis.exceptions import RedisError

from tests.faults.scripted import ScriptedServer
from tests.patience import wait_until
from tests.stories.test_database_stopped import ask, pulled_out, servers
from tests.stories.workers import ROOT, Worker

pytestmark = pytest.mark.fault
READERS = 30
FILL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "civictrack.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.faults.test_killed import make_readers
from django.utils import timezone
from votes.alerts import announce, gathering
make_readers(%d)
announce.fan_out(timezone.now())
gathering.assemble(timezone.now())
"""


def fill(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", FILL % READERS], cwd=ROOT, env=environment, check=True)


def wake(environment: dict[str, str]) -> None:
    broker = environment["REDIS_URL"].replace("unix://", "redis+socket://", 1)
    with suppress(Exception), Celery(broker=broker) as app:
        app.send_task("votes.tasks.send_due_mail", queue="mail", retry=False)


def all_sent(environment: dict[str, str]) -> bool:
    """Whether all are sent; if not, time passes, and the clock wakes the worker."""
    with suppress(psycopg.OperationalError):
        ask(environment, "UPDATE votes_message SET claimed_until = now() WHERE claimed_until IS NOT NULL")
        ask(environment, "UPDATE votes_message SET due_at = now() WHERE state = 'due'")
        wake(environment)
        return bool(ask(environment, "SELECT count(*) FROM votes_delivery WHERE state = 'sent'") == [(READERS,)])
    return False


@contextmanager
def sending(var: Path, log: Path, server: ScriptedServer) -> Iterator[dict[str, str]]:
    """A worker at work on servers of its own, with all to send."""
    with servers(var) as environment:
        fill(environment)
        more = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "WORKER_PROCESSES": "1"}
        worker = Worker({**environment, **more}, "--queues", "mail", log=log)
        try:
            yield environment
        finally:
            worker.kill()


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Nothing more can be written on the disk of a folder, until it is left."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb") as file, suppress(OSError):  # some disks need the last bit for themselves
            free = os.statvfs(folder)
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
        yield
    finally:
        ballast.unlink()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 MB, where we may mount one."""
    folder = tmp_path / "v"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m,mode=755", "small", folder], check=False).returncode:
        pytest.skip("mounting needs rights that we have not; test_refusals.py has what PostgreSQL says then")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def answers(redis: Redis) -> bool:
    try:
        return bool(redis.ping())
    except RedisError:
        return False


def once_each(server: ScriptedServer, environment: dict[str, str], twice: int) -> None:
    assert len(server.readers) == READERS
    assert set(server.readers.values()) == {1}, "no reader has two different mails"
    assert server.twice <= twice
    assert ask(environment, "SELECT count(*) FROM votes_message WHERE repeats > 0")[0][0] >= server.twice


def test_a_database_pulled_out_in_the_middle_of_sending(tmp_path: Path) -> None:
    var = tmp_path / "v"
    pulled: list[int] = []

    def pull(address: str, tries: int) -> None:
        if len(server.accepted) == 5 and not pulled:
            pulled.append(1)
            pulled_out(var)

    with ScriptedServer(at_data=pull) as server, sending(var, tmp_path / "worker.log", server) as environment:
        wait_until(lambda: pulled or all_sent(environment), "it is pulled out", every=0.5)
        assert pulled
        with servers(var) as again:
            wait_until(lambda: all_sent(again), "all are sent", every=1.0)
            # What was being noted, and what was on its way.
            once_each(server, again, twice=2)


def test_valkey_emptied_full_killed_and_back(tmp_path: Path) -> None:
    var = tmp_path / "v"
    with ScriptedServer() as server, sending(var, tmp_path / "worker.log", server) as environment:
        redis = Redis.from_url(environment["REDIS_URL"])
        wake(environment)
        redis.flushall()
        redis.config_set("maxmemory", "1")
        with pytest.raises(RedisError, match="maxmemory"):
            redis.lpush("mail", "a wake-up")
        redis.config_set("maxmemory", "0")
        os.kill(int((var / "embedded" / "valkey" / "valkey.pid").read_text()), signal.SIGKILL)
        wait_until(lambda: not answers(redis), "Valkey is gone")
        # Ten minutes of a clock that wakes nobody, shortened: a few of its beats, each of which gives up by itself.
        for _ in range(3):
            wake(environment)
        with servers(var) as again:
            wait_until(lambda: all_sent(again), "all are sent", every=1.0)
            once_each(server, again, twice=0)


def test_a_disk_that_is_full_for_a_while_costs_nobody_their_mail(small_disk: Path, tmp_path: Path) -> None:
    """It fills up while mail is sent; whatever PostgreSQL makes of it, down to ending, nobody has it twice."""
    filled: list[int] = []

    def fill_up(address: str, tries: int) -> None:
        if len(server.accepted) == 5 and not filled:
            filled.append(1)
            disk.__enter__()

    disk = full_disk(small_disk)
    with (
        ScriptedServer(at_data=fill_up) as server,
        sending(small_disk, tmp_path / "worker.log", server) as environment,
    ):
        wait_until(lambda: filled or all_sent(environment), "the disk is full", every=0.5)
        for _ in range(10):
            all_sent(environment)
        with suppress(psycopg.Error):
            grow(environment)
            raise AssertionError("the disk is not full")
        disk.__exit__(None, None, None)
        with servers(small_disk) as again:
            wait_until(lambda: all_sent(again), "all are sent", every=1.0)
            once_each(server, again, twice=2)


def grow(environment: dict[str, str]) -> None:
    """Write what needs room."""
    ask(environment, "CREATE TABLE ballast AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 300000) n")
