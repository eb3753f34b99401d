"""PostgreSQL stopped in the middle of a write, as by a power cut, and started again: nothing lost, nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from celery import Celery

from tests.patience import wait_until
from tests.stories.ingestion.beacon import rss, story
from tests.stories.ingestion.web import page, serve
from tests.stories.workers import ROOT, Worker

# Servers of its own, which the others must not lose; holds them until it is told to end.
HOLDER = """
import os, sys
from civictrack import embedded
embedded.ensure()
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
if len(sys.argv) > 1:
    os.environ["DJANGO_SETTINGS_MODULE"] = "civictrack.settings"
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from tests.factories import make_source
    make_source(url=sys.argv[1])
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def servers(var: Path, *arguments: str) -> Iterator[dict[str, str]]:
    """A pair of servers under `var`, started or found; their addresses."""
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    own["CIVICTRACK_VAR"] = str(var)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *arguments], cwd=ROOT, env=own, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as holder:  # fmt: skip
        assert holder.stdin
        assert holder.stdout
        database, redis = holder.stdout.readline().split()
        assert holder.stdout.readline() == "ready\n"
        yield {**own, "DATABASE_URL": database, "REDIS_URL": redis}
        holder.stdin.close()


def pulled_out(var: Path) -> None:
    """Immediate shutdown: no checkpoint, every connection dropped; the next start recovers from the log."""
    pid = int((var / "embedded" / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)
    # One that has ended and is not buried yet would be taken for running by the next start.
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "PostgreSQL has stopped")


def poll(environment: dict[str, str]) -> None:
    broker = environment["REDIS_URL"].replace("unix://", "redis+socket://", 1)
    with Celery(broker=broker) as app:
        app.send_task("stories.tasks.poll_due_sources", queue="fetch")


def ask(environment: dict[str, str], query: str) -> Any:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        cursor = connection.execute(query)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else None


@pytest.mark.fault
def test_a_database_stopped_in_the_middle_of_a_write_has_each_story_once(tmp_path: Path) -> None:
    var = tmp_path / "v"
    with serve() as site:
        site.pages["/feed"] = page(rss(site, 1, 2), Content_Type="application/rss+xml")
        site.pages.update({f"/{n}.html": page(story(n), Content_Type="text/html") for n in (1, 2)})
        more = {"FETCH_LOOPBACK_PORTS": str(site.port), "FETCH_HOST_SPACING_SECONDS": "0", "WORKER_PROCESSES": "1"}
        with servers(var, site.url("/feed")) as environment:
            worker = Worker({**environment, **more}, log=tmp_path / "worker.log")
            try:
                _stopped_and_started(var, environment, worker)
            finally:
                worker.kill()


def woken(environment: dict[str, str], query: str) -> Any:
    """The answer, after the clock has woken the worker: on a busy machine it may have given something up for now."""
    ask(environment, "UPDATE stories_entry SET next_try_at = now() WHERE state = 'due' AND claimed_until IS NULL")
    poll(environment)
    return ask(environment, query)


def both_are_stored(environment: dict[str, str]) -> bool:
    """Whether all is done; if not, the leases have run out and the clock wakes the worker."""
    ask(environment, "UPDATE stories_entry SET claimed_until = NULL, next_try_at = now() WHERE state = 'due'")
    ask(environment, "UPDATE stories_source SET claimed_until = NULL")
    poll(environment)
    return bool(ask(environment, "SELECT count(*) FROM stories_entry WHERE state = 'done'") == [(2,)])


def _stopped_and_started(var: Path, environment: dict[str, str], worker: Worker) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL"
    with suppress(psycopg.OperationalError), psycopg.connect(environment["DATABASE_URL"]) as blocker:
        blocker.execute("LOCK TABLE stories_articleversion IN EXCLUSIVE MODE")
        entries = "SELECT count(*) FROM stories_entry"
        wait_until(lambda: woken(environment, entries) == [(2,)], "the feed is read", every=0.5)
        wait_until(lambda: woken(environment, waiting) != [(0,)], "the worker is in the middle of a write", every=0.5)
        # The blocker's lock ends with PostgreSQL: nobody may use the moment in which the one is gone and the other not,
        # nor go on with other work before we have looked.
        with worker.held_still():
            pulled_out(var)
            with suppress(psycopg.OperationalError):
                blocker.close()
            with servers(var) as again:
                assert ask(again, "SELECT count(*) FROM stories_article") == [(0,)]
    wait_until(lambda: both_are_stored(again), "both stories are stored", every=1.0)
    versions = "SELECT title, number FROM stories_articleversion ORDER BY title"
    assert ask(again, versions) == [("Story 1 of the pier", 1), ("Story 2 of the pier", 1)]
