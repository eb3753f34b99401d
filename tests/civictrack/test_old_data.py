"""A database that earlier code wrote is brought to the newest schema, and nothing that was promised is lost."""

import json
import lzma
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.civictrack import __file__ as here

ROOT = Path(here).resolve().parent.parent.parent
OLD = Path(here).parent / "old_data" / "2026-11.sql.xz"
NAME = f"civictrack_old_{os.getpid()}"
# Append-only tables, as they were called when the dump was made, with what they are called now.
LEDGERS = {
    "votes_votechange": "votes_votechange",
    "votes_announcement": "votes_announcement",
    "stories_articleversion": "stories_articleversion",
    "stories_decision": "stories_loggedaction",
}
# What of the dump's votes, none of which was of a stage, is made one of each before it is migrated.
STAGES = ["first", "second", "final", "committee", "procedural"]
RENAMED_COLUMNS: dict[str, str] = {}
HELD = """
from django.contrib.auth.models import User
from stories.models import Installation
for user in User.objects.filter(is_active=True):
    print(user.username, *user.groups.values_list("name", flat=True), user.has_perm("stories.change_loggedaction"))
print(Installation.own_name())
"""


def rows(connection: psycopg.Connection[Any], table: str) -> dict[int, dict[str, Any]]:
    """A table's rows by primary key, as JSON has them."""
    query = sql.SQL("SELECT id, to_jsonb(t) FROM {} t").format(sql.Identifier(table))
    return dict(connection.execute(query).fetchall())


@pytest.fixture(scope="module")
def old() -> Iterator[dict[str, Any]]:
    """The old database, migrated: its `url`, what `migrate` said, and the ledgers as they were before."""
    server = os.environ["DATABASE_URL"]
    parts = urlsplit(server)
    url = urlunsplit(parts._replace(path=f"/{NAME}"))
    with psycopg.connect(server, autocommit=True) as outside:
        outside.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))
        outside.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            with psycopg.connect(url) as connection:
                connection.execute(lzma.decompress(OLD.read_bytes()).decode())  # type: ignore[arg-type]
                connection.execute("SET search_path TO public")
                connection.execute("UPDATE votes_vote SET stage = (%s::text[])[id %% 5 + 1]", [STAGES])
                before = {table: rows(connection, table) for table in (*LEDGERS, "votes_vote", "stories_finding")}
            done = run(url, "manage.py", "migrate")
            assert done.returncode == 0, done.stdout + done.stderr
            yield {"url": url, "said": done.stdout + done.stderr, "before": before}
        finally:
            outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME)))


def rows_of(old: dict[str, Any], table: str) -> dict[int, dict[str, Any]]:
    """A table's rows after migrating."""
    with psycopg.connect(old["url"]) as connection:
        return rows(connection, table)


@pytest.fixture(scope="module")
def crawled(old: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What all pages of the migrated database answered, a line each."""
    return run(old["url"], "-m", "tests.civictrack.crawl")


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("table", LEDGERS)
def test_migrating_leaves_every_row_of_a_ledger_as_it_was(old: dict[str, Any], table: str) -> None:
    after = rows_of(old, LEDGERS[table])
    assert old["before"][table], "the dump holds rows of every ledger"
    for pk, row in old["before"][table].items():
        now = after[pk]
        kept = {name: now[RENAMED_COLUMNS.get(name, name)] for name in row}
        assert json.dumps(kept, sort_keys=True) == json.dumps(row, sort_keys=True)


def test_a_votes_stage_is_its_classification_in_the_words_of_open_civic_data(old: dict[str, Any]) -> None:
    after = rows_of(old, "votes_vote")
    became = {row["stage"]: after[pk]["classification"] for pk, row in old["before"]["votes_vote"].items()}
    words = {"first": "reading-1", "second": "reading-2", "final": "passage"}
    assert became == {stage: words.get(stage, stage) for stage in became}
    assert set(became) >= set(words)
    assert {row["by_what"] for row in rows_of(old, "votes_votechange").values()} == {"report"}


def test_a_finding_of_a_vote_says_its_classification(old: dict[str, Any]) -> None:
    """None of the dump's votes was corrected; what becomes of one that was: tests/stories/migrations."""
    after = rows_of(old, "stories_finding")
    votes = {pk: row["payload"] for pk, row in old["before"]["stories_finding"].items() if row["kind"] == "vote"}
    assert len(votes) > 5
    for pk, payload in votes.items():
        stage = payload.pop("stage")
        assert after[pk]["payload"] == {**payload, "classification": stage}


def test_every_page_of_an_old_database_can_still_be_opened(crawled: subprocess.CompletedProcess[str]) -> None:
    lines = crawled.stdout.splitlines()
    assert len(lines) > 50, crawled.stderr
    assert [line for line in lines if line.startswith("5")] == []


def test_windows_that_contradict_themselves_are_mended_and_logged(old: dict[str, Any]) -> None:
    query = "SELECT motion, earliest, latest, precision FROM votes_vote WHERE motion LIKE 'Police drone %' ORDER BY id"
    with psycopg.connect(old["url"]) as connection:
        windows = {motion: window for motion, *window in connection.execute(query).fetchall()}
    assert windows["Police drone training budget"] == [date(2026, 12, 1), date(2026, 12, 10), "month"]
    assert windows["Police drone hangar lease"] == windows["Police drone night flights"] == [None, None, "none"]
    assert old["said"].count("contradicted itself") == 3


def test_a_place_with_an_impossible_zone_is_given_its_neighbours_and_that_is_said(old: dict[str, Any]) -> None:
    with psycopg.connect(old["url"]) as connection:
        query = "SELECT time_zone FROM officials_place WHERE slug = 'low-tide-township'"
        assert connection.execute(query).fetchone() == ("America/New_York",)
    assert "Low Tide Township" in old["said"]
    assert "America/Low_Tide" in old["said"]


def test_what_was_owed_before_is_still_owed_and_what_was_sent_is_known(old: dict[str, Any]) -> None:
    with psycopg.connect(old["url"]) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM votes_delivery GROUP BY state").fetchall())
        missing = "SELECT count(*) FROM votes_announcement WHERE id NOT IN (SELECT announcement_id FROM votes_fanout)"
        assert connection.execute(missing).fetchone() == (0,)
    assert set(states) <= {"owed", "sent", "lapsed"}


@pytest.fixture(scope="module")
def held(old: dict[str, Any]) -> list[str]:
    """Who has an account, with their roles, a line each; and last the installation's name."""
    done = run(old["url"], "manage.py", "shell", "--no-imports", "-c", HELD)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_nobody_with_an_account_is_locked_out_by_the_migration(held: list[str]) -> None:
    accounts = held[:-1]
    assert accounts
    assert all(line.endswith("editor True") for line in accounts)


def test_what_was_signed_by_the_sites_host_goes_on_being_signed_so(held: list[str]) -> None:
    """Or every entry in readers' calendars would come a second time."""
    assert held[-1] == "127.0.0.1:8000"


@pytest.fixture
def mended(old: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A copy of the migrated database, set right by `check_public --repair`: its `url`, what the check said before,
    while it mended and after.
    """
    server, name = os.environ["DATABASE_URL"], f"{NAME}_mended"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as outside:
        outside.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(NAME)))
        try:
            said = [run(url, "manage.py", "check_public", *how) for how in ((), ("--repair",), ())]
            yield {"url": url, "said": said}
        finally:
            outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


HEADLINE, TITLE = "Drone show to light up the breakwater", "Harbor Master"


def test_a_story_on_an_issue_by_its_score_alone_is_proposed_and_logged(old: dict[str, Any]) -> None:
    query = "SELECT state FROM stories_articleissue ai JOIN stories_article a ON a.id = article_id WHERE title LIKE %s"
    with psycopg.connect(old["url"]) as connection:
        assert connection.execute(query, [f"{HEADLINE}%"]).fetchall() == [("proposed",)]
    assert f"“{HEADLINE}" in old["said"]
    # The one story of the demo that its curator left, and this one.
    assert old["said"].count("by its score alone") == 2


def test_what_nobody_accepted_is_found_set_back_and_on_no_page(mended: dict[str, Any]) -> None:
    before, mending, after = mended["said"]
    assert (before.returncode, mending.returncode, after.returncode) == (1, 0, 0), mending.stdout + mending.stderr
    assert f"Willa Thorne, “{TITLE}”" in before.stdout
    assert [line for line in mending.stdout.splitlines()[:-1] if not line.endswith(": set back")] == []
    with tempfile.TemporaryDirectory() as folder:
        pages = run(mended["url"], "-m", "tests.civictrack.crawl", folder, "/en/").stdout.splitlines()
        public = {path.name: path.read_text() for path in Path(folder).iterdir() if path.name.startswith("%2Fen")}
    assert len(pages) > 50
    assert "Willa Thorne" in "".join(public.values())
    # The sentence itself is the story's, and stands as it was printed.
    said = {name: page.replace(f"{TITLE} Willa Thorne said.", "") for name, page in public.items()}
    assert [name for name, page in said.items() if HEADLINE in page or TITLE in page] == []
    with psycopg.connect(mended["url"]) as connection:
        told = connection.execute("SELECT affiliation FROM stories_quote WHERE id = 53").fetchall()
    assert told == [("",)]


def test_every_story_that_somebody_took_something_from_is_still_public(
    crawled: subprocess.CompletedProcess[str],
) -> None:
    """A story that ran in several outlets was taken from once: its copies follow."""
    pages = crawled.stdout.splitlines()
    stories = {line.split("/")[-2] for line in pages if line.startswith("200 /en/stories/")}
    assert stories == {str(pk) for pk in (*range(2, 15), 17)}


def test_migrating_twice_changes_nothing(old: dict[str, Any]) -> None:
    assert "No migrations to apply" in run(old["url"], "manage.py", "migrate").stdout


def test_reading_its_stories_again_proposes_nothing_that_was_proposed_before(old: dict[str, Any]) -> None:
    done = run(old["url"], "-m", "tests.civictrack.reread")
    lines = done.stdout.splitlines()
    assert len(lines) > 20, done.stderr
    assert [line for line in lines if line.startswith("again")] == []


def test_what_was_decided_before_effects_were_logged_can_be_undone(old: dict[str, Any]) -> None:
    done = run(old["url"], "-m", "tests.civictrack.undo")
    *refused, last = done.stdout.splitlines() or [done.stderr]
    assert last == "undone 122", done.stderr
    # A date that was changed by hand, whose change the log did not hold in full; and somebody of a roll call.
    assert [line.split(":")[0] for line in refused] == ["refused edit", "refused accept"]
