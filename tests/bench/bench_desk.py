"""Measures the desk, as `python -m tests.bench.bench_desk [PENDING] [queue|story|decide]` or `make bench-desk`; ends
with 1 where a must is missed. With such a word it measures that alone.

Everything is invented here, in a database of its own: a story of sixty findings, decided as the keys do it, and a queue
of 100,000 findings beside as many decided ones. Times are the median of some requests, without the network; "ours" is
the web process's own work, which a busy machine does not stretch.
"""

import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

import tests.servers  # noqa: F401 - starts them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
django.setup()

import lxml.html  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from stories.models import Article, ArticleIssue, ArticleVersion, Finding, LoggedAction, Outlet  # noqa: E402
from tests.factories import (  # noqa: E402
    make_account,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_place,
    make_vote,
)
from tests.votes.alerts.readers import make_reader  # noqa: E402
from votes import schedule  # noqa: E402
from votes.citation import Citation  # noqa: E402
from votes.models import Issue  # noqa: E402

# How the desk is asked; the form of a finding's panel is the one whose action is DECIDE.
QUEUE = "/desk/"
STORY = "/desk/stories/{pk}/"
DECIDE = "/desk/findings/{pk}/"
PANEL = {"HX-Request": "true"}
ACCEPT, REJECT = {"act": "accept"}, {"act": "reject:other"}
# With a question, so that the page is made and not the one that was kept.
HOME = "/en/?made=anew"

PENDING = 100_000
FINDINGS = 60  # of the story that is decided
DECIDED = 10  # of them
# What asks for more than most, each decided first in a story of its own where a vote comes next: the finding's kind and
# what it says otherwise than usual; days are told from today.
COSTLY: dict[str, tuple[str, dict[str, Any]]] = {
    "a vote that moves": ("vote", {"earliest": 16, "latest": 16}),
    "a vote that was held": ("vote", {"earliest": 0, "latest": 0, "status": "held", "outcome": "passed", "yes": 5}),
    "a vote that is told again": ("vote", {}),
    "a direct quote": ("quote", {"type": "direct"}),
    "a stand": ("position", {"stance": "oppose"}),
    "who somebody is": ("official", {"title": "Clerk"}),
}
OUTLETS, ISSUES = 25, 200
DECIDED_EACH = 1  # for each pending one
REQUESTS = 7
# A table of no more pages of 8 kB, a megabyte, is read whole at less cost than by an index.
TINY = 128
KINDS = ("official", "quote", "quote", "position", "vote")
RULES = 40
FILLER = "The hall by the quay was cold and the benches were full. Gulls cried over the roof while the clerk read on. "
# What each filter is asked for, beside none.
FILTERS = (
    "", "issue=matter-7", "outlet=paper-3", "kind=vote", "sure=look-closely", "age=older", "page=150",
    "issue=matter-7&outlet=paper-3&kind=quote&sure=likely&age=week&rule=rule+7", "kind=official&rule=none+such",
)  # fmt: skip


@dataclass(frozen=True)
class Must:
    """A bound that was measured."""

    label: str
    bound: float
    value: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.bound

    def __str__(self) -> str:
        verdict = "ok    " if self.met else "MISSED"
        return f"{verdict}  {self.label:58} {self.value:8.4g} ≤ {self.bound:g}{self.unit}"


@dataclass(frozen=True)
class Measure:
    """What one page cost; `queries` as they were sent, with their values."""

    queries: list[tuple[str, Any]]
    kilobytes: float
    milliseconds: float
    ours: float

    def __str__(self) -> str:
        cost = f"{self.milliseconds:6.0f} ms ({self.ours:4.0f} ms of ours)"
        return f"{cost}  {len(self.queries):3} queries  {self.kilobytes:6.1f} kB"


def queries_of(ask: Callable[[], Any]) -> tuple[Any, list[tuple[str, Any]]]:
    """What `ask` returns, and the queries it sent; where a transaction begins and ends asks for nothing."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            sent.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        return ask(), sent


def measure(client: Client, url: str) -> Measure:
    client.get(url)
    answer, queries = queries_of(lambda: client.get(url))
    assert answer.status_code == 200, (url, answer.status_code)
    times, work = [], []
    for _ in range(REQUESTS):
        began, busy = time.perf_counter(), time.process_time()
        client.get(url)
        times.append(time.perf_counter() - began)
        work.append(time.process_time() - busy)
    return Measure(queries, len(answer.content) / 1000, statistics.median(times) * 1000, statistics.median(work) * 1000)


# Data


def payload(kind: str, name: str, body: str, matter: str) -> dict[str, Any]:
    """What a finding of the kind says."""
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    return {
        "official": {"name": name, "title": "Mayor", "body": body, "roster_key": None, "ambiguous": False},
        "quote": {"speaker": name, "type": "indirect"},
        "position": {"actor": name, "matter": matter, "stance": "support", "basis": "statement", "conditional": False},
        "vote": {
            "body": body, "matter": matter, "classification": "", "phrase": None, "earliest": day, "latest": day,
            "precision": "day", "time": None, "place": None, "status": "scheduled", "outcome": None, "yes": None,
            "no": None, "indefinite": False,
        },
    }[kind]  # fmt: skip


def copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write the rows at once."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def fill(pending: int) -> None:
    """A town's desk that nobody has been to: two findings wait in each story; as many stories were decided before."""
    now, today = timezone.now(), timezone.localdate()
    una = make_account("una")
    place = make_place("Reedham")
    body = make_body("Reedham Council", place)
    outlets = Outlet.objects.bulk_create(
        Outlet(name=f"Outlet {n}", slug=f"paper-{n}", place=place) for n in range(OUTLETS)
    )
    issues = Issue.objects.bulk_create(
        Issue(title=f"Matter {n}", slug=f"matter-{n}", body=body, place=place, published_at=now) for n in range(ISSUES)
    )
    for n, issue in enumerate(issues):
        # Every fifth is voted on soon, every other one was due long ago.
        ahead = today + timedelta(days=n) if n % 5 == 0 else today - timedelta(days=n)
        make_vote(issue, earliest=ahead, motion=f"Decide matter {n}", status="scheduled" if n % 5 == 0 else "held")
    stories = pending // 2
    filler = (
        "The hall by the quay was cold and the benches were full. Gulls cried over the roof while the clerk read on. "
    )
    text = f"Mayor Ona Firth said the hall must stay. {filler * 20}"
    both = range(1, stories * (1 + DECIDED_EACH) + 1)
    moments = {n: now - timedelta(minutes=n) for n in both}
    copy(
        "stories_article",
        "id, outlet_id, url, title, byline, agency, language, image_url, partial, correction, fingerprint,"
        " first_read_at, last_read_at, rereads, published_at, utc_offset, published_from",
        (
            (n, outlets[n % OUTLETS].pk, f"https://paper.example/{n}", f"Talks go on, part {n}", [], "", "en", "",
             False, "", [n, n + 1], moments[n], moments[n], 0, moments[n], -360, "")
            for n in both
        ),
    )  # fmt: skip
    copy(
        "stories_articleversion",
        "id, article_id, number, title, text, headings, sha256, read_at",
        ((n, n, 1, f"Talks go on, part {n}", text, "[]", f"{n:064}", moments[n]) for n in both),
    )
    # One story in fifty was changed since, and most of what was accepted of those still stands there.
    copy(
        "stories_articleversion",
        "id, article_id, number, title, text, headings, sha256, read_at",
        (
            (
                len(both) + n,
                n,
                2,
                f"Talks go on, part {n}",
                f"{text} More." if n % 7 else "Gone.",
                "[]",
                f"{n:064}",
                now,
            )
            for n in both
            if n % 50 == 0
        ),
    )
    copy(
        "stories_articleissue",
        "article_id, issue_id, score, reason, state",
        (
            (n, issues[n % ISSUES].pk, 0.5, f"names “matter {n % ISSUES}”", "proposed" if n <= stories else "accepted")
            for n in both
        ),
    )
    words = text[:40]
    span = json.dumps([{"role": "content", "start": 0, "end": len(words), "text": words}])
    payloads = {kind: json.dumps(payload(kind, "Ona Firth", body.name, "the hall")) for kind in KINDS}
    copy(
        "stories_finding",
        "id, article_id, version_id, kind, spans, payload, confidence, extractor, seconded_by, rule, because,"
        " fingerprint, recounted, state, issue_id, governs, chosen, created_at, decided_at",
        (
            (n * 2 + k, n, n, KINDS[(n + k) % len(KINDS)], span, payloads[KINDS[(n + k) % len(KINDS)]],
             (n * 7 % 100) / 100, "rules", "", f"rule {(n + k) % RULES}", "a verb of saying", f"{n}-{k}", "{}",
             "pending" if n <= stories else "accepted" if n % 3 else "rejected", issues[n % ISSUES].pk, False, False,
             moments[n], None if n <= stories else now)
            for n in both for k in (0, 1)
        ),
    )  # fmt: skip
    copy(
        "stories_loggedaction",
        "act, how, finding_id, by_id, before, after, reason, fault, corrected, at",
        (
            ("accept" if n % 3 else "reject", "one_by_one", n * 2 + k, una.pk, "{}", "{}", "", "" if n % 3 else "other",
             ["speaker"] if n % 7 == 1 else [], now)
            for n in both if n > stories for k in (0, 1)
        ),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for model in (Article, ArticleVersion, ArticleIssue, Finding, LoggedAction):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")


def long_story() -> Article:
    """A story of sixty findings of people, their words, their stands and votes, of which nobody is new."""
    place = make_place("Gull Cove")
    body = make_body("Gull Cove Council", place)
    issue = make_issue("The harbor lease", body)
    make_vote(issue, earliest=timezone.localdate() + timedelta(days=9), motion="Lease the harbor", status="scheduled")
    council = [make_official(f"{name} Reedy", body) for name in ("Ada", "Bea", "Cora", "Dora", "Edda", "Fay")]
    told = [f"Told in part {n}: {council[n % 6]} said the lease is fair to all in round {n}." for n in range(FINDINGS)]
    article = make_article(
        "\n\n".join(told), "The long evening", outlet=make_outlet(place=place), published_at=timezone.now()
    )
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    for n, words in enumerate(told):
        name, kind = str(council[n % 6]), ("quote", "position", "quote", "position", "quote", "vote")[n % 6]
        role = "content" if kind == "quote" else "evidence"
        make_finding(
            article,
            words,
            kind,
            role,
            payload=payload(kind, name, body.name, "the harbor lease"),
            issue=issue,
            rule=f"rule {n % RULES}",
            confidence=0.8,
        )
    return article


def short_story(what: str, kind: str, told: dict[str, Any]) -> Article:
    """A story of what costs more to decide, and of a vote; its issue is followed by somebody."""
    body = make_body(f"Council of {what}", make_place(f"Town of {what}"))
    issue = make_issue(f"The lease, told by {what}", body)
    day = timezone.localdate() + timedelta(days=9)
    schedule.create(issue, body, "Lease the harbor", Citation("Told", "The Gull", "", "una"), timezone.now(),
                    status="scheduled", earliest=day, latest=day, precision="day")  # fmt: skip
    make_reader(issue, now=timezone.now() - timedelta(hours=1))
    ona = make_official(f"Ona {what.title()}", body)
    first, last = f"{ona} told of {what} by the quay.", "The council will vote on the lease of the harbor."
    article = make_article(
        f"{first}\n\n{last}", what, outlet=make_outlet(place=body.place), published_at=timezone.now()
    )
    days = {name: (timezone.localdate() + timedelta(days=value)).isoformat() for name, value in told.items()
            if name in ("earliest", "latest")}  # fmt: skip
    for words, of, besides in ((first, kind, told | days), (last, "vote", {})):
        says = payload(of, str(ona), body.name, "lease the harbor") | besides
        role = {"quote": "content", "official": "mention"}.get(of, "evidence")
        make_finding(article, words, of, role, payload=says, issue=issue, confidence=0.8)
    return article


# What is measured


def decided_by_keys(client: Client, article: Article) -> list[Must]:
    """Accept most, reject every fifth, as the keys do: the panel's form as it stands; the answer is the next panel."""
    pks = article.findings.order_by("pk").values_list("pk", flat=True)[:DECIDED]
    decisions = [decide(client, pk, REJECT if n % 5 == 4 else ACCEPT) for n, pk in enumerate(pks)]
    costliest = max(decisions, key=lambda decision: len(decision.queries))
    show_asked("the costliest decision of ten", costliest.queries)
    costly = {}
    for what, (kind, told) in COSTLY.items():
        story = short_story(what, kind, told)
        costly[what] = decide(client, story.findings.earliest("pk").pk, ACCEPT)
        show_asked(f"the acceptance of {what}", costly[what].queries)
    decisions += costly.values()
    return [
        Must("requests to decide a finding", 1, max(decision.requests for decision in decisions)),
        Must("size of the answer", 15, max(decision.kilobytes for decision in decisions), " kB"),
        Must("queries to decide a finding, the most of ten", 20, len(costliest.queries)),
        *(Must(f"queries to accept {what}, a vote comes next", 20, len(one.queries)) for what, one in costly.items()),
    ]


@dataclass(frozen=True)
class Decision:
    """What one decision cost, up to the answer that shows the next line."""

    queries: list[tuple[str, Any]]
    requests: int
    kilobytes: float


def decide(client: Client, pk: int, act: dict[str, str]) -> Decision:
    values, asked = form_of(client, pk) | act, 1
    answer, sent = queries_of(lambda: client.post(DECIDE.format(pk=pk), values, headers=PANEL))
    while 300 <= answer.status_code < 400:
        address = answer["Location"].partition("#")[0]
        answer, more = queries_of(lambda address=address: client.get(address, headers=PANEL))
        sent, asked = sent + more, asked + 1
    finding = Finding.objects.get(pk=pk)
    assert finding.state != "pending", f"finding {pk} was not decided: {answer.status_code}"
    return Decision(sent, asked, len(answer.content) / 1000)


def show_asked(who: str, queries: list[tuple[str, Any]]) -> None:
    """Print what was asked for, and how often: what each query does, and to which table first."""
    print(f"What {who} asked for:")
    asked: Counter[str] = Counter()
    for sql, _ in queries:
        table = re.search(r'(?:FROM|INTO|UPDATE) "?([a-z]+_[a-z]+)', sql)
        asked[f"{sql.split()[0]} {table[1] if table else sql.split()[1]}"] += 1
    for what, times in asked.items():
        print(f"    {times:3} {what}")


def form_of(client: Client, pk: int) -> dict[str, Any]:
    """The values of the finding's form, its folds closed, as the script sends them."""
    panel = lxml.html.fromstring(client.get(DECIDE.format(pk=pk), headers=PANEL).content)
    forms = [form for form in panel.iter("form") if form.action == DECIDE.format(pk=pk)]
    return dict(forms[0].form_values()) if forms else {}


def workbench(client: Client, article: Article) -> list[Must]:
    home, page = measure(Client(), HOME), measure(client, STORY.format(pk=article.pk))
    print(f"home       {home}\nworkbench  {page}")
    show_asked("the workbench", page.queries)
    return [
        Must(f"queries of the workbench of {FINDINGS} findings", 25, len(page.queries)),
        Must("its work against the home page's", 3, page.ours / home.ours, " times"),
    ]


def the_queue(client: Client, pending: int) -> list[Must]:
    queries, read_whole = 0, 0
    for asked in FILTERS:
        page = measure(client, f"{QUEUE}?{asked}")
        print(f"queue      {page}  {asked or 'no filter'}")
        queries = max(queries, len(page.queries))
        for sql, params in page.queries:
            scans = list(scans_of(sql, params))
            read_whole += sum(pages > TINY for _, pages in scans)
            if not asked or any(pages > TINY for _, pages in scans):
                for line, pages in scans:
                    whole = f"{'READ WHOLE' if pages > TINY else 'whole'}, {pages} pages: " if pages else ""
                    print(f"    {whole}{line}")
    return [
        Must(f"queries of the queue over {pending:,} findings", 15, queries),
        Must("tables of it that are read whole", 0, read_whole),
    ]


def scans_of(sql: str, params: Any) -> Iterable[tuple[str, int]]:
    """How a query reads each table, and how many pages that has where it reads all of it, else 0."""
    if not sql.lstrip().startswith(("SELECT", "WITH")):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [[plan]] = cursor.fetchone()
        cursor.execute("SELECT relname, relpages FROM pg_class")
        pages = dict(cursor.fetchall())
    nodes = [plan["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if table := node.get("Relation Name"):
            index = f" by {node['Index Name']}" if "Index Name" in node else ""
            yield f"{node['Node Type']} of {table}{index}", pages[table] if node["Node Type"] == "Seq Scan" else 0


def main(pending: int) -> int:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        began = time.perf_counter()
        fill(pending)
        article = long_story()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server does by itself after a while
            # One transaction left as many dead rows of it as there are decisions, which in life find room for the next.
            cursor.execute("VACUUM FULL stories_rulerecord")
        print(f"{pending:,} findings wait, as many are decided; written in {time.perf_counter() - began:.0f} s")
        client = Client()
        client.force_login(LoggedAction.objects.latest("pk").by)
        measured = {
            "queue": lambda: the_queue(client, pending),
            "story": lambda: workbench(client, article),
            "decide": lambda: decided_by_keys(client, article),
        }
        asked = [part for part in measured if part in sys.argv] or [*measured]
        musts = [must for part in asked for must in measured[part]()]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(*musts, sep="\n")
    return 0 if all(must.met for must in musts) else 1


if __name__ == "__main__":
    sys.exit(main(next((int(word) for word in sys.argv[1:] if word.isdecimal()), PENDING)))
