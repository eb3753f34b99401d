"""Real servers for every test: private ones of this run's own, unless the environment names some.

Loaded by `-p tests.servers`: before pytest-django reads the settings, which need the servers' addresses. Test
processes side by side share the servers; each has a database and a Redis number of its own. Two runs at once share
nothing, and nothing is left of a run for the next. With TESTS_DURABLE=yes PostgreSQL writes to the disk as in earnest.
"""

import atexit
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg

from civictrack import embedded

SERVERS = {"DATABASE_URL", "REDIS_URL", "CIVICTRACK_VAR"}


def forget_settings() -> None:
    """Tests say themselves what they set: what the shell or CI has set for a site of its own is not theirs."""
    code = (embedded.BASE / "civictrack" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code)) - SERVERS:
        os.environ.pop(name, None)


def folder_of_our_own() -> None:
    """A new folder for the servers, gone at the end; PostgreSQL, another user where we are root, must get into it."""
    folder = Path(tempfile.mkdtemp(prefix="civictrack-tests-"))
    folder.chmod(0o755)
    (folder / "static").mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["CIVICTRACK_VAR"] = str(folder)


def without_disk() -> None:
    """Nothing here has to outlive the machine, and waiting for a slow disk is what tests would do most."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")


def number_of_our_own(url: str, worker: str) -> str:
    """The Redis URL with a number for this test process."""
    plain, number = url.partition("?")[0], int(worker.removeprefix("gw")) + 1
    return f"{plain}?db={number}" if plain.startswith("unix:") else f"{plain.rsplit('/', 1)[0]}/{number}"


forget_settings()
ours = not os.environ.get("CIVICTRACK_VAR") and not os.environ.get("DATABASE_URL")
if ours:
    folder_of_our_own()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as on Ctrl-C: an end that leaves no servers behind
embedded.ensure()
if ours and os.environ.get("TESTS_DURABLE") != "yes":
    without_disk()
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["REDIS_URL"] = number_of_our_own(os.environ["REDIS_URL"], worker)
