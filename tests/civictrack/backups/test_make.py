"""A backup is whole under its name, or is not there at all; no password stands in a list of processes."""

import hashlib
import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import civictrack
from civictrack.backups import BackupError, make
from civictrack.backups.make import back_up
from stories.models import Snapshot
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: writing more fails, as on a disk that is full."""
    import signal

    before, how = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, how)


def test_a_backup_says_what_is_in_it_and_names_nobody(tmp_path: Path) -> None:
    make_person("Ona Firth")
    made = back_up(tmp_path / "backups", NOW)
    assert made.name == "civictrack-2026-03-10T150000Z"
    words = (made / "manifest.json").read_text()
    said = json.loads(words)
    assert (said["program"], said["rows"]["officials_person"]) == (civictrack.VERSION, 1)
    assert "stories" in said["migrations"]
    assert "Firth" not in words
    for name, known in said["files"].items():
        content = (made / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (known["sha256"], known["bytes"])
        assert (made / name).stat().st_mode & 0o077 == 0
    with pytest.raises(BackupError, match="there already"):
        back_up(made.parent, NOW)


@pytest.mark.parametrize("recipient", [None, "age1"])
def test_a_full_disk_ends_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, settings: Any, recipient: str | None
) -> None:
    import pyrage

    if recipient:
        settings.BACKUP_AGE_RECIPIENT = [str(pyrage.x25519.Identity.generate().to_public())]
    Snapshot.objects.create(sha256="2", url="https://x.example", body=os.urandom(600_000), fetched_at=NOW)
    with full_disk(200_000), pytest.raises(CommandError, match="make room"):
        call_command("backup", to=tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_what_a_killed_backup_left_is_no_backup_and_goes(tmp_path: Path) -> None:
    left = tmp_path / ".partial-civictrack-2026-03-09T150000Z"
    left.mkdir()
    (left / "database.dump").write_bytes(b"half")
    made = back_up(tmp_path, NOW)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", made.name}


def test_a_second_backup_at_the_same_time_waits_for_its_turn(tmp_path: Path) -> None:
    with make._alone(tmp_path), pytest.raises(BackupError, match="Another backup"):
        back_up(tmp_path, NOW)


def test_where_to_must_be_said(settings: Any) -> None:
    settings.BACKUP_DIR = ""
    with pytest.raises(CommandError, match="BACKUP_DIR"):
        call_command("backup")
