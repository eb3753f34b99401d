"""A new release is taken up while all are at work: the web server and each worker are ended as systemd ends them, and
start anew, one after the other. Nobody is refused, and nothing is lost or done twice.
"""

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from redis import Redis

from stories.models import Article, ArticleVersion, Entry, Extraction
from stories.tasks import extract_due_versions, poll_due_sources
from tests.factories import make_source
from tests.faults.scripted import ScriptedServer
from tests.patience import PATIENCE, wait_until
from tests.stories.ingestion.beacon import rss, story
from tests.stories.ingestion.web import Page, Site, page, serve
from tests.stories.test_crash_safety import nobody_else_is_in
from tests.stories.workers import ROOT, empty_queue, environment
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes.models import Delivery
from votes.tasks import fan_out_announcements, send_due_mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
FOLLOWERS, STORIES, VISITORS = 60, 8, 2
# As systemd passes on what civictrack-web.socket holds: by the number after standard error's.
HAND_ON = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""
WEB = ("gunicorn", "civictrack.wsgi", "--threads", "4")


class Service:
    """One process of the program, started and ended as its unit says."""

    def __init__(self, values: dict[str, str], *command: str, listening: socket.socket | None = None) -> None:
        self.values, self.command, self.listening = values, [sys.executable, "-m", *command], listening
        self.start()

    def start(self) -> None:
        handed = [self.listening.fileno()] if self.listening else []
        command = [sys.executable, "-c", HAND_ON, *map(str, handed), *self.command] if handed else self.command
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.values, pass_fds=handed)

    def end(self) -> int:
        """SIGTERM to its first process; return how it ended."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def restart(self) -> None:
        assert self.end() == 0
        self.start()


class Visitors:
    """Readers who ask for one page after another; `failed` is what was no whole page."""

    def __init__(self, address: str, *paths: str) -> None:
        self.address, self.paths = address, paths
        self.answered, self.longest, self.failed = 0, 0.0, list[str]()
        self.at_work = threading.Event()

    def read(self) -> None:
        while self.at_work.is_set():
            for path in self.paths:
                began = time.monotonic()
                try:
                    with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                        assert b"</html>" in answer.read()
                    self.answered += 1
                except (OSError, AssertionError) as error:
                    self.failed.append(f"{path}: {error!r}")
                self.longest = max(self.longest, time.monotonic() - began)
                time.sleep(0.2)  # the others need the machine, too

    @contextmanager
    def reading(self) -> Iterator[None]:
        self.at_work.set()
        threads = [threading.Thread(target=self.read) for _ in range(VISITORS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.at_work.clear()
            for thread in threads:
                thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """Stories that take a moment to come."""
    with serve() as running:
        running.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
        for number in range(1, STORIES + 1):
            running.pages[f"/{number}.html"] = slow(page(story(number), Content_Type="text/html"))
        running.pages["/feed"] = page(rss(running, *range(1, STORIES + 1)), Content_Type="application/rss+xml")
        yield running


def asked(site: Site) -> list[str]:
    return [request.path for request in site.requests if request.path.endswith(".html")]


def slow(then: Page) -> Page:
    def send(handler: Any) -> None:
        time.sleep(0.5)
        then(handler)

    return send


@pytest.fixture
def queue(settings: Any) -> Iterator[Redis]:
    with empty_queue(settings.REDIS_URL) as redis:
        yield redis


@contextmanager
def woken() -> Iterator[None]:
    """Every second what the clock does four times a minute."""
    over = threading.Event()

    def wake() -> None:
        while not over.wait(1):
            for task in (fan_out_announcements, send_due_mail, poll_due_sources, extract_due_versions):
                task.delay()

    thread = threading.Thread(target=wake)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_all_is_started_anew_under_load_and_nothing_is_refused_lost_or_done_twice(site: Site, queue: Redis) -> None:
    make_source(url=site.url("/feed"))
    with ExitStack() as ends:
        mails = ends.enter_context(ScriptedServer(at_data=lambda *_: time.sleep(0.05)))
        listening = ends.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1024))
        values = {**environment(site.port), "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}"}
        web = Service(values, *WEB, listening=listening)
        workers = {name: Service(values, "civictrack.workers", name) for name in ("mail", "fetch", "read")}
        ends.callback(wait_until, nobody_else_is_in, "what they were at in the database has ended")
        for service in (web, *workers.values()):
            ends.callback(service.end)
        visitors = Visitors(f"http://127.0.0.1:{listening.getsockname()[1]}", "/en/", "/en/votes/")
        ends.enter_context(visitors.reading())
        wait_until(lambda: visitors.answered > VISITORS, "pages are read")

        answered, visitors.longest = visitors.answered, 0.0
        web.restart()
        wait_until(lambda: visitors.answered > answered + 2 * VISITORS, "pages are read again")

        ends.enter_context(woken())
        wait_until(lambda: len(asked(site)) > 1, "stories are fetched")
        under_way = {"fetch": STORIES - len(asked(site))}
        workers["fetch"].restart()
        wait_until(ArticleVersion.objects.exists, "there is something to read")
        under_way["read"] = STORIES - Extraction.objects.count()
        workers["read"].restart()
        now = timezone.now()
        with transaction.atomic():
            vote = make_scheduled(now, **on((now + timedelta(days=30)).date()))
            for _ in range(FOLLOWERS):
                make_reader(vote.issue, now=now - timedelta(hours=1))
        wait_until(lambda: mails.accepted, "mails go out")
        under_way["mail"] = FOLLOWERS - len(mails.accepted)
        workers["mail"].restart()

        sent = Delivery.objects.filter(state="sent")
        wait_until(lambda: sent.count() == FOLLOWERS, "all mails are sent")
        wait_until(lambda: Extraction.objects.count() == STORIES, "all stories are read")

    assert all(under_way.values()), f"each was at work when it was told to end: {under_way}"
    assert (visitors.failed, visitors.answered > 50) == ([], True)
    assert (len(mails.accepted), set(mails.readers.values()), mails.twice) == (FOLLOWERS, {1}, 0)
    assert len(asked(site)) == len(set(asked(site))), "no story was fetched twice"
    assert (len(asked(site)), Article.objects.count(), ArticleVersion.objects.count()) == (STORIES,) * 3
    assert set(Entry.objects.values_list("state", flat=True)) == {"done"}
    print(f"{visitors.answered} requests answered, {visitors.longest:.1f} s the longest; under way: {under_way}")
