"""A town of papers and one site that means harm, a worker that reads them all, and a clock that runs fast."""

import contextlib
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import or_
from pathlib import Path

import psutil
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from redis import Redis

from stories import tasks
from stories.models import Article, ArticleVersion, Entry, Source
from tests.factories import make_source
from tests.soak.hostile import furnish
from tests.soak.paper import Paper
from tests.stories.ingestion.web import Site, serve
from tests.stories.workers import Worker, empty_queue, environment

MOST_BYTES = 250_000_000
"""What issue 3 allows a worker's process."""
FETCH_SECONDS = 3
RESTS = "all its sources wait"  # what is said of a host that is left alone for a while


@dataclass
class Town:
    """Everything that runs; `peak` is the most memory that any process of the worker ever took, in bytes."""

    papers: list[tuple[Paper, Source]]
    trap: Site
    traps: list[Source]
    environment: dict[str, str]
    log: Path
    worker: Worker = field(init=False)
    peak: int = 0
    kills: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """A worker for everything but extraction, which is another's and may be larger."""
        self.worker = Worker(self.environment, "--queues", "mail,fetch", log=self.log)

    def tick(self, *, traps: bool) -> None:
        """Hours pass: the papers, or all sources, are due again, rested, and the clock wakes the worker."""
        forget("pace:*:rest", settings.REDIS_URL)
        now, free = timezone.now(), Q(claimed_until=None)
        hosts = reduce(or_, (Q(url__startswith=site.url("/")) for site in self.sites(traps=traps)))
        Source.objects.filter(free, hosts, gone_at=None).update(next_poll_at=now)
        Entry.objects.filter(free, hosts, state="due").update(next_try_at=now)
        tasks.poll_due_sources.delay()
        self.measure()

    def look_again(self) -> None:
        """Hours pass for the papers' stories, each of which may have changed."""
        hosts = reduce(or_, (Q(url__startswith=site.url("/")) for site in self.sites(traps=False)))
        Article.objects.filter(hosts, claimed_until=None).update(next_reread_at=timezone.now())
        tasks.reread_due_articles.delay()

    def sites(self, *, traps: bool) -> list[Site]:
        return [*(paper.site for paper, _ in self.papers), *([self.trap] if traps else [])]

    def measure(self) -> None:
        for process in self._processes():
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
                most = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)  # one that has just ended has none
                self.peak = max(self.peak, int(most[1]) * 1024 if most else 0)

    def kill_one(self) -> None:
        """As the kernel does when memory runs out."""
        self.measure()
        for process in self._processes()[:1]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._leases_run_out()

    def kill_all(self) -> None:
        """As when the power goes."""
        self.measure()
        self.worker.kill()
        self._leases_run_out()
        self.start()

    def _processes(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.worker.process.pid).children()
        except psutil.NoSuchProcess:
            return []

    def _leases_run_out(self) -> None:
        """Ten minutes later."""
        self.kills += 1
        forget("pace:*", settings.REDIS_URL)
        past = timezone.now() - timedelta(seconds=1)
        for model in (Source, Entry, Article):
            model.objects.exclude(claimed_until=None).update(claimed_until=None if model is Article else past)

    def papers_are_taken_in(self) -> bool:
        self.tick(traps=False)
        self.look_again()
        return all(paper.is_taken_in(source) for paper, source in self.papers)

    def traps_were_walked_into(self) -> bool:
        """Whether each hostile feed was asked and each hostile page was read or refused."""
        self.tick(traps=False)
        return were_walked_into(self.traps)

    def check(self) -> int:
        """Each story exactly once, nothing from inside, memory within bounds; how many versions the papers have."""
        versions = sum(paper.check(source) for paper, source in self.papers)
        assert not ArticleVersion.objects.filter(text__contains="root:").exists()
        served = reduce(or_, (Q(url__startswith=site.url("/")) for site in self.sites(traps=True)))
        assert not Article.objects.exclude(served).exists(), "a story from where nobody may look"
        assert 0 < self.peak < MOST_BYTES, f"{self.peak / 1e6:.0f} MB"
        return versions


def forget(keys: str, url: str) -> None:
    """What is kept under these keys, as rests of hosts are, is over."""
    with Redis.from_url(url) as queue:
        for key in queue.scan_iter(keys):
            queue.delete(key)


def were_walked_into(traps: list[Source]) -> bool:
    """Whether each hostile feed was asked and each hostile page was read or refused; if not, they are due again."""
    known = Source.objects.filter(pk__in=[source.pk for source in traps])
    spared = known.filter(Q(last_fetch_at=None) | Q(problem__contains=RESTS))
    spared.filter(claimed_until=None).update(next_poll_at=timezone.now())
    pages = Entry.objects.filter(source__in=known, source__url__endswith="/feed-of-bad-pages")
    return not spared.exists() and pages.exists() and not pages.filter(state="due", problem="").exists()


@contextmanager
def town(papers: int, log: Path, processes: int = 1) -> Iterator[Town]:
    with ExitStack() as stack:
        stack.enter_context(empty_queue(settings.REDIS_URL))
        trap, crowd, *sites = (stack.enter_context(serve()) for _ in range(papers + 2))
        traps = [make_source(url=trap.url(path)) for path in furnish(trap, crowd)]
        read = [(Paper(site), make_source(url=site.url("/feed"))) for site in sites]
        settings_ = {"FETCH_DEADLINE_SECONDS": str(FETCH_SECONDS), "WORKER_PROCESSES": str(processes)}
        running = Town(
            read, trap, traps, environment(trap.port, crowd.port, *(site.port for site in sites)) | settings_, log
        )
        try:
            yield running
        finally:
            running.worker.kill()
