"""Looks at everything that a running installation needs, and says of each line what is to be done where it is not well.

A check yields lines and never ends the others: what it can't find out is itself a line.
"""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from functools import partial
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from zoneinfo import available_timezones

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from redis import Redis, RedisError

from civictrack import healthz, pulse
from civictrack.backups import standing
from officials.models import Place
from stories.findings.asked import state_of
from stories.sources.health import health
from votes import clock
from votes.alerts import proof

EXTENSIONS = ("pg_trgm", "unaccent")
OLDEST_POSTGRES = 140000
MOST_SKEW = timedelta(seconds=5)
LEAST_FREE = 2 * 1024**3
# Whoever evicts something of no time to live may evict the queue.
HARMLESS_POLICIES = {"volatile-ttl", "volatile-lru", "volatile-lfu", "volatile-random"}
DNS_SECONDS = 4.0


class State(Enum):
    OK = "ok"
    LOOK = "look"
    BAD = "BAD"


@dataclass(frozen=True)
class Line:
    """What was looked at, how it is, and what to do where it is not well."""

    what: str
    state: State
    says: str
    do: str = ""


Check = Callable[[], Iterator[Line]]


def examine(send_to: str = "") -> Iterator[Line]:
    """Yield the lines of every check; a mail is sent to `send_to`, where one is named."""
    checks: dict[str, Check] = {**CHECKS, "mail": partial(mail, send_to)}
    for name, check in checks.items():
        try:
            yield from check()
        except Exception as error:
            # Whatever it is, the rest is looked at.
            yield Line(name, State.BAD, f"could not be looked at: {type(error).__name__}: {error}".splitlines()[0])


def release() -> Iterator[Line]:
    """Look at the settings as Django does before a release, and at what it can't know."""
    said = StringIO()
    todo = "" if settings.BEHIND_HTTPS_PROXY else "behind a proxy with TLS, set BEHIND_HTTPS_PROXY=true"
    try:
        call_command("check", deploy=True, fail_level="WARNING", stdout=said, stderr=said)
        yield Line("settings", State.OK, "fit for readers")
    except SystemCheckError as error:
        for line in str(error).splitlines():
            if line.startswith("?:"):
                yield Line("settings", State.LOOK, line[3:].strip(), todo)
    if settings.SITE_URL.startswith("http://127.0.0.1"):
        yield Line("SITE_URL", State.LOOK, "mails and feeds lead to this machine alone", "set SITE_URL")
    if not settings.ADMINS:
        yield Line("OPERATOR_EMAIL", State.LOOK, "nobody is told of faults", "set OPERATOR_EMAIL")


def database() -> Iterator[Line]:
    """Look at the server, its extensions and its schema."""
    with connection.cursor() as cursor:
        version = int(cursor.connection.info.server_version)
        new_enough = version >= OLDEST_POSTGRES
        said = f"PostgreSQL {version // 10000}.{version % 10000}"
        yield Line("database", State.OK if new_enough else State.BAD, said, "" if new_enough else "use 14 or newer")
        cursor.execute("SELECT extname FROM pg_extension")
        present = {name for (name,) in cursor.fetchall()}
        needed = [name for name in EXTENSIONS if name not in present]
        if needed:
            todo = f"as a superuser: CREATE EXTENSION {needed[0]};"
            yield Line("extensions", State.BAD, f"missing: {', '.join(needed)}", todo)
        else:
            yield Line("extensions", State.OK, ", ".join(EXTENSIONS))
    pending = healthz.pending_migrations()
    todo = "run `python manage.py migrate`" if pending else ""
    says = f"{len(pending)} pending, the first {pending[0]}" if pending else "none pending"
    yield Line("migrations", State.BAD if pending else State.OK, says, todo)


def queue() -> Iterator[Line]:
    """Look at Valkey: whether it is there, never throws the queue away for pages, and keeps it over a restart."""
    try:
        with closing(Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3)) as redis:
            redis.ping()
            policy = redis.config_get("maxmemory-policy")["maxmemory-policy"]
            is_bounded = redis.config_get("maxmemory")["maxmemory"] != "0"
            kept = redis.config_get("appendonly")["appendonly"] == "yes"
    except RedisError as error:
        yield Line("valkey", State.BAD, f"away: {error}", "start it, or set REDIS_URL: no mail goes out without it")
        return
    # Without a limit nothing is ever refused or evicted; with one, pages must make room for the queue.
    harmless = policy in HARMLESS_POLICIES or (policy == "noeviction" and not is_bounded)
    todo = "" if harmless else "set maxmemory-policy volatile-ttl: pages have a time to live, the queue has none"
    yield Line("valkey", State.OK if harmless else State.BAD, f"there, {policy}", todo)
    if not kept:
        yield Line("valkey's file", State.OK, "none: what was queued is queued anew from the database within a minute")


def clocks() -> Iterator[Line]:
    """Compare this machine's clock with the database's, which all go by."""
    skew = abs(clock.now() - datetime.now(UTC))
    is_near = skew <= MOST_SKEW
    says = f"{skew.total_seconds():.1f} s from the database's"
    yield Line("clock", State.OK if is_near else State.BAD, says, "" if is_near else "run chrony or systemd-timesyncd")


def zones() -> Iterator[Line]:
    """Look whether this machine knows the time zones of all places."""
    unknown = sorted(set(Place.objects.values_list("time_zone", flat=True)) - available_timezones())
    says = f"unknown here: {', '.join(unknown)}" if unknown else "all places' are known"
    yield Line("time zones", State.BAD if unknown else State.OK, says, "install tzdata" if unknown else "")


def mail(send_to: str) -> Iterator[Line]:
    """Look whether the mail server takes our login; send a mail where somebody is named to get it."""
    try:
        with closing(get_connection()) as way:
            if send_to:
                words = f"This is the test that {settings.SITE_NAME} was asked for. Its mail arrives."
                EmailMessage(f"{settings.SITE_NAME}: a test", words, to=[send_to], connection=way).send()
            else:
                way.open()
    except (OSError, smtplib.SMTPException) as error:
        yield Line("mail", State.BAD, f"the server refused: {error}", "see EMAIL_URL; alerts wait until it answers")
        return
    yield Line(
        "mail", State.OK, f"a mail to {send_to} was taken" if send_to else "the server answers; --mail sends one"
    )


def sender() -> Iterator[Line]:
    """Look in the DNS whether others can tell that mail of the sender's domain is ours."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    wanted = {
        "SPF": (domain, "v=spf1", f'a TXT record of {domain}: "v=spf1 a mx -all", with what your server needs'),
        "DMARC": (f"_dmarc.{domain}", "v=dmarc1", f'a TXT record of _dmarc.{domain}: "v=DMARC1; p=quarantine"'),
    }
    for name, (where, begins, todo) in wanted.items():
        try:
            texts = _texts(where)
        except dns.exception.DNSException as error:
            yield Line(name, State.LOOK, f"could not be asked for: {type(error).__name__}", "ask again with a network")
            continue
        has = any(text.lower().startswith(begins) for text in texts)
        yield Line(name, State.OK if has else State.LOOK, "there" if has else "missing", "" if has else f"add {todo}")
    yield Line("DKIM", State.LOOK, "its selector is the mail server's", f"look that mails are signed for d={domain}")


def _texts(where: str) -> list[str]:
    try:
        answer = dns.resolver.resolve(where, "TXT", lifetime=DNS_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def disk() -> Iterator[Line]:
    """Look how much is free where the program writes."""
    free = shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else settings.BASE_DIR).free
    enough = free >= LEAST_FREE
    todo = "" if enough else "make room: PostgreSQL stops when its disk is full"
    yield Line("disk", State.OK if enough else State.BAD, f"{free / 1024**3:.1f} GB free", todo)


def sources() -> Iterator[Line]:
    """Look at what is polled."""
    found = health(datetime.now(UTC))
    alarms = [of_source for of_source in found if of_source.alarm]
    for of_source in alarms[:5]:
        yield Line("source", State.LOOK, f"{of_source.source.url}: {of_source.alarm}", "see `python manage.py sources`")
    if not alarms:
        yield Line(
            "sources", State.OK if found else State.LOOK, f"{len(found)} polled", "" if found else "add_source URL"
        )


def model() -> Iterator[Line]:
    """Look whether the parser that reads stories is there."""
    name = settings.CIVICTRACK_SPACY_MODEL
    there = find_spec(name) is not None
    says = name if there else f"{name} is not installed"
    yield Line(
        "parser", State.OK if there else State.BAD, says, "" if there else "pip install it, or unset the variable"
    )


def language_model() -> Iterator[Line]:
    """Look how asking the language model goes, where one is set."""
    if asked := state_of(datetime.now(UTC)):
        state, todo = (State.LOOK, "see docs/extraction.md, and its own log") if asked.alarm else (State.OK, "")
        yield Line("language model", state, asked.alarm or asked.notes[0], todo)


def work() -> Iterator[Line]:
    """Look when the clock and each worker last worked."""
    now = datetime.now(UTC)
    for name, last in pulse.beats().items():
        says = healthz.since(last, now)
        todo = "" if says == "ok" else "look at its log and start it again: docs/operations.md, “WorkerSilent”"
        yield Line(f"work of {name}", State.OK if says == "ok" else State.BAD, says, todo)


def backups() -> Iterator[Line]:
    """Look at the newest backup: where it lies, if that is here, else as its worker says."""
    now, said = datetime.now(UTC), standing.told()
    if settings.BACKUP_DIR:
        found = standing.look(Path(settings.BACKUP_DIR), now, said.failure if said else "")
    elif standing.is_off():
        yield Line("backups", State.OK, "none are wanted: BACKUP_DIR is empty")
        return
    elif said:
        found = said
    else:
        todo = "start the worker “backup”: it says within a quarter of an hour"
        yield Line("backups", State.LOOK, "nothing is known of them yet", todo)
        return
    if found.problem:
        yield Line("backups", State.BAD, found.problem, "see docs/operations.md, “BackupLate”")
    elif not found.checked:
        yield Line("backups", State.LOOK, "none yet", "the worker “backup” makes one; or run `manage.py backup`")
    else:
        hours = found.age(now) / timedelta(hours=1)
        is_late = found.age(now) > standing.OLDEST
        todo = "see docs/operations.md, “BackupLate”" if is_late else ""
        yield Line("backups", State.BAD if is_late else State.OK, f"the newest is whole, {hours:.0f} hours old", todo)


def alerts() -> Iterator[Line]:
    """Look whether what was announced reaches its readers."""
    now = clock.now()
    found = [*proof.reasons(now), *proof.missed_check(now)]
    for reason in found[:5]:
        yield Line("alerts", State.BAD, reason.says, "see docs/operations.md, “Alerts”")
    if not found:
        yield Line("alerts", State.OK, "nothing is late")


CHECKS: dict[str, Check] = {
    "settings": release, "database": database, "valkey": queue, "clock": clocks, "time zones": zones, "sender": sender,
    "disk": disk, "sources": sources, "parser": model,
    "language model": language_model, "work": work, "backups": backups, "alerts": alerts,
}  # fmt: skip
