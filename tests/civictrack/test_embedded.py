"""The private servers: started on demand, shared, stopped by the last one, and back after any crash."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, sys
from civictrack import embedded
embedded.ensure()
import psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
    connection.execute("INSERT INTO kept VALUES (1)")
    rows = connection.execute("SELECT count(*) FROM kept").fetchone()[0]
assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
print(rows, flush=True)
sys.stdin.readline()
"""


class User:
    """A process that uses the servers of one folder until told to go."""

    def __init__(self, var: Path) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=ROOT, env={**environment, "CIVICTRACK_VAR": str(var)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.rows = int(self.process.stdout.readline())

    def go(self) -> None:
        self.process.communicate("\n", timeout=PATIENCE)
        assert self.process.returncode == 0


def servers(var: Path) -> list[psutil.Process]:
    """The running servers of a folder, by their pid files."""
    found = []
    for path in (var / "embedded/postgres/postmaster.pid", var / "embedded/valkey/valkey.pid"):
        if path.exists() and psutil.pid_exists(pid := int(path.read_text().split()[0])):
            found.append(psutil.Process(pid))
    return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]


def enterable(folder: Path) -> Path:
    """PostgreSQL runs as a user of its own where we are root, and must get into the folder."""
    for parent in (folder, folder.parent, folder.parent.parent):
        parent.chmod(0o755)
    return folder


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return enterable(tmp_path)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose servers ran once and were stopped."""
    folder = enterable(tmp_path_factory.mktemp("stopped"))
    User(folder).go()
    return folder


@pytest.fixture
def used_var(stopped: Path, var: Path) -> Path:
    """A copy of it with all owners and times, as making the servers anew takes longest."""
    subprocess.run(["cp", "-a", str(stopped / "embedded"), str(var)], check=True)
    return var


def test_servers_start_by_themselves_and_the_last_user_stops_them(var: Path) -> None:
    first = User(var)
    second = User(var)
    assert (first.rows, second.rows) == (1, 2)
    first.go()
    assert len(servers(var)) == 2
    second.go()
    assert servers(var) == []


def test_what_was_stored_is_there_at_the_next_start(stopped: Path) -> None:
    again = User(stopped)
    assert again.rows == 2
    again.go()


def test_a_crash_of_everything_blocks_nothing(used_var: Path) -> None:
    first = User(used_var)
    running = servers(used_var)
    assert len(running) == 2
    everything = [*running, *(child for process in running for child in process.children(recursive=True))]
    first.process.kill()
    for process in everything:
        with suppress(psutil.NoSuchProcess):  # some end by themselves when their parent does
            process.kill()
    assert psutil.wait_procs(everything, timeout=PATIENCE)[1] == []
    first.process.wait()
    again = User(used_var)
    assert again.rows == first.rows + 1
    again.go()
    assert servers(used_var) == []


def test_a_killed_user_does_not_keep_the_servers_running_for_ever(used_var: Path) -> None:
    killed = User(used_var)
    killed.process.kill()
    killed.process.wait()
    User(used_var).go()
    assert servers(used_var) == []


def test_a_path_too_long_for_a_socket_is_no_obstacle(var: Path) -> None:
    deep = var / ("long-" * 30)
    deep.mkdir()
    User(deep).go()


def test_named_servers_are_used_and_none_started(var: Path) -> None:
    code = "from civictrack import embedded; embedded.ensure()"
    environment = {**os.environ, "CIVICTRACK_VAR": str(var), "DATABASE_URL": "postgres://x/y", "REDIS_URL": "redis://x"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    assert not (var / "embedded").exists()
