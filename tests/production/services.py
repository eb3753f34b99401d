"""What systemd does, in small: runs the programs that `docs/systemd` names, and starts again whatever ends."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.faults.test_rolling import HAND_ON
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "docs" / "systemd"
PROGRAMS = "/opt/civictrack/.venv/bin/"
# A unit rests for five seconds before it is started again; tests have no time for that.
REST_SECONDS = 1.0
# The units' TimeoutStopSec.
STOP_SECONDS = 40.0


def units() -> dict[str, list[str]]:
    """Return what the target wants, by name (`web`, `worker@mail`), and each one's command."""
    commands = {}
    for name in " ".join(_values("civictrack.target", "Wants")).split():
        kind, _, queue = name.removeprefix("civictrack-").removesuffix(".service").partition("@")
        [line] = _values(f"civictrack-{kind}@.service" if queue else f"civictrack-{kind}.service", "ExecStart")
        program, *arguments = shlex.split(line.replace("%i", queue))
        module = program.removeprefix(PROGRAMS)
        own = [sys.executable] if module == "python" else [sys.executable, "-m", module]
        commands[f"{kind}@{queue}" if queue else kind] = [*own, *arguments]
    return commands


def _values(unit: str, key: str) -> list[str]:
    lines = (UNITS / unit).read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


def example_settings() -> dict[str, str]:
    """Return the settings that the example of `/etc/civictrack/env` has."""
    lines = (UNITS / "env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _, value in pairs}


@dataclass
class Service:
    """A program with its log; `starts` are the moments at which it was started. What listens for it is handed on to it,
    and stays when it ends: whoever comes meanwhile waits.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    user: str | None = None
    listening: socket.socket | None = None
    process: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        handed = [self.listening.fileno()] if self.listening else []
        hand_on = [sys.executable, "-c", HAND_ON, *map(str, handed)] if handed else []
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*hand_on, *self.command], cwd=ROOT, env=dict(self.environment), user=self.user, pass_fds=handed,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.starts.append(time.monotonic())

    def processes(self) -> list[psutil.Process]:
        """Return all its processes that live, the first one first."""
        if self.process is None:
            return []
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            return [one for one in (first, *first.children(recursive=True)) if one.status() != psutil.STATUS_ZOMBIE]
        return []

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


class Services:
    """The services, in the order in which they are started; they end in the other one."""

    def __init__(self) -> None:
        self.all: dict[str, Service] = {}
        self._wanted: set[str] = set()
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def add(self, service: Service) -> None:
        self.all[service.name] = service

    def start(self, *names: str) -> None:
        """Start these, or all, unless they run."""
        with self._lock:
            for name in names or self.all:
                self._wanted.add(name)
                if not self._runs(name):
                    self.all[name].start()

    def stop(self, *names: str, how: signal.Signals | None = None) -> None:
        """End these, or all, as their units do, and what does not end is killed."""
        with self._lock:
            for name in reversed(names or [*self.all]):
                self._wanted.discard(name)
                if self._runs(name):
                    self._end(self.all[name], how)

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill the first process of a service; what it leaves behind is killed with it, as systemd's would be."""
        with self._lock:
            first, *others = self.all[name].processes()
            with suppress(psutil.NoSuchProcess):
                first.send_signal(how)
            if how == signal.SIGKILL:
                self._rest(others)

    def close(self) -> None:
        self._ended.set()
        self.stop(how=signal.SIGKILL)

    def _runs(self, name: str) -> bool:
        process = self.all[name].process
        return process is not None and process.poll() is None

    def _end(self, service: Service, how: signal.Signals | None) -> None:
        assert service.process
        others = service.processes()[1:]
        # PostgreSQL's fast shutdown; everything else takes SIGTERM as its own.
        service.process.send_signal(how or (signal.SIGINT if service.name == "postgres" else signal.SIGTERM))
        try:
            service.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:  # as Valkey, which won't end while it can't write
            service.process.kill()
            service.process.wait(PATIENCE)
        self._rest(others)

    def _rest(self, processes: list[psutil.Process]) -> None:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=PATIENCE)

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            with self._lock:
                for name in self._wanted:
                    service = self.all[name]
                    rested = not service.starts or time.monotonic() - service.starts[-1] > REST_SECONDS
                    if not self._runs(name) and rested:
                        service.start()


def own_environment() -> dict[str, str]:
    """Return what programs need of this process's environment: nothing that is a setting."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
