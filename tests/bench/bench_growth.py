"""Measures what grows with the archive, as `python -m tests.bench.bench_growth [ARTICLES…] [--plans] [--only ROW…]` or
`make bench-growth`; ends with 1 where a must is missed.

One town (`growth_data`) is measured at each size, in one database: what waits in it is the same each time, what was
done grows. A figure is the least of some tries, in milliseconds of processor time, ours and PostgreSQL's for us, which
a busy machine does not stretch (where the system tells none, by the clock); what is written meanwhile is taken back.
With `--plans` the slowest query of each row that grew is explained.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.bench_desk import queries_of  # sets up Django, starts the servers
from tests.bench.growth_data import ONCE, Growing
from tests.bench.web_data import LONG, STORIES, Town, word
from tests.conftest import leave

from django.conf import settings  # isort: skip
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone
from redis import Redis

from civictrack.metrics import waiting
from officials.models import Place
from stories.curation import complaints
from stories.curation.own_calendar import accept_own_moves
from stories.findings import asked
from stories.findings.propose import extract_due
from stories.ingestion.clipping import Clipping, Served
from stories.ingestion.pages.page import Page
from stories.ingestion.pages.stamps import ReadFrom, Stamp
from stories.ingestion.retention import drop_old_bodies
from stories.ingestion.save import keep
from stories.jobs.leases import claim
from stories.models import Article, ArticleVersion, Entry, Outlet, Source
from stories.models import Stamp as Change
from stories.public import quiet
from stories.public.freshness import removed_by_now
from votes.alerts import announce, deliver, forget, gathering, proof, remind, wishes
from votes.alerts.quiet import tell_all_is_well, tell_of_silences
from votes.models import Issue

SIZES = (10_000, 100_000, 1_000_000)
# How much more a row may cost at the largest size than at the smallest: what flat, or the logarithm, leaves of the
# clock's trembling; and what is no growth at all, in milliseconds.
MOST, TREMBLING = 3.0, 4.0
TRIES, SECONDS = 7, 1.0
# New stories a batch, as a worker keeps them, and how many batches.
AT_ONCE, BATCHES = 15, 4


@dataclass
class Row:
    """One line of the table: what is measured, in milliseconds at each size; `why` it may grow."""

    what: str
    measure: Callable[[], Any]
    why: str = ""
    found: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return self.found[-1] / self.found[0]

    @property
    def grows(self) -> bool:
        return self.ratio > MOST and self.found[-1] - self.found[0] > TREMBLING

    @property
    def met(self) -> bool:
        return not self.grows or bool(self.why)

    def __str__(self) -> str:
        figures = "".join(f"{figure:12.1f}" for figure in self.found)
        verdict = "ok" if not self.grows else f"grows: {self.why}" if self.why else "MISSED"
        return f"{self.what:44}{figures}{self.ratio:9.1f} ×  {verdict}"


class Pages:
    """The site as a browser asks it and as a curator does, nothing of it kept."""

    def __init__(self, town: Town) -> None:
        self.kept = Redis.from_url(settings.REDIS_URL)
        self.reader, self.curator = Client(), Client()
        self.curator.force_login(User.objects.get(username="una"))
        self.town = town

    def ask(self, who: Client, address: str) -> None:
        self.kept.flushdb()
        answer = who.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    def rows(self) -> Iterator[Row]:
        town = self.town
        public = {
            "home": "/en/", "issue page, nothing kept": f"/en/issues/{LONG}/", "issues": "/en/issues/",
            "closed issues": "/en/issues/?state=closed", "people": "/en/people/",
            "an official's page": town.pages["person"],
            "the council's page": town.pages["body"], "votes": "/en/votes/?state=decided", "a vote": "/en/votes/1/",
            "a story": town.pages["story"], "outlets": "/en/outlets/", "an outlet": "/en/outlets/paper-0/",
            "a place": Place.objects.get().get_absolute_url(), "corrections": "/en/corrections/",
            "feed of all": "/en/feed.atom",
            "search: a word": f"/en/search/?q={town.word}", "search: a name": f"/en/search/?q={town.surname}",
            "search: misspelt": f"/en/search/?q={town.misspelt}",
        }  # fmt: skip
        desk = {
            "desk: queue": "/desk/", "desk: queue, filtered": "/desk/?kind=quote&outlet=paper-3&sure=likely",
            "desk: workbench": f"/desk/stories/{STORIES + 2}/", "desk: sources": "/desk/sources/",
            "desk: issues": "/desk/issues/", "desk: log": "/desk/log/", "desk: people": "/desk/people/",
            "desk: accuracy": "/desk/accuracy/",
        }  # fmt: skip
        for what, address in public.items():
            yield Row(what, partial(self.ask, self.reader, address), GROWS.get(what, ""))
        for what, address in desk.items():
            yield Row(what, partial(self.ask, self.curator, address), GROWS.get(what, ""))


# What may grow, and why.
GROWS: dict[str, str] = {
    "desk: log": "its lines are counted, for the number of its pages",
}


class Newsroom:
    """Stories as they come in: of eight one is told again in another's words, and one known already."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.outlets = list(Outlet.objects.filter(slug__startswith="paper-").select_related("place").order_by("id"))
        self.titles = list(Issue.objects.filter(closed_at=None).values_list("title", flat=True))

    def clippings(self) -> list[Clipping]:
        return [self._clipping(n) for n in range(AT_ONCE)]

    def _clipping(self, n: int) -> Clipping:
        number = self.chance.randrange(10**9)
        # The newsroom's own last words stand under each story of an outlet's.
        words = [word(self.chance.randrange(10**4)) for _ in range(400)]
        text = f"{self.chance.choice(self.titles)} is talked of. {' '.join(words)}.\n\nWrite to us."
        url = f"https://paper.example/new/{number}"
        if n % 8 == 6:
            text = self._copied
        elif n % 8 == 7:
            url = f"https://paper.example/{self.chance.randrange(1, ONCE)}"
        self._copied = text
        printed = Stamp(timezone.now() - timedelta(hours=1), ReadFrom.ZONED_METADATA)
        page = Page(title=f"News of {word(number)}", text=text, published=printed)
        return Clipping(page, url, Served(url, text.encode()), self.outlets[number % len(self.outlets)])

    def take_in(self) -> None:
        now = timezone.now()
        for _ in range(BATCHES):
            keep(self.clippings(), now)


def sweeps() -> Iterator[Row]:
    """What the clock wakes up, with what is due the same at each size."""

    def at(sweep: Callable[[datetime], Any]) -> Callable[[], Any]:
        return lambda: sweep(timezone.now())

    def tell_of_quiet(now: datetime) -> None:
        tell_all_is_well(now, quiet.sources_for)
        tell_of_silences(quiet.silences(now), now)

    def hand_out(now: datetime) -> None:
        claim(Source.objects.due(now), now, 50)
        Entry.objects.filter(state=Entry.State.DUE, claimed_until__gt=now).count()
        claim(Entry.objects.due(now).of_running_sources(), now, 300)

    every: dict[str, Callable[[datetime], Any]] = {
        "sources and entries": hand_out,
        "stories to be read again": lambda now: claim(Article.objects.due_for_rereading(now), now, 50),
        "extract_due, eight stories read": extract_due,
        "extract_due's queue": lambda _: list(ArticleVersion.objects.unread().order_by("id")[:8]),
        "the model's queue": lambda now: (asked._claim(now), asked.state_of(now)),
        "moves of own calendars": accept_own_moves,
        "answers to readers": complaints.send_answers,
        "stamps": lambda _: (Change.objects.fold(), removed_by_now()),
        "old snapshots": drop_old_bodies,
        "quiet": tell_of_quiet,
        "remind": remind.remind,
        "fan_out": announce.fan_out,
        "gathering": gathering.assemble,
        "send": deliver.send_due,
        "wishes": wishes.take_up,
        "unconfirmed addresses": lambda now: (forget.drop_old_addresses(now), forget.drop_unconfirmed(now)),
        "proof of the alerts": proof.check,
        "age of what is due": waiting,
    }
    for what, sweep in every.items():
        yield Row(f"sweep: {what}", at(sweep), GROWS.get(what, ""))


def busy() -> float:
    """Seconds that this process and the database's for it have worked so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours, theirs = time.process_time(), Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    try:
        return ours + int(theirs.read_text().split()[0]) / 1e9
    except OSError:
        return time.perf_counter()


def taken_back(measure: Callable[[], Any]) -> float:
    """Milliseconds of one try, whatever it writes taken back."""
    with transaction.atomic():
        began = busy()
        measure()
        took = busy() - began
        transaction.set_rollback(True)
    return took * 1000


def least(measure: Callable[[], Any]) -> float:
    taken_back(measure)
    tries: list[float] = []
    while len(tries) < TRIES and sum(tries) < SECONDS * 1000:
        tries.append(taken_back(measure))
    return min(tries)


# Size on the disk

SIZES_OF = """
    SELECT relname, pg_relation_size(oid) + CASE WHEN reltoastrelid > 0 THEN pg_total_relation_size(reltoastrelid)
           ELSE 0 END, relkind = 'i'
    FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace
"""


def on_disk() -> dict[tuple[bool, str], int]:
    """Bytes of each table, with what is kept apart of it, and of each index; by whether it is one, and name."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES_OF)
        return {(is_index, name): int(size) for name, size, is_index in cursor.fetchall()}


def show_sizes(sizes: list[dict[tuple[bool, str], int]], articles: list[int]) -> None:
    """Those of the largest of a megabyte or more, and what a story takes."""
    for is_index, what in ((False, "table"), (True, "index")):
        print(f"\n{what:44}{''.join(f'{n:12,}' for n in articles)}   MB, and bytes a story")
        largest = sorted((key for key in sizes[-1] if key[0] == is_index), key=lambda key: -sizes[-1][key])
        for key in largest:
            if sizes[-1][key] >= 1_000_000:
                figures = "".join(f"{size.get(key, 0) / 1e6:12.1f}" for size in sizes)
                print(f"{key[1]:44}{figures}{sizes[-1][key] / articles[-1]:9.0f}")
    print(f"{'all':44}{''.join(f'{sum(size.values()) / 1e6:12.1f}' for size in sizes)}")


def show(rows: list[Row], articles: list[int]) -> None:
    print(f"\n{'milliseconds of work at':44}{''.join(f'{n:12,}' for n in articles)}")
    print(*rows, sep="\n", flush=True)


def explain(row: Row) -> None:
    """Show the plan of the row's slowest query."""
    with transaction.atomic():
        _, queries = queries_of(row.measure)
        slowest, took, plan = "", 0.0, ""
        with connection.cursor() as cursor:
            for sql, params in queries:
                if not sql.lstrip().startswith(("SELECT", "WITH")) or "%s::" in sql[:20]:
                    continue
                began = time.perf_counter()
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
                lines = "\n".join(line for (line,) in cursor.fetchall())
                if time.perf_counter() - began > took:
                    slowest, took, plan = sql, time.perf_counter() - began, lines
        transaction.set_rollback(True)
    print(
        f"\n--- {row.what}: {len(queries)} queries, the slowest {took * 1000:.0f} ms\n{slowest[:1500]}\n{plan[:5000]}"
    )


def main(sizes: list[int], plans: bool, only: list[str]) -> int:
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.EXTRACTORS = [*settings.EXTRACTORS, asked.MODEL]
    name = connection.creation.create_test_db(verbosity=0)
    try:
        began = time.perf_counter()
        growing = Growing(sizes[0])
        newsroom = Newsroom()
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")  # whose work nobody would count
        rows = [Row(f"{AT_ONCE * BATCHES} stories taken in", newsroom.take_in)]
        rows += [*Pages(growing.town).rows(), *sweeps()]
        rows = [row for row in rows if any(part in row.what for part in only)]
        articles, disk = [], []
        for size in sizes:
            growing.grow(size)
            print(f"{growing.articles:,} stories, written in {time.perf_counter() - began:.0f} s", flush=True)
            articles.append(growing.articles)
            disk.append(on_disk())
            for row in rows:
                row.found.append(least(row.measure))
            began = time.perf_counter()
            show(rows, articles)
        for row in rows if plans else ():
            if row.grows:
                explain(row)
    finally:
        leave()
        connection.creation.destroy_test_db(name, verbosity=0)
    show_sizes(disk, articles)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", metavar="ARTICLES")
    parser.add_argument("--plans", action="store_true", help="explain the slowest query of what grew")
    parser.add_argument("--only", nargs="+", default=[""], help="rows with one of these in their name")
    options = parser.parse_args()
    sys.exit(main(sorted(options.sizes) or [*SIZES], options.plans, options.only))
