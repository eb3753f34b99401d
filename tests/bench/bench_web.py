"""Measures the public pages, as `python -m tests.bench.bench_web [ARTICLES]` or `make bench-web`; ends with 1 where a
must is missed.

The town is `web_data`'s, in a database of its own. A page is asked for through the program's own WSGI door and all its
middleware, without the network; "ours" is the web process's own work, which a busy machine does not stretch. Cold is a
page of which nothing is kept; kept is the same asked for again.
"""

import gzip
import io
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urljoin
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import brotli

from civictrack.static_files import collect
from tests.bench.bench_desk import Must, queries_of, scans_of, show_asked  # sets up Django, starts the servers
from tests.bench.web_data import ARTICLES, LONG, STORIES, Town, fill
from tests.conftest import leave

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from redis import Redis

from stories.public.asked import Asked
from stories.public.search import SearchResults, search

# How often each is asked for; one that takes long less often.
REQUESTS, FEWEST, SECONDS = 9, 3, 3.0
# How long the browser waits for one.
PATIENT_SECONDS = 180
# A table of no more pages of 8 kB is read whole at less cost than by an index, as long as it is so small.
TINY = 64
# How the page of an issue is to be, and the search.
QUERIES, TIMES_BARE, TIMES_LOOK_UP, TIMES_QUICKER, KILOBYTES = 8, 25, 5, 8, 60
BARE, ISSUE = "/bare/", f"/en/issues/{LONG}/"
# What the browser loaded beside the page, and the icon, which it does not tell.
LOADED = """() => [...performance.getEntriesByType("resource").map(one => one.name),
    ...[...document.querySelectorAll('link[rel="icon"]')].map(one => one.href)]"""
SHIFTS = """() => new Promise(done => { let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300) })"""


def bare(request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("", include("civictrack.urls"))]
handler500 = "civictrack.outage.on_error"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def body(self) -> bytes:
        kinds: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
        return kinds.get(self.headers.get("Content-Encoding", ""), bytes)(self.sent)

    @property
    def weight(self) -> int:
        """Bytes over the wire, its headers too."""
        return len(self.sent) + sum(len(name) + len(value) + 4 for name, value in self.headers.items()) + 17


def ask(application: Any, address: str, **headers: str) -> Answer:
    """What the program answers to a browser."""
    where, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, **headers,
    }  # fmt: skip
    begun: list[Any] = []
    parts = application(environ, lambda status, sent, *_: begun.extend((status, sent)))
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return Answer(int(begun[0].split()[0]), dict(begun[1]), body)


@dataclass(frozen=True)
class Cost:
    """What one page cost, cold and kept; times in milliseconds, `ours` of cold work."""

    queries: list[tuple[str, Any]]
    answer: Answer
    cold: float
    ours: float
    kept: float
    queries_kept: int

    def __str__(self) -> str:
        return (
            f"{self.cold:7.1f} ms ({self.ours:6.1f} ms of ours) {len(self.queries):3} queries"
            f"   kept {self.kept:6.2f} ms {self.queries_kept:2} queries"
            f"   {len(self.answer.body) / 1000:6.1f} kB  {self.answer.weight / 1000:5.1f} kB sent"
        )


class Site:
    """The program, asked as a browser does."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.kept = Redis.from_url(settings.REDIS_URL)

    def get(self, address: str, **headers: str) -> Answer:
        return ask(self.application, address, **headers)

    def timed(self, address: str, before: Callable[[], Any] = lambda: None, **headers: str) -> tuple[float, float]:
        """The median of some requests' time, and of their work."""
        times: list[float] = []
        work: list[float] = []
        while len(times) < REQUESTS and (len(times) < FEWEST or sum(times) < SECONDS):
            before()
            began, busy = time.perf_counter(), time.process_time()
            self.get(address, **headers)
            times.append(time.perf_counter() - began)
            work.append(time.process_time() - busy)
        return statistics.median(times) * 1000, statistics.median(work) * 1000

    def measure(self, address: str) -> Cost:
        self.kept.flushdb()
        self.get(address)
        self.kept.flushdb()
        answer, queries = queries_of(lambda: self.get(address))
        assert answer.status == 200, (address, answer.status)
        _, again = queries_of(lambda: self.get(address))
        cold, ours = self.timed(address, self.kept.flushdb)
        kept, _ = self.timed(address)
        return Cost(queries, answer, cold, ours, kept, len(again))


@dataclass
class Plans:
    """How the queries of some pages read the tables that grow."""

    read_whole: list[str] = field(default_factory=list)

    def show(self, what: str, queries: Iterable[tuple[str, Any]], *, always: bool) -> None:
        lines: dict[str, bool] = {}
        for sql, params in queries:
            lines |= dict(scans_of(sql, params))
        for line, whole in lines.items():
            pages = pages_of(line.split()[3]) if whole else 0
            if pages > TINY:
                self.read_whole.append(f"{what}: {line}, {pages} pages")
            if whole or always:
                said = f"READ WHOLE, {pages} pages: " if pages > TINY else f"whole, {pages} pages: " if whole else ""
                print(f"    {said}{line}")


def pages_of(table: str) -> int:
    """How many pages the table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpages FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def the_pages(site: Site, town: Town, plans: Plans) -> list[Must]:
    bare_time, bare_work = site.timed(BARE)
    print(f"{'bare':9}  {bare_time:6.2f} ms ({bare_work:5.2f} ms of ours)")
    costs = {}
    for what, address in town.pages.items():
        costs[what] = cost = site.measure(address)
        print(f"{what:9} {cost}  {cost.ours / bare_work:6.1f} × bare")
        plans.show(what, cost.queries, always=what == "issue")
    issue = costs["issue"]
    show_asked("the page of the issue", issue.queries)
    return [
        Must(f"queries of the page of an issue of {STORIES} stories", QUERIES, len(issue.queries)),
        *in_its_states(site, issue, bare_work),
        *kept_pages(site, issue),
    ]


def in_its_states(site: Site, issue: Cost, bare_work: float) -> list[Must]:
    """What the issue's page costs by what is kept of it: nothing; what all looks share; both parts; the whole."""

    def forget(pattern: str, kept_parts: bytes = b"") -> None:
        for key in site.kept.keys(pattern):
            for part in site.kept.hkeys(key) if kept_parts else []:
                if not part.startswith(kept_parts):
                    site.kept.hdel(key, part)
            if not kept_parts:
                site.kept.delete(key)

    other = f"{ISSUE}?kind=changes"
    site.get(ISSUE), site.get(other)
    states = {
        "nothing is kept": issue.ours,
        "another look at it, asked for first": site.timed(other, lambda: forget("parts:*", b"shared"))[1],
        "another look at it, asked for again": site.timed(other)[1],
        "made from parts": site.timed(ISSUE, lambda: forget("page:*"))[1],
        "the whole is kept": site.timed(ISSUE)[1],
    }
    for state, ours in states.items():
        print(f"the page of the issue, {state}: {ours:.1f} ms of ours, {ours / bare_work:.1f} × bare")
    from_parts = max(states["made from parts"], states["another look at it, asked for again"])
    return [
        Must("its work from parts against a bare view's", TIMES_BARE, from_parts / bare_work, " times"),
    ]


def kept_pages(site: Site, issue: Cost) -> list[Must]:
    """What it costs to answer a page that is kept, and one that the reader has."""
    tag = issue.answer.headers.get("ETag", "")
    same, asked = queries_of(lambda: site.get(ISSUE, HTTP_IF_NONE_MATCH=tag))
    quicker = issue.cold / issue.kept
    print(f"known to the reader: {same.status}, {len(asked)} queries; kept: {quicker:.1f} times as many a second")
    return [
        Must("queries to say that nothing changed", 1, len(asked) if same.status == 304 else 99),
        Must("a kept page's time, as part of a cold one's", 1 / TIMES_QUICKER, 1 / quicker),
    ]


def older_pages(site: Site, plans: Plans) -> list[Must]:
    """The ninth page of the timeline against the first, each as its link leads there."""
    address, number = ISSUE, 1
    first_work = site.timed(address, site.kept.flushdb)[1]
    while number < 9:
        body = site.get(address).body.decode()
        older = re.search(r'<a[^>]{0,200}rel="next"[^>]{0,200}>', body)
        assert older, f"page {number} leads to no older one"
        link = re.search(r'href="([^"]{1,300})"', older[0])
        assert link
        address, number = urljoin(address, link[1].replace("&amp;", "&").partition("#")[0]), number + 1
    cost = site.measure(address)
    print(f"{'page 9':9} {cost}   {address}")
    plans.show("page 9", cost.queries, always=False)
    return [
        Must("queries of page 9", QUERIES, len(cost.queries)),
        Must("page 9's work against page 1's", 1.2, cost.ours / first_work, " times"),
    ]


def the_search(site: Site, town: Town, plans: Plans) -> list[Must]:
    """Each search's time in the database against fetching the rows that it shows by their keys, both without ours."""
    musts = []
    for what, words in (("a word", town.word), ("a name", town.surname), ("a misspelt name", town.misspelt)):
        cost = site.measure(f"/en/search/?q={words}")
        found, asked_for = queries_of(partial(search, Asked(words)))
        _, by_key = queries_of(partial(look_up, found))
        searched, looked_up = in_database(asked_for), in_database(by_key)
        rows = sum(len(one.rows) for one in found.kinds)
        print(f"search    {cost}  {what}: {rows} rows, {searched:.2f} ms against {looked_up:.2f} ms by key")
        plans.show(f"search for {what}", cost.queries, always=True)
        musts.append(Must(f"search for {what} against its rows by key", TIMES_LOOK_UP, searched / looked_up, " times"))
    return musts


def look_up(found: SearchResults) -> None:
    """Fetch what was found by its keys, with all that showing it needs."""
    for one in found.kinds:
        rows = list(one.kind.find(Asked()).filter(pk__in=[row.pk for row in one.rows]))
        if one.kind.may_show:
            one.kind.may_show(rows)


def in_database(queries: Iterable[tuple[str, Any]]) -> float:
    """The milliseconds until all rows of the queries are here, the median of some."""
    times = []
    with connection.cursor() as cursor:
        for _ in range(REQUESTS):
            began = time.perf_counter()
            for sql, params in queries:
                cursor.execute(sql, params)
                cursor.fetchall()
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def in_a_browser(site: Site, town: Town) -> list[Must]:
    """How far the parts of each page move while it loads, and what all that is loaded weighs, on a phone and on a desk;
    each of it as compressed as a browser takes it.
    """
    from playwright.sync_api import sync_playwright

    moved, loaded = {}, {}
    with make_server("127.0.0.1", 0, site.application, Server, Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}"
        with sync_playwright() as program:
            browser = program.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            for width in (390, 1280):
                for what, address in town.pages.items():
                    if what in ("feed", "calendar"):
                        continue
                    page = browser.new_page(viewport={"width": width, "height": 844})  # each with nothing kept
                    page.goto(f"{home}{address}", timeout=PATIENT_SECONDS * 1000)
                    moved[f"{what} at {width}"] = page.evaluate(SHIFTS)
                    names = {name.removeprefix(home) for name in page.evaluate(LOADED)}
                    loaded[f"{what} at {width}"] = sorted({address, *names})
                    page.close()
            browser.close()
        server.shutdown()
    # The browser's loop is over: asked within it, the database would refuse.
    sent = {what: [site.get(name) for name in names] for what, names in loaded.items()}
    assert all(answer.status == 200 for answers in sent.values() for answer in answers), loaded
    weights = {what: sum(answer.weight for answer in answers) / 1000 for what, answers in sent.items()}
    print("moved while loading:", {what: shift for what, shift in moved.items() if shift} or "nothing")
    print("kB over the wire:", ", ".join(f"{what} {weight:.1f}" for what, weight in weights.items()))
    return [
        Must("layout shift, the most of all pages", 0, max(moved.values())),
        Must("the heaviest page with all that it loads", KILOBYTES, max(weights.values()), " kB"),
    ]


def main(articles: int) -> int:
    settings.ROOT_URLCONF = "tests.bench.bench_web"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    name = connection.creation.create_test_db(verbosity=0)
    try:
        began = time.perf_counter()
        town = fill(articles)
        print(f"{articles:,} stories written in {time.perf_counter() - began:.0f} s")
        collect()
        site, plans = Site(), Plans()
        musts = the_pages(site, town, plans)
        musts += older_pages(site, plans)
        musts += the_search(site, town, plans)
        musts += in_a_browser(site, town)
        musts.append(Must("growing tables that are read whole", 0, len(plans.read_whole)))
    finally:
        leave()
        connection.creation.destroy_test_db(name, verbosity=0)
    print(*plans.read_whole, *musts, sep="\n")
    return 0 if all(must.met for must in musts) else 1


if __name__ == "__main__":
    sys.exit(main(next((int(word) for word in sys.argv[1:] if word.isdecimal()), ARTICLES)))
