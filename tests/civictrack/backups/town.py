"""Gull Cove, decided on, in the test's database; a second database beside it; what two databases hold, compared.

`python -m tests.civictrack.backups.town rows pages` prints what the environment's database holds, and what its pages
say.
"""

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROOT = Path(__file__).resolve().parents[3]

# What restoring itself changes: it ends logins, lets mail wait (by an account of its own), and marks pages as changed.
CHANGED = {"django_session", "votes_pause", "auth_user", "stories_stamp"}


def build() -> "User":
    """Fill the test's database; return its curator."""
    from stories import curation
    from stories.curation import Choice, CurationError
    from stories.findings.kinds import KINDS
    from stories.models import Article, Finding, Snapshot
    from tests.factories import NOW, make_account
    from tests.stories.curation import cove
    from votes.models import Issue

    by = make_account()
    cove.build()
    for finding in Finding.objects.pending().order_by("pk"):
        name = finding.payload.get(KINDS[finding.kind].person) or ""
        with suppress(CurationError):  # of two told in one sentence, accepting the first accepted this one
            curation.accept(finding.pk, by, NOW, Choice(new_person=name, issue=finding.issue or Issue.objects.first()))
    story = Article.objects.earliest("pk")
    body = zlib.compress(b"<p>The page as it was served.</p>")
    page = Snapshot.objects.create(sha256="1" * 64, url=story.url, body=body, fetched_at=NOW)
    story.versions.create(
        number=9,
        title="Later",
        text="Nul-free words: “é”, \\N, \t and\na line.",
        sha256="9",
        snapshot=page,
        read_at=NOW,
    )
    return by


@contextmanager
def another_database(name: str) -> Iterator[str]:
    """The URL of an empty database on the test's server, as on Debian: its owner, who comes there, is nobody else's
    master, and the extensions are the superuser's.
    """
    server = os.environ["DATABASE_URL"]
    name = f"{name}_{os.getpid()}"
    theirs = urlsplit(server)._replace(path=f"/{name}")
    own = theirs._replace(netloc=f"{name}:{name}@{theirs.netloc.rpartition('@')[2]}")
    words = {"name": sql.Identifier(name), "password": sql.Literal(name)}
    with psycopg.connect(server, autocommit=True) as outside:
        outside.execute(sql.SQL("CREATE ROLE {name} LOGIN PASSWORD {password}").format(**words))
        outside.execute(sql.SQL("CREATE DATABASE {name} OWNER {name}").format(**words))
        try:
            with psycopg.connect(urlunsplit(theirs), autocommit=True) as inside:
                inside.execute("CREATE EXTENSION pg_trgm")
                inside.execute("CREATE EXTENSION unaccent")
            yield urlunsplit(own)
        finally:
            outside.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**words))
            outside.execute(sql.SQL("DROP ROLE {name}").format(**words))


def held_by(url: str) -> dict[str, str]:
    """Of each table how many rows it has, and a digest of all of them."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        query = "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') FROM {} t"
        held = {}
        for table in tables:
            row = connection.execute(sql.SQL(query).format(sql.Identifier(table))).fetchone()
            assert row
            held[table] = str(row[0])
    return held


def restored_as(url: str) -> dict[str, str]:
    """The same of what a restore leaves as it was."""
    return {table: held for table, held in held_by(url).items() if table not in CHANGED}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def pages() -> dict[str, str]:
    """What readers see at some addresses, without what differs at every request."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civictrack.settings")
    django.setup()
    from django.test import Client

    from officials.models import Person
    from stories.models import Quote
    from tests.civictrack.crawl import CHANGING
    from votes.models import Issue, Vote

    client = Client(headers={"host": "localhost"})
    shown = [*Issue.objects.public(), *Person.objects.with_page(), *Vote.objects.standing(), *Quote.objects.all()]
    addresses = ["/en/", "/en/search/?q=pier", *(row.get_absolute_url() for row in shown)]
    return {address: CHANGING.sub("", client.get(address).content.decode()) for address in addresses}


def told(*what: str, **environment: str) -> list[dict[str, str]]:
    """What another process's database holds ("rows"), and what its pages say ("pages")."""
    done = run({**of_the_test(), **environment}, "-m", "tests.civictrack.backups.town", *what)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers


@contextmanager
def servers_of(environment: dict[str, str]) -> Iterator[None]:
    """Keep the embedded servers of a folder running, which else end with each process that used them."""
    waits = "from civictrack import embedded; embedded.ensure(); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", waits], cwd=ROOT, env={**of_the_test(), **environment}, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline()
        yield
        process.communicate("\n")


def of_the_test() -> dict[str, str]:
    from tests.stories.workers import environment

    return environment()


if __name__ == "__main__":
    from civictrack import embedded

    embedded.ensure()
    TOLD = {"rows": lambda: restored_as(os.environ["DATABASE_URL"]), "pages": pages}
    print(json.dumps([TOLD[what]() for what in sys.argv[1:]]))
