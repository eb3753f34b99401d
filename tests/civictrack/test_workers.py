"""Three workers, for mail, fetching and reading: none holds up another, and they start and end as one."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from civictrack import pulse
from civictrack.celery import app
from civictrack.workers import QUEUES, wanted
from stories import tasks as story_tasks
from tests.factories import make_article, make_issue, make_source
from tests.patience import PATIENCE, wait_until
from tests.smtp import MailServer
from tests.stories.ingestion.web import page, serve
from tests.stories.test_crash_safety import Gate, is_waited_for, locked, nobody_else_is_in
from tests.stories.workers import ROOT, empty_queue, environment
from votes import tasks as vote_tasks
from votes.alerts.subscribe import subscribe


class Workers:
    """`python -m civictrack.workers`, as `make worker` runs it, in a terminal of its own."""

    def __init__(self, log: Path, *queues: str, **more: str) -> None:
        self.log, self.queues = log, queues or wanted()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "civictrack.workers", *queues],
                cwd=ROOT, env={**environment(), "LOG_LEVEL": "INFO", **more}, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip

    def are_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return len(re.findall(r" ready\.$", self.log.read_text(), re.MULTILINE)) == len(self.queues)

    def all_processes(self) -> list[psutil.Process]:
        return [self.process_itself(), *self.process_itself().children(recursive=True)]

    def process_itself(self) -> psutil.Process:
        return psutil.Process(self.process.pid)

    def kill(self) -> None:
        for process in self.all_processes() if self.process.poll() is None else []:
            process.kill()
        self.process.wait()


@pytest.fixture
def queue(settings: Any, transactional_db: None) -> Iterator[Redis]:
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


@pytest.fixture
def start(queue: Redis, tmp_path: Path) -> Iterator[Any]:
    """Starts the workers and waits until they take messages; what still runs at the end is killed."""
    started: list[Workers] = []

    def start(*queues: str, **more: str) -> Workers:
        started.append(Workers(tmp_path / "workers.log", *queues, **more))
        wait_until(started[-1].are_ready, "all workers are ready")
        return started[-1]

    yield start
    for workers in started:
        workers.kill()
    wait_until(nobody_else_is_in, "what the killed workers were at in the database has ended")


def test_no_site_and_no_story_holds_up_a_mail(start: Any, mail_server: MailServer) -> None:
    make_article("The council will vote on March 17.")
    with serve() as site, locked("stories_extraction"):
        site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
        site.pages["/feed"] = slow_feed = Gate(page(b""))
        make_source(url=site.url("/feed"))
        ports = {"FETCH_LOOPBACK_PORTS": str(site.port), "FETCH_DEADLINE_SECONDS": str(int(PATIENCE))}
        start(EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}", **ports)
        story_tasks.poll_due_sources.delay()
        story_tasks.extract_due_versions.delay()
        assert slow_feed.asked.wait(PATIENCE)
        wait_until(lambda: is_waited_for("stories_extraction"), "the reader is stuck in its story")

        subscribe("reader@ferry.example", make_issue(), ["date"], [7], "at_once", timezone.now())
        vote_tasks.send_due_mail.delay()
        wait_until(lambda: mail_server.messages, "the mail has arrived")
        assert is_waited_for("stories_extraction")
        wait_until(lambda: pulse.beats()["mail"], "the worker for mail says that it has worked")
        assert not slow_feed.open.is_set()
        slow_feed.open.set()


# Two of them end as all of them do, and start in half the time.
@pytest.mark.parametrize(("name", "queues"), [("SIGINT", ()), ("SIGTERM", ("mail", "fetch"))])
def test_all_end_when_they_are_told_to(start: Any, name: str, queues: tuple[str, ...]) -> None:
    workers = start(*queues)
    everything = workers.all_processes()
    os.killpg(workers.process.pid, signal.Signals[name]) if name == "SIGINT" else workers.process.terminate()
    assert workers.process.wait(PATIENCE) == 0
    assert psutil.wait_procs(everything, PATIENCE)[1] == []


def test_one_that_falls_ends_the_others_and_the_exit_code_says_so(start: Any) -> None:
    workers = start("mail", "fetch")
    everything = workers.all_processes()
    worker = next(process for process in everything if "fetch@%h" in process.cmdline())
    worker.kill()
    assert workers.process.wait(PATIENCE) == 1
    assert "The worker of the queue “fetch” ended" in workers.log.read_text()
    # A killed worker's own working processes find out by themselves.
    left = psutil.wait_procs(everything, PATIENCE)[1]
    assert left == []


def test_only_the_reader_of_stories_loads_the_parser() -> None:
    code = "import civictrack.worker, sys; civictrack.worker.app.loader.import_default_modules(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    ).stdout.split()
    assert "stories.tasks" in loaded
    assert "spacy" not in loaded


def test_a_queue_that_is_none_is_named() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "civictrack.workers", "mial"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (
        1,
        "There is no queue “mial”; there are mail, fetch, read, backup, model.\n",
    )


@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE.values(), ids=lambda entry: entry["task"])
def test_each_wake_up_is_for_a_task_and_lapses_when_the_next_is_due(entry: dict[str, Any]) -> None:
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["expires"] <= entry["schedule"]


def test_each_task_goes_to_a_queue_that_a_worker_takes() -> None:
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in ours}
    assert set(queues.values()) == set(QUEUES)
    assert {queue for name, queue in queues.items() if name.startswith("votes.")} == {"mail"}
    assert [name for name, queue in queues.items() if queue == "read"] == ["stories.tasks.extract_due_versions"]
