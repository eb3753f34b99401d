"""PostgreSQL's own programs are new enough for the server, and no list of processes shows a password."""

import os
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from civictrack.backups import BackupError, programs
from tests.civictrack.backups import town

pytestmark = pytest.mark.django_db(transaction=True)


def pretend(folder: Path, version: str) -> None:
    """Put programs there that say they are of this version."""
    folder.mkdir()
    for name in programs.NAMES:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)


def test_the_oldest_programs_that_are_new_enough_are_taken_wherever_they_are(tmp_path: Path, monkeypatch: Any) -> None:
    own = programs.folder()
    needed = programs.server_version()
    for name, version in (
        ("old", "9.6.24"),
        ("older", f"{needed - 1}.2"),
        ("newer", f"{needed + 1}beta1"),
        ("odd", "x"),
    ):
        pretend(tmp_path / name, version)
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, [*tmp_path.iterdir(), *os.environ["PATH"].split(os.pathsep)])))
    assert programs.folder() == own
    pretend(tmp_path / "same", f"{needed}.1 (Debian {needed}.1-1)")
    monkeypatch.setenv("PATH", f"{tmp_path / 'same'}{os.pathsep}{os.environ['PATH']}")
    assert programs.folder() == tmp_path / "same"


def test_without_any_it_is_said_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.setattr(programs, "server_version", lambda: 99)
    with pytest.raises(BackupError, match="PostgreSQL 99 or newer"):
        programs.folder()


def test_a_password_is_on_no_command_line(monkeypatch: Any) -> None:
    """The server of the tests asks for none; it is handed on all the same."""
    programs.leave()
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "pass word'1")
    with programs.Program("pg_dump", "--format=custom", connects=True) as dump:
        running = psutil.Process(dump.process.pid)
        line, environment = running.cmdline(), running.environ()
    words = " ".join(line)
    assert connection.settings_dict["NAME"] in words
    named = set(conninfo_to_dict(line[-1]))
    set_by_us = {"dbname", "host", "port", "user", *connection.settings_dict["OPTIONS"]}
    assert named <= set_by_us, "other words may be too new for the server's own programs"
    assert "pass word" not in words
    assert environment["PGPASSWORD"] == "pass word'1"
    programs.leave()


def test_what_fails_while_it_is_loaded_leaves_the_database_as_it_was() -> None:
    """Half a dump, and one that is none: neither empties the database that it was to replace."""
    before = town.held_by(town.of_the_test()["DATABASE_URL"])
    whole: list[bytes] = []
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        programs.dump(cursor.fetchone()[0], lambda source: whole.append(source.read()))
        cursor.execute("ROLLBACK")
    connection.close()
    for damaged in (whole[0][: len(whole[0]) // 2], b"", b"not a dump at all, but long enough to be read as one"):
        with pytest.raises(BackupError, match="pg_restore failed"):
            programs.load(lambda pipe, damaged=damaged: pipe.write(damaged), empty=True)
    with pytest.raises(BackupError, match="psql failed"):
        programs.load(lambda pipe: pipe.write(whole[0]), empty=False)  # the tables are there already
    assert town.held_by(town.of_the_test()["DATABASE_URL"]) == before
