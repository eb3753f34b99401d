"""How the backups stand is known to processes that do not see where they lie."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from redis import Redis

from civictrack.backups import standing
from civictrack.backups.manifest import Manifest, sha256_of
from civictrack.backups.standing import KEPT, note, told
from tests.civictrack.backups.test_keep import NOON
from votes import valkey


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    Redis.from_url(project.REDIS_URL).delete(KEPT)
    yield
    Redis.from_url(project.REDIS_URL).delete(KEPT)


def make(folder: Path, moment: datetime) -> Path:
    """A backup of one small file."""
    path = folder / f"civictrack-{moment:%Y-%m-%dT%H%M%SZ}"
    path.mkdir(parents=True)
    (path / "database.dump").write_text("the rows")
    files = {"database.dump": {"sha256": sha256_of(path / "database.dump"), "bytes": 8}}
    Manifest(moment.isoformat(), "1", "18", {}, {}, {}, "", files=files).write(path)
    return path


def test_the_newests_age_is_told_and_of_none_how_long_it_is_waited_for(tmp_path: Path) -> None:
    assert (told(), standing.is_off()) == (None, False)
    note(tmp_path, NOON, "The disk is full.")
    note(tmp_path, NOON + timedelta(hours=40), "The disk is full.")
    said = told()
    assert said
    assert (said.problem, said.age(NOON + timedelta(hours=41)) > standing.OLDEST) == ("The disk is full.", True)
    make(tmp_path, NOON - timedelta(days=3))
    make(tmp_path, NOON - timedelta(days=1))
    note(tmp_path, NOON)
    said = told()
    assert said
    assert (said.problem, said.age(NOON)) == ("", timedelta(days=1))


def test_where_none_are_wanted_nothing_is_told(tmp_path: Path) -> None:
    note(tmp_path, NOON)
    note(None, NOON)
    assert (told(), standing.is_off()) == (None, True)


def test_a_newest_that_is_not_what_was_written_is_told_until_there_is_another(tmp_path: Path) -> None:
    (make(tmp_path, NOON - timedelta(days=1)) / "database.dump").write_text("the r0ws")
    for _ in range(2):
        note(tmp_path, NOON)
        said = told()
        assert said
        assert "its checksum differs" in said.problem
    make(tmp_path, NOON - timedelta(days=0))
    note(tmp_path, NOON)
    said = told()
    assert said
    assert said.problem == ""


@pytest.mark.parametrize("kept", ["nonsense", "[]", '{"since": "yesterday"}', '{"since": "2026-01-01", "more": 1}'])
def test_what_stands_in_valkey_and_is_none_of_ours_breaks_nothing(kept: str) -> None:
    Redis.from_url(project.REDIS_URL).set(KEPT, kept)
    assert told() is None
