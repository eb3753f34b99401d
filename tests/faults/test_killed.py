"""A real worker killed at each step, told to end twenty times under load, woken twice and not at all: each reader is
sent each mail once, but for the one gap that SMTP can't close, where the second has the same Message-ID and is counted.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.utils import timezone
from redis import Redis

from tests.faults.scripted import ScriptedServer
from tests.patience import wait_until
from tests.stories.test_crash_safety import is_waited_for, locked, nobody_else_is_in
from tests.stories.workers import Worker, empty_queue, environment
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes import tasks
from votes.alerts import announce, gathering
from votes.models import Delivery, MailServer, Message, Setback

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
READERS = 8


@pytest.fixture
def queue(settings: Any) -> Iterator[Redis]:
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


@pytest.fixture
def start(queue: Redis, tmp_path: Path) -> Iterator[Any]:
    started: list[Worker] = []

    def start(server: ScriptedServer, **more: str) -> Worker:
        values = {**environment(), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}", **more}
        started.append(Worker(values, "--queues", "mail", log=tmp_path / "worker.log"))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
    wait_until(nobody_else_is_in, "what the killed workers were at in the database has ended")


def make_readers(count: int = READERS) -> None:
    """Who are owed the date of a vote next month."""
    now = timezone.now()
    vote = make_scheduled(now, **on((now + timedelta(days=30)).date()))
    for _ in range(count):
        make_reader(vote.issue, now=now - timedelta(hours=1))


def wake() -> None:
    tasks.fan_out_announcements.delay()
    tasks.send_due_mail.delay()


def leases_run_out() -> None:
    """Ten minutes later."""
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.exclude(claimed_until=None).update(claimed_until=past)
    Message.objects.filter(state="due").update(due_at=past)
    MailServer.objects.update(next_try_at=past)
    Setback.objects.update(next_try_at=past)


def all_sent(count: int = READERS) -> bool:
    """Whether all are sent; if not, time passes, and the clock wakes the worker."""
    leases_run_out()
    wake()
    return Delivery.objects.filter(state="sent").count() == count


def finish(server: ScriptedServer, count: int = READERS, twice: int = 0) -> None:
    wait_until(lambda: all_sent(count), "all are sent", every=1.0)
    assert set(server.readers.values()) == {1}, "no reader has two different mails"
    assert len(server.readers) == count
    assert server.twice <= twice
    assert Message.objects.filter(repeats__gt=0).count() >= server.twice, "what may have come twice is counted"


@pytest.mark.parametrize("step", ["before DATA", "during DATA", "after DATA, before 250"])
def test_a_worker_killed_before_the_server_took_the_mail_sends_it_once(start: Any, step: str) -> None:
    killed: list[int] = []
    worker: Worker

    def kill(address: str, tries: int) -> str | None:
        if len(server.accepted) == 2 and not killed:
            killed.append(1)
            worker.kill_working_process()
            return "451 too late"
        return None

    def kill_soon(address: str, tries: int) -> None:
        """While the mail is written, or has just been."""
        if len(server.accepted) == 2 and not killed:
            killed.append(1)
            threading.Timer(0.0003, worker.kill_working_process).start()

    scripts: dict[str, Any] = {
        "before DATA": {"at_rcpt": kill},
        "during DATA": {"at_rcpt": kill_soon},
        "after DATA, before 250": {"at_data": kill},
    }
    with ScriptedServer(**scripts[step]) as server:
        make_readers()
        worker = start(server)
        wake()
        wait_until(lambda: len(server.accepted) >= 2, "some are sent")
        finish(server, twice=1 if step == "during DATA" else 0)


def test_a_worker_killed_between_250_and_commit_sends_one_mail_again_under_its_message_id(start: Any) -> None:
    with ScriptedServer() as server:
        make_readers()
        announce.fan_out(timezone.now())
        gathering.assemble(timezone.now())
        locks: list[Any] = []

        def lock(address: str, tries: int) -> None:
            if not locks:
                lock = locked("votes_message")
                lock.__enter__()
                locks.append(lock)

        server.at_data = lock
        worker = start(server)
        wait_until(lambda: woken_until_waiting(), "what was sent can't be noted", every=0.5)
        worker.kill_working_process()
        locks[0].__exit__(None, None, None)
        server.at_data = None
        finish(server, twice=2)
        assert server.twice, "the gap that nothing can close"


def woken_until_waiting() -> bool:
    tasks.send_due_mail.delay()
    return is_waited_for("votes_message")


def test_a_worker_told_to_end_twenty_times_under_load_loses_and_doubles_nothing(start: Any) -> None:
    """By SIGTERM to all of it, as a service manager does: what is on its way is finished; the last ends for good."""
    count = 400
    with ScriptedServer(at_data=lambda *_: time.sleep(0.005)) as server:
        make_readers(count)
        announce.fan_out(timezone.now())
        gathering.assemble(timezone.now())
        chance = random.Random(5)
        for _ in range(20):
            worker = start(server)
            before = len(server.accepted)
            wake()
            wait_until(
                lambda before=before: len(server.accepted) > before or all_sent(count), "it sends", every=0.05
            )  # fmt: skip
            time.sleep(chance.uniform(0, 0.05))
            for process in psutil.Process(worker.process.pid).children() if chance.random() < 0.5 else []:
                os.kill(process.pid, signal.SIGTERM)
            worker.process.terminate()
            worker.process.wait(60)
        start(server)
        finish(server, count, twice=0)


def test_two_clocks_and_two_workers_send_each_mail_once_and_after_three_days_without_one_all_is_sent(
    start: Any, queue: Redis
) -> None:
    with ScriptedServer() as server:
        make_readers()
        Delivery.objects.update(due_at=timezone.now() - timedelta(days=3))
        workers = [start(server), start(server)]
        for _ in range(10):
            wake()
        queue.flushdb()
        for _ in range(10):
            wake()
        finish(server)
        assert len(workers) == 2
