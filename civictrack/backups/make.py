"""Making a backup: a folder that is whole under its name, or is not there."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from civictrack import VERSION
from civictrack.backups import BackupError, age, programs, removals
from civictrack.backups.manifest import CHUNK, Manifest, applied_migrations, key_mark, newest_numbers, rows_of_tables

PREFIX = "civictrack-"
PARTIAL = ".partial-"
DUMP = "database.dump"
KEY = "secret-key"
SNAPSHOT = "SELECT pg_export_snapshot(), current_setting('server_version')"


class BeingMade(BackupError):
    """Somebody else makes one in that folder just now."""


def back_up(folder: Path, now: datetime) -> Path:
    """Make a backup in the folder and return its own. Raises BackupError, and leaves nothing, where it can't."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _whole(folder, f"{PREFIX}{now:%Y-%m-%dT%H%M%SZ}", now)
    except OSError as error:
        raise BackupError(
            f"The backup could not be written to {folder}: {error.strerror or error}. Nothing of it was kept; make"
            " room, or name another folder with --to."
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one that makes a backup there."""
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingMade(f"Another backup is being made in {folder}; wait until it is done.") from None
        yield


def _whole(folder: Path, name: str, now: datetime) -> Path:
    """Fill a folder beside, and give it its name once all of it is on the disk."""
    for left in folder.glob(f"{PARTIAL}*"):  # of one that was killed
        shutil.rmtree(left)
    partial, whole = folder / f"{PARTIAL}{name}", folder / name
    if whole.exists():
        raise BackupError(f"{whole} is there already.")
    partial.mkdir(mode=0o700)
    try:
        _fill(partial, now)
        _sync(partial)
        partial.rename(whole)
        _sync(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return whole


def _fill(folder: Path, now: datetime) -> None:
    """Write the dump, the key and the manifest, all of one moment of the database."""
    journal = removals.mark_backup(folder.name.removeprefix(PARTIAL), now)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(SNAPSHOT)
        snapshot, server = cursor.fetchone()
        manifest = Manifest(
            made_at=now.isoformat(), program=VERSION, server=server, migrations=applied_migrations(),
            rows=rows_of_tables(), newest=newest_numbers(), key=key_mark(), journal=journal,
        )  # fmt: skip
        programs.dump(snapshot, lambda source: _write(folder, DUMP, source, manifest))
    if key := own_key():
        with key.open("rb") as source:
            _write(folder, KEY, source, manifest)
    manifest.write(folder)
    _sync(folder / "manifest.json")


def own_key() -> Path | None:
    """Return where the secret key is kept, if it is one that the program made for itself."""
    path = Path(settings.VAR_DIR) / KEY
    return path if path.exists() and path.read_text() == settings.SECRET_KEY else None


class _Sink:
    """A file that is written and digested at once; `error` is why writing failed, which a library may hide."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.digest, self.size = hashlib.sha256(), 0
        self.error: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._file.write(piece)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Have it on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def _write(folder: Path, name: str, source: IO[bytes], manifest: Manifest) -> None:
    """Write what the source gives, encrypted where the settings say for whom, and note it in the manifest."""
    name = f"{name}{age.ENDING}" if age.recipients() else name
    sink = _Sink(folder / name)
    try:
        if age.recipients():
            age.encrypt(source, sink)
        else:
            shutil.copyfileobj(source, sink, CHUNK)
        sink.close()
    except Exception:
        if sink.error:
            raise sink.error from None
        raise
    manifest.files[name] = {"sha256": sink.digest.hexdigest(), "bytes": sink.size}


def _sync(path: Path) -> None:
    """Have a file, or what a folder lists, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
