"""The running stack, one for all tests of this folder, and this process's own way to its records."""

import logging
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection
from environs import Env
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import leave
from tests.faults.scripted import ScriptedServer
from tests.production.stack import Stack, running
from tests.production.town import Town

DISK_BYTES = 3_000_000_000
# What the mail server says of each line it is sent.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """No test database: the stack has its own."""


class Disk:
    """A file system of its own in a file, where we may mount one; else a folder. `is_real` says which."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        with image.open("wb") as file:
            file.truncate(DISK_BYTES)
        made = subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], capture_output=True, check=False)
        self.is_real = made.returncode == 0 and self._mount()
        folder.chmod(0o755)

    def _mount(self) -> bool:
        command = ["mount", "-o", "loop", self.image, self.folder]
        return not subprocess.run(command, capture_output=True, check=False).returncode

    def break_off(self) -> None:
        """From now on it can only be read, as after an error of the disk."""
        subprocess.run(["mount", "-o", "remount,abort", self.folder], check=True)

    def mend(self) -> None:
        """As an operator does, with everything stopped."""
        self.unmount()
        done = subprocess.run(["e2fsck", "-fy", self.image], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stdout
        assert self._mount()

    def unmount(self) -> None:
        if self.is_real:
            subprocess.run(["umount", self.folder], check=True)


@contextmanager
def enterable_folder() -> Iterator[Path]:
    """A new folder, gone at the end. PostgreSQL, another user where we are root, must get into it; pytest closes its
    own folders to others whenever another run begins.
    """
    with TemporaryDirectory(prefix="civictrack-production-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def disk() -> Iterator[Disk]:
    with enterable_folder() as place:
        (place / "disk").mkdir()
        disk = Disk(place / "image", place / "disk")
        yield disk
        disk.unmount()


@contextmanager
def asking(stack: Stack) -> Iterator[None]:
    """This process asks the stack's database, too."""
    leave()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(Env().dj_db_url("-", default=stack.database) | {"OPTIONS": {}})
    connection.settings_dict["CONN_HEALTH_CHECKS"] = True
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def mail() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="session")
def town(
    disk: Disk, mail: ScriptedServer, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Town]:
    """A town that goes on living from test to test: what was acknowledged in one must stand in the last."""
    logs = tmp_path_factory.mktemp("logs")
    with Town.sites() as sites:
        more = {
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "FETCH_LOOPBACK_PORTS": ",".join(str(site.port) for site in sites),
            "FETCH_HOST_SPACING_SECONDS": "0.05",
            "FETCH_DEADLINE_SECONDS": "3",
            "LOG_FORMAT": "json",
        }
        with running(disk.folder, logs, more) as stack, asking(stack), django_db_blocker.unblock():
            yield Town(stack, mail, sites)
