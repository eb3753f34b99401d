"""Measures the alerts, as `python -m tests.bench.bench_alerts [READERS] [PART…]` or `make bench-alerts`; ends with 1
where a must is missed. The parts are `fan_out`, `sending` and `idle`; all of them where none is named.

PostgreSQL writes to the disk as in earnest. The mail server is a process of its own, and what our sending is set
against is the barest there is: `smtplib`, the same bytes, one connection a worker, nothing noted.
"""

import logging
import multiprocessing
import os
import smtplib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

os.environ.setdefault("TESTS_DURABLE", "yes")

import django
import psutil

import tests.servers  # noqa: F401 - starts them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail as django_mail  # noqa: E402
from django.core.mail.utils import DNS_NAME  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.bench.bench_desk import Must, queries_of  # noqa: E402
from tests.factories import NOW  # noqa: E402
from tests.smtp import MailServer  # noqa: E402
from tests.votes.alerts.readers import EVIDENCE, SETTLED, WEEK, make_scheduled  # noqa: E402
from votes import schedule  # noqa: E402
from votes.alerts import announce, deliver, gathering, remind  # noqa: E402
from votes.models import Announcement, Delivery, FanOut, Message  # noqa: E402

READERS = 100_000
# Mails of one measurement of sending, for each worker.
MAILS = 3000
WORKERS = (1, 2)
FEW, MANY = (1_000, 50), (1_000_000, 50_000)
KINDS = "{date,reminder,result}"
BARE = """
INSERT INTO votes_delivery (announcement_id, subscriber_id, subscription_id, state, why, due_at, created_at)
SELECT %s, subscriber_id, id, 'owed', '', %s, %s FROM votes_subscription WHERE topic = %s
"""
READERS_OF_OURS = """
INSERT INTO votes_subscriber (id, email, new_email, key, nonce, created_at, confirmed_at, stopped_why)
SELECT pk, 'reader' || pk || '@mail' || pk %% 50 || '.example', '', 'key-' || pk, 'nonce-' || pk, %(now)s, %(now)s, ''
FROM generate_series(%(first)s, %(last)s) pk
"""
SUBSCRIPTIONS = """
INSERT INTO votes_subscription (id, subscriber_id, {topic}_id, kinds, leads, cadence, created_at, confirmed_at)
SELECT pk, pk, coalesce(%(followed)s, pk), %(kinds)s, '{{7,1}}', 'at_once', %(now)s, %(now)s
FROM generate_series(%(first)s, %(last)s) pk
"""
# Of all that was told: what, that it is done, and to whom.
HISTORY = """
INSERT INTO votes_announcement (
    id, kind, topics, subject, version, to_end, old, new, why, title, detail, sentence, source_name, source_url, path,
    created_at
)
SELECT pk, 'quote', ARRAY['issue:' || pk], 'quote:' || pk, 0, false, '{}', '{}', 'news', 't', '', '', '', '', '/',
    %(now)s
FROM generate_series(%(first)s, %(last)s) pk;
INSERT INTO votes_fanout (announcement_id, due_at, done_at, overtaken)
SELECT pk, %(now)s, %(now)s, false FROM generate_series(%(first)s, %(last)s) pk;
INSERT INTO votes_delivery (announcement_id, subscriber_id, state, why, due_at, closed_at, created_at)
SELECT pk, 1 + (pk + n * 7919) %% %(readers)s, 'sent', '', %(now)s, %(now)s, %(now)s
FROM generate_series(%(first)s, %(last)s) pk, generate_series(0, 19) n;
INSERT INTO votes_delivery (announcement_id, subscriber_id, state, why, due_at, closed_at, created_at)
SELECT announcement.id, reader, 'sent', '', %(now)s, %(now)s, %(now)s
FROM votes_announcement announcement, generate_series(2, %(followers)s) reader
WHERE announcement.id < %(first)s
"""
# What a sweep with nothing due may cost more over a thousand times as much, in milliseconds: the clock's own trembling.
TREMBLING = 4.0


def make_readers(count: int, topic: str, issue: int | None = None, first: int = 1) -> None:
    """Readers who follow an issue each, the same one where it is given."""
    span = {"first": first, "last": first + count - 1, "now": NOW, "kinds": KINDS, "followed": issue}
    ask(READERS_OF_OURS, span)
    ask(SUBSCRIPTIONS.format(topic=topic), span)
    for table in ("votes_subscriber", "votes_subscription"):
        ask(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [first + count])


def ask(sql: str, values: Any = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def empty() -> None:
    ask("TRUNCATE votes_announcement, votes_subscriber, votes_issue, votes_vote, officials_place CASCADE")


def settle() -> None:
    """What the server does by itself after a while, so that it falls into nobody's time."""
    ask("VACUUM ANALYZE")
    ask("CHECKPOINT")


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Memory:
    """How much more this process held at most than at the beginning, in MB."""

    def __enter__(self) -> "Memory":
        self._process, self._over = psutil.Process(), threading.Event()
        self._before = self._most = self._process.memory_info().rss
        self._looks = threading.Thread(target=self._look)
        self._looks.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self._most = max(self._most, self._process.memory_info().rss)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looks.join()
        self.grown = (self._most - self._before) / 1e6


# Fan-out


def fanning_out(readers: int) -> list[Must]:
    vote = make_scheduled(**WEEK)
    make_readers(readers, "issue", vote.issue_id)
    announcement = Announcement.objects.get()
    bare, ours = [], []
    for _ in range(3):
        settle()
        bare.append(timed(lambda: ask(BARE, [announcement.pk, NOW, NOW, f"issue:{vote.issue_id}"])))
        ask("TRUNCATE votes_delivery")
        FanOut.objects.update(done_at=None)
        settle()
        with Memory() as memory:
            ours.append(timed(lambda: announce.fan_out(NOW)))
        assert Delivery.objects.count() == readers
        if len(ours) < 3:
            ask("TRUNCATE votes_delivery")
    with Memory() as gathered:
        seconds = timed(lambda: gathering.assemble(NOW))
    print(f"fan-out of {readers:,}: {min(ours):.2f} s, bare {min(bare):.2f} s, {memory.grown:.1f} MB more")
    print(f"gathering: {seconds:.2f} s, {gathered.grown:.1f} MB more")
    return [
        Must(f"fan-out to {readers:,}, against a bare INSERT … SELECT", 3, min(ours) / min(bare), " times"),
        Must("memory of it", 10, memory.grown, " MB"),
        Must("memory of gathering them into mails", 30, gathered.grown, " MB"),
    ]


# Sending


def serve_mail(ports: Any, count: Any) -> None:
    """A mail server in a process of its own that takes everything and keeps nothing but how many."""

    class Counting(MailServer):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            with count.get_lock():
                count.value += 1
            return "250 OK"

    logging.getLogger("mail.log").setLevel(logging.WARNING)
    with Counting() as server:
        ports.put(server.port)
        time.sleep(3600)


@contextmanager
def mail_server() -> Iterator[Any]:
    ways = multiprocessing.get_context("spawn")
    ports, count = ways.Queue(), ways.Value("i", 0)
    process = ways.Process(target=serve_mail, args=(ports, count), daemon=True)
    process.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", ports.get(timeout=60)
    try:
        yield count
    finally:
        process.terminate()
        process.join()


def send_bare(port: int, content: bytes, mails: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as server:
        for number in range(mails):
            server.sendmail("alerts@civictrack.example", [f"reader{number}@mail.example"], content)


def send_ours(database: str, port: int) -> None:
    """A worker in a process of its own, as the `mail` queue's are."""
    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    while Message.objects.free(NOW).exists():
        deliver.send_due(NOW)


def together(workers: int, work: Callable[..., None], *args: object) -> float:
    """Seconds until all have done it; they are forked, as Celery's are, so that nothing is loaded in the time."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    processes = [multiprocessing.get_context("fork").Process(target=work, args=args) for _ in range(workers)]
    began = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return time.perf_counter() - began


def sending() -> list[Must]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    DNS_NAME._fqdn = "localhost"
    musts, pace = [], {}
    with mail_server() as count:
        content = a_mail()
        for workers in WORKERS:
            mails = MAILS * workers
            bare = mails / together(workers, send_bare, settings.EMAIL_PORT, content, MAILS)
            empty()
            vote = make_scheduled(**WEEK)
            make_readers(mails, "issue", vote.issue_id)
            announce.fan_out(NOW)
            gathering.assemble(NOW)
            settle()
            before = count.value
            name = connection.settings_dict["NAME"]
            seconds = together(workers, send_ours, name, settings.EMAIL_PORT)
            sent = count.value - before
            assert sent == Message.objects.filter(state="sent").count(), (sent, "sent but not noted")
            pace[workers] = sent / seconds
            print(f"{workers} workers: {pace[workers]:.0f} mails a second ({sent} sent), bare {bare:.0f}")
            musts += [
                Must(f"mails left by {workers} workers' one run", 0, mails - sent),
                Must(f"a bare loop against sending, {workers} workers", 1 / 0.5, bare / pace[workers], " times"),
            ]
    # The mail server and PostgreSQL share the cores with the workers: two cannot be twice as quick on two cores.
    return [*musts, Must("one worker's pace against two workers'", 1 / 1.2, pace[1] / pace[2], " times")]


def a_mail() -> bytes:
    """The bytes of one mail as it is sent."""
    empty()
    vote = make_scheduled(**WEEK)
    make_readers(1, "issue", vote.issue_id)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.locmem.EmailBackend"
    django_mail.outbox = []
    announce.fan_out(NOW)
    gathering.assemble(NOW)
    deliver.send_due(NOW)
    settings.EMAIL_BACKEND = backend
    content: bytes = django_mail.outbox[0].message().as_bytes(linesep="\r\n")
    print(f"a mail has {len(content):,} bytes")
    return content


# A sweep with nothing due

SWEEPS: dict[str, Callable[[datetime], Any]] = {
    "remind": remind.remind,
    "fan_out": announce.fan_out,
    "assemble": gathering.assemble,
    "send": deliver.send_due,
}


def idle() -> list[Must]:
    costs = {}
    for subscriptions, announcements in (FEW, MANY):
        empty()
        fill(subscriptions, announcements)
        settle()
        for name, sweep in SWEEPS.items():
            costs[name, subscriptions] = cost(sweep)
        print(f"{subscriptions:,} subscriptions, {announcements:,} announcements:")
        for name in SWEEPS:
            print(f"    {name:10} {costs[name, subscriptions]:8.1f} ms")
    for sweep in SWEEPS.values():
        show_plans(sweep)
    return [
        Must(f"{name} with nothing due over the many, in ms", costs[name, FEW[0]] + TREMBLING, costs[name, MANY[0]])
        for name in SWEEPS
    ]


def fill(subscriptions: int, announcements: int) -> None:
    """A city in which all was told and sent: each announcement to twenty readers; one vote is near, of which all who
    follow its issue were reminded already.
    """
    vote = make_scheduled(**WEEK)
    near = (NOW + timedelta(days=5)).date()
    schedule.change(vote, {"earliest": near, "latest": near, "precision": "day"}, EVIDENCE, NOW - SETTLED)
    make_readers(1, "issue", vote.issue_id)
    for sweep in SWEEPS.values():
        sweep(NOW)
    ask("UPDATE votes_delivery SET state = 'lapsed', why = 'known', closed_at = %s WHERE state = 'owed'", [NOW])
    ask("UPDATE votes_message SET state = 'lapsed' WHERE state = 'due'")
    followers = subscriptions // 5
    make_readers(followers - 1, "issue", vote.issue_id, first=2)
    make_readers(subscriptions - followers, "place", vote.body.place_id, first=followers + 1)
    span = {"first": 1_000_000, "last": 999_999 + announcements, "now": NOW}
    for part in HISTORY.split(";"):
        ask(part, {**span, "readers": subscriptions, "followers": followers})


def cost(sweep: Callable[[datetime], Any]) -> float:
    """Milliseconds, the least of some times."""
    sweep(NOW)
    return min(timed(lambda: sweep(NOW)) for _ in range(5)) * 1000


def show_plans(sweep: Callable[[datetime], Any]) -> None:
    print(f"plans of {sweep.__name__}:")
    _, queries = queries_of(lambda: sweep(NOW))
    for sql, values in queries:
        if sql.lstrip().startswith(("SELECT", "WITH", "UPDATE", "INSERT", "DELETE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", values)
                print("    " + sql[:90].replace("\n", " "))
                print(*(f"        {line}" for (line,) in cursor.fetchall()), sep="\n")


PARTS: dict[str, Callable[[int], list[Must]]] = {
    "fan_out": fanning_out,
    "sending": lambda _: sending(),
    "idle": lambda _: idle(),
}


def main(*words: str) -> int:
    readers = next((int(word) for word in words if word.isdecimal()), READERS)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    musts: list[Must] = []
    try:
        ask(f"ALTER DATABASE \"{connection.settings_dict['NAME']}\" SET civictrack.may_truncate = 'yes'")
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        print(f"fsync {ask('SHOW fsync')[0][0]}, synchronous_commit {ask('SHOW synchronous_commit')[0][0]}")
        for part in [word for word in words if word in PARTS] or PARTS:
            empty()
            musts += PARTS[part](readers)
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.creation.destroy_test_db(name, verbosity=0)
    print(*musts, sep="\n")
    return 0 if all(must.met for must in musts) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
