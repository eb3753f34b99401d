"""What a backup says of itself. What is refused: test_restore.py."""

from pathlib import Path

import pytest
from django.db import connection

from civictrack.backups.manifest import Manifest, applied_migrations, key_mark, read, rows_of_tables
from tests.factories import make_person


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = Manifest("2026-03-10T15:00:00+00:00", "1", "18.1", {"stories": ["0001"]}, {"t": 2}, {"person": 1}, "k")
    manifest.write(tmp_path)
    assert read(tmp_path) == manifest


def test_a_key_is_known_again_by_its_mark_which_does_not_say_it(settings: object) -> None:
    first = key_mark()
    assert key_mark() == first
    assert first not in settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert key_mark() != first


@pytest.mark.django_db
def test_every_table_is_counted_and_every_migration_named() -> None:
    make_person()
    assert rows_of_tables()["officials_person"] == 1
    assert set(rows_of_tables()) == set(connection.introspection.table_names())
    assert applied_migrations()["officials"][0] == "0001_initial"
