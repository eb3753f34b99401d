"""Starts the demo's processes, watches them, and ends every one of them."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil


@dataclass
class Supervisor:
    """Each process runs in a session of its own, so that Ctrl-C reaches only us and we end them in order.

    Their ids are kept in `folder`: should we be killed outright, the next start ends what was left behind.
    """

    folder: Path
    environment: Mapping[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start a process under this name, its output in `<name>.log`."""
        log = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen(
            command, env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        log.close()
        self.processes[name] = process
        started = psutil.Process(process.pid).create_time()
        (self.folder / f"{name}.pid").write_text(f"{process.pid} {started}")

    def fallen(self) -> str | None:
        """Return the name of a process that ended by itself, or None."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """End all, the last started first: politely, then for good."""
        for process in reversed(self.processes.values()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + 15
        for name, process in self.processes.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            (self.folder / f"{name}.pid").unlink(missing_ok=True)
        self.processes.clear()

    def end_leftovers(self) -> None:
        """End what a killed demo left running; a process id that is somebody else's by now is left alone."""
        for path in self.folder.glob("*.pid"):
            with contextlib.suppress(ValueError, psutil.Error, OSError):
                pid, started = path.read_text().split()
                process = psutil.Process(int(pid))
                if abs(process.create_time() - float(started)) < 1:
                    os.killpg(process.pid, signal.SIGKILL)
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[IO[str]]:
    """Refuse to run twice on one folder."""
    try:
        handle = _locked(folder / "running")
    except OSError:
        sys.exit("The demo runs already, in another terminal. Its addresses are printed there.")
    with handle:
        yield handle


# Locks on the ports that are ours until this process ends: the servers bind them seconds after they were chosen.
_port_locks: list[IO[str]] = []


def take_port(wanted: int) -> int:
    """Return the wanted port, or another one that is free and that no other demo has chosen."""
    for port in (wanted, *[0] * 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                number = int(probe.getsockname()[1])
                _port_locks.append(_locked(Path(tempfile.gettempdir()) / f"civictrack-port-{number}"))
                return number
    sys.exit("No loopback port is free; end some other server and try again.")


def _locked(path: Path) -> IO[str]:
    """Return the file, open and locked; OSError where another process, or another user's, holds it."""
    handle = path.open("a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise
    return handle
