"""Workers killed at each step, a queue lost, a database stopped: each story stands once, with every version."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from stories import tasks
from stories.jobs.leases import LEASE, claim
from stories.models import Article, ArticleVersion, Entry, Extraction, Finding, Source
from tests.factories import make_source
from tests.patience import PATIENCE, wait_until
from tests.stories.ingestion.beacon import rss, story
from tests.stories.ingestion.web import Page, Site, page, serve
from tests.stories.workers import Worker, empty_queue, environment

pytestmark = pytest.mark.django_db(transaction=True)
SAYS = "“I will vote no on March 17,” Council Member Ada Quill said. The council will vote on March 17."


class Gate:
    """A page that is asked for and does not come until the gate opens."""

    def __init__(self, then: Page) -> None:
        self.then, self.asked, self.open = then, threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.set()
        self.open.wait(PATIENCE)
        self.then(handler)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        running.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
        for number in (1, 2):
            running.pages[f"/{number}.html"] = page(story(number, SAYS), Content_Type="text/html")
        running.pages["/feed"] = page(rss(running, 1, 2), Content_Type="application/rss+xml")
        yield running


@pytest.fixture
def queue(settings: Any) -> Iterator[Redis]:
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


@pytest.fixture
def start(site: Site, queue: Redis, tmp_path: Path) -> Iterator[Any]:
    """Starts workers; whatever still runs at the end is killed."""
    started: list[Worker] = []

    def start(*options: str) -> Worker:
        started.append(Worker(environment(site.port), *options, log=tmp_path / "worker.log"))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
    wait_until(nobody_else_is_in, "what the killed workers were at in the database has ended")


def leases_run_out(queue: Redis) -> None:
    """Ten minutes later: what the killed worker held is free again, its turn at the host too."""
    for key in queue.scan_iter("pace:*"):
        queue.delete(key)
    past = timezone.now() - timedelta(seconds=1)
    for model in (Source, Entry, Article):
        model.objects.exclude(claimed_until=None).update(claimed_until=past)


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Whoever writes to the table waits: the worker is caught in the middle of its transaction."""
    with psycopg.connect(environment()["DATABASE_URL"]) as other:
        other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def is_waited_for(table: str) -> bool:
    """Whether somebody waits for the table: of this database, as all test processes share the server."""
    with connection.cursor() as cursor:
        query = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database = %s AND relation = %s::regclass)"
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        cursor.execute(query, [cursor.fetchone()[0], table])
        return bool(cursor.fetchone()[0])


def nobody_else_is_in() -> bool:
    """Whether no other process does anything in the database, which is emptied after each test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


def caught_and_killed(worker: Worker, table: str, wake: Callable[[], object]) -> None:
    """`wake` is the clock: on a busy machine a story may have been given up for now."""

    def is_caught() -> bool:
        wake()
        return is_waited_for(table)

    wait_until(is_caught, f"the worker writes to {table}", every=0.5)
    worker.kill_working_process()


def stands_once() -> None:
    """Two stories, one version each, no entry left."""
    assert sorted(ArticleVersion.objects.values_list("title", "number")) == [
        ("Story 1 of the pier", 1),
        ("Story 2 of the pier", 1),
    ]
    assert Article.objects.count() == 2
    assert set(Entry.objects.values_list("state", flat=True)) == {"done"}
    assert not Article.objects.filter(next_reread_at=None).exists()


def all_done() -> bool:
    """Whether all is done; if not, the clock wakes the workers. On a busy machine one may have waited too long."""
    Entry.objects.filter(state="due").update(next_try_at=timezone.now())
    tasks.poll_due_sources.delay()
    return Entry.objects.exists() and not Entry.objects.filter(state="due").exists()


def all_read() -> bool:
    """The same for the findings: a killed worker's rows are its own for a moment longer."""
    tasks.extract_due_versions.delay()
    return Extraction.objects.count() == 2


def test_a_worker_killed_at_each_step_loses_nothing_and_doubles_nothing(site: Site, queue: Redis, start: Any) -> None:
    source = make_source(url=site.url("/feed"))
    feed, first = site.pages["/feed"], site.pages["/1.html"]
    worker = start()

    site.pages["/feed"] = slow_feed = Gate(feed)
    tasks.poll_due_sources.delay()
    assert slow_feed.asked.wait(PATIENCE)
    worker.kill_working_process()
    source.refresh_from_db()
    assert (source.last_fetch_at, Entry.objects.count()) == (None, 0)

    site.pages["/feed"], site.pages["/1.html"] = feed, (slow_page := Gate(first))
    leases_run_out(queue)
    tasks.poll_due_sources.delay()
    wait_until(lambda: Entry.objects.exists(), "the feed is read")
    tasks.poll_due_sources.delay()
    assert slow_page.asked.wait(PATIENCE)
    worker.kill()
    assert Entry.objects.filter(state="due").exists()

    site.pages["/1.html"] = first
    leases_run_out(queue)
    with locked("stories_articleversion"):
        worker = start()
        caught_and_killed(worker, "stories_articleversion", all_done)

    leases_run_out(queue)
    with locked("stories_finding"):
        wait_until(all_done, "both stories are stored", every=0.5)
        stands_once()
        caught_and_killed(worker, "stories_finding", tasks.extract_due_versions.delay)
    assert not Extraction.objects.exists()

    wait_until(all_read, "both versions are read for findings", every=1.0)
    stands_once()
    quotes = Finding.objects.filter(kind="quote").values_list("article", "spans")
    assert len(quotes) == len({(article, spans[0]["text"], spans[0]["start"]) for article, spans in quotes}) > 0


def test_a_queue_flushed_with_all_its_messages_loses_nothing(site: Site, queue: Redis, start: Any) -> None:
    make_source(url=site.url("/feed"))
    tasks.poll_due_sources.delay()
    queue.flushdb()
    tasks.poll_due_sources()  # claims, and its messages are lost as well
    queue.flushdb()
    leases_run_out(queue)
    start()
    wait_until(all_done, "both stories are stored", every=0.5)
    stands_once()


def test_a_queue_flushed_under_a_running_worker_is_found_again(site: Site, queue: Redis, start: Any) -> None:
    start()
    tasks.poll_due_sources.delay()
    wait_until(lambda: queue.llen("fetch") == 0, "the worker takes messages")
    queue.flushdb()
    make_source(url=site.url("/feed"))
    wait_until(all_done, "both stories are stored", every=0.5)
    stands_once()


def test_one_story_in_two_workers_at_once_is_one_story(site: Site, start: Any) -> None:
    sources = [make_source(url=site.url(path)) for path in ("/feed", "/feed?other")]
    site.pages["/feed?other"] = site.pages["/feed"]
    hands = ("one", "other")
    for source, hand in zip(sources, hands, strict=True):  # each worker has a queue of its own, and its own source
        start("--queues", f"fetch,{hand}")
        now = timezone.now()
        claim(Source.objects.filter(pk=source.pk), now, 1)
        tasks.poll_sources.apply_async(([source.pk], now + LEASE), queue=hand)
    wait_until(lambda: Entry.objects.count() == 4, "both feeds are read")

    gate = site.pages["/1.html"] = Gate(site.pages["/1.html"])
    now = timezone.now()
    claim(Entry.objects.due(now), now, 4)
    for source, hand in zip(sources, hands, strict=True):
        pks = list(source.entries.order_by("pk").values_list("pk", flat=True))
        tasks.take_in_entries.apply_async((pks, now + LEASE), queue=hand)
    wait_until(lambda: [request.path for request in site.requests].count("/1.html") == 2, "both workers have the story")
    gate.open.set()
    wait_until(all_done, "all entries are done", every=0.5)
    stands_once()
    assert all(source.entries.count() == 2 for source in sources)
