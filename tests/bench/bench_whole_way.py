"""Measures the whole way from HTTP to stored text on a local news site: `python -m tests.bench.bench_whole_way`.

Everything runs as it does in production: embedded PostgreSQL and Valkey of the bench's own, a Celery worker of two
processes that takes the ingestion queue alone, and wake-ups such as the clock sends. Only the operator's spacing and
ports are set. Processor time is that of the worker's processes, user and system.
"""

import argparse
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil

PROJECT = Path(__file__).parents[2]
HOSTS = 20
SPACING = 0.2  # seconds between two requests to one host
READERS = 2  # processes that read alone, as many as work on the whole way
READ_ALONE = 150  # pages each
PARTS = 4  # of the whole way, with reading alone before, between and after them
MOST_SECONDS = 1200
WAKING = 5  # seconds between two wake-ups; the clock's own are 15 apart
WARM = 40  # stories before measuring starts: the first ones load the libraries


@dataclass(frozen=True)
class Pace:
    """Of the host that was asked hardest: requests in its busiest second, how many at once, and the least gap."""

    in_a_second: int
    at_once: int
    least_gap: float


@dataclass(frozen=True)
class WholeWay:
    """Milliseconds are of processor time a story; megabytes the largest size of a working process."""

    stories: int
    sources: int
    speed: float  # stories a second
    whole: float
    alone: float
    megabytes: int
    pace: Pace
    again: int
    again_unconditional: int
    stored: int
    copies: int

    @property
    def ratio(self) -> float:
        return self.whole / self.alone


def measure(stories: int = 2000, sources: int = 200) -> WholeWay:
    """All in one run."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the servers in it, which end first
        ports = stack.enter_context(_site(stories // sources))
        _prepare(folder, ports, sources)
        worker = stack.enter_context(_worker(folder))
        speed, whole, alone = _first_poll(worker, stories, lambda: _alone(ports, stories // HOSTS))
        again, unconditional = _second_poll(ports)
        return WholeWay(
            stories, sources, speed, whole, alone, _peak(worker), _pace(ports), again, unconditional, *_kept()
        )


@contextmanager
def _site(stories: int) -> Iterator[list[int]]:
    command = [sys.executable, "-m", "tests.bench.news_site", "--outlets", str(HOSTS), "--stories", str(stories)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdin
        assert site.stdout
        try:
            yield [int(port) for port in site.stdout.readline().split()]
        finally:
            site.stdin.close()


def _prepare(folder: Path, ports: list[int], sources: int) -> None:
    """Servers, tables, the sources, and some issues for the stories to be matched with."""
    os.environ.update(
        CIVICTRACK_VAR=str(folder), FETCH_LOOPBACK_PORTS=",".join(map(str, ports)), LOG_LEVEL="ERROR",
        FETCH_HOST_SPACING_SECONDS=str(SPACING), WORKER_PROCESSES=str(READERS),
        DJANGO_SETTINGS_MODULE="civictrack.settings",
    )  # fmt: skip
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    from civictrack import embedded

    embedded.ensure()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.bench.news_site import words
    from tests.factories import NOW, make_issue, make_outlet, make_source

    outlets = {port: make_outlet() for port in ports}
    for number in range(sources):
        port = ports[number % HOSTS]
        make_source(outlets[port], url=f"http://127.0.0.1:{port}/feed-{number // HOSTS}", next_poll_at=NOW)
    for number in range(10):
        make_issue(terms=[" ".join(words()[n : n + 2]) for n in range(number * 20, number * 20 + 5)])


@contextmanager
def _worker(folder: Path) -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "celery", "-A", "civictrack.worker", "worker", "--queues", "fetch"]
    with (folder / "worker.log").open("ab") as log, subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    ) as process:  # fmt: skip
        worker = psutil.Process(process.pid)
        _wait(lambda: len(worker.children()) == READERS, 60)
        time.sleep(2)
        yield worker
        process.terminate()


def _wait(true: object, seconds: float, wake: object = None) -> None:
    ends, woken = time.monotonic() + seconds, 0.0
    while not true():  # type: ignore[operator]
        if time.monotonic() > ends:
            raise TimeoutError("The bench waited in vain; the worker's log may say why.")
        if wake and time.monotonic() - woken > WAKING:
            wake()  # type: ignore[operator]
            woken = time.monotonic()
        time.sleep(0.5)


def _processor(worker: psutil.Process) -> float:
    return sum(sum(child.cpu_times()[:2]) for child in worker.children())


def _first_poll(worker: psutil.Process, stories: int, read_alone: Callable[[], float]) -> tuple[float, float, float]:
    """Stories a second by the clock, and milliseconds of processor time a story: of the whole way until every story
    stands, and of reading alone. The two are measured by turns, as the machine's other work comes and goes.
    """
    from stories import tasks
    from stories.models import Entry

    done = Entry.objects.filter(state=Entry.State.DONE)
    _wait(lambda: done.count() >= WARM, MOST_SECONDS, tasks.poll_due_sources.delay)
    measured, seconds, used, alone = 0, 0.0, 0.0, []
    for part in range(1, PARTS + 1):
        _wait(_is_idle, MOST_SECONDS)
        alone.append(read_alone())
        before, began, processor = done.count(), time.monotonic(), _processor(worker)
        _wait(lambda wanted=stories * part // PARTS: done.count() >= wanted, MOST_SECONDS, tasks.poll_due_sources.delay)
        _wait(_is_idle, MOST_SECONDS)
        measured, seconds = measured + done.count() - before, seconds + time.monotonic() - began
        used += _processor(worker) - processor
    alone.append(read_alone())
    return measured / seconds, used / measured * 1000, sum(alone) / len(alone)


def _is_idle() -> bool:
    """Whether nothing is claimed: no message waits, and no worker works."""
    from stories.models import Entry, Source

    return not any(model.objects.exclude(claimed_until=None).exists() for model in (Entry, Source))


def _second_poll(ports: list[int]) -> tuple[int, int]:
    """Requests of a second poll of everything, unchanged, and how many of them were not conditional."""
    from django.utils import timezone

    from stories import tasks
    from stories.models import Source

    before = {port: len(_asked(port)[1]) for port in ports}
    now = timezone.now()
    Source.objects.update(next_poll_at=now, claimed_until=None)
    _wait(lambda: not Source.objects.filter(next_poll_at__lte=now).exists(), 300, tasks.poll_due_sources.delay)
    asked = [request for port in ports for request in _asked(port)[1][before[port] :]]
    return len(asked), sum(not conditional for _, conditional, _ in asked)


def _asked(port: int) -> tuple[int, list[tuple[str, bool, float]]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/-/asked") as answer:
        most_open, asked = json.load(answer)
    return most_open, asked


def _pace(ports: list[int]) -> Pace:
    hosts = [_asked(port) for port in ports]
    times = [sorted(when for _, _, when in asked) for _, asked in hosts]
    busiest = max(sum(start <= other < start + 1 for other in host) for host in times for start in host)
    gap = min(later - earlier for host in times for earlier, later in pairwise(host))
    return Pace(busiest, max(most_open for most_open, _ in hosts), gap)


def _peak(worker: psutil.Process) -> int:
    """The kernel's own high-water mark of the largest working process, in MB."""
    marks = [Path(f"/proc/{child.pid}/status").read_text() for child in worker.children()]
    lines = [line for mark in marks for line in mark.splitlines() if line.startswith("VmHWM")]
    return max(int(line.split()[1]) for line in lines) // 1024


def _kept() -> tuple[int, int]:
    from stories.models import Article

    return Article.objects.count(), Article.objects.exclude(original=None).count()


ALONE = """
import gzip, sys, time, urllib.request
from stories.ingestion.pages.read import read
pages = []
for url in sys.stdin.read().split():
    with urllib.request.urlopen(url) as answer:
        pages.append(gzip.decompress(answer.read()))
read(pages[0])
began = time.process_time()
for body in pages:
    read(body, "http://127.0.0.1/x.html", "text/html; charset=utf-8")
print((time.process_time() - began) / len(pages) * 1000)
"""


def _alone(ports: list[int], stories: int) -> float:
    """Milliseconds for reading one of the same pages and nothing else, in as many processes at once."""
    readers = []
    for number in range(READERS):
        urls = [f"http://127.0.0.1:{ports[n % HOSTS]}/{1 + (n + number) % stories}.html" for n in range(READ_ALONE)]
        reader = subprocess.Popen(
            [sys.executable, "-c", ALONE], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert reader.stdin
        reader.stdin.write("\n".join(urls))
        reader.stdin.close()
        readers.append(reader)
    return sum(float(reader.stdout.read()) for reader in readers if reader.stdout) / READERS


def report(found: WholeWay) -> None:
    print(
        f"{found.stories} stories of {found.sources} feeds at {HOSTS} hosts, two processes: {found.stored} stored, "
        f"{found.speed:.1f} a second; {found.copies} found to be copies"
    )
    print(f"processor time a story: {found.whole:.1f} ms, of reading its page alone {found.alone:.1f} ms")
    print(
        f"the host asked hardest: {found.pace.in_a_second} requests in a second, {found.pace.at_once} at once, "
        f"{found.pace.least_gap * 1000:.0f} ms apart at least; the setting is one in {SPACING * 1000:.0f} ms, 2 at once"
    )
    print(f"a second poll: {found.again} requests, {found.again_unconditional} of them not conditional")


def main() -> int:
    """0 when the whole way costs at most 1.1 times the reading."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--sources", type=int, default=200)
    options = parser.parse_args()
    found = measure(options.stories, options.sources)
    report(found)
    print(f"x {found.ratio:.2f}, {found.megabytes} MB")
    return 0 if found.ratio <= 1.1 else 1


if __name__ == "__main__":
    sys.exit(main())
