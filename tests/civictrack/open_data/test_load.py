"""Files of one instance make the same record in an empty one; a bad row is named, and then nothing is taken in."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from civictrack.open_data.kinds import KINDS
from officials.models import Alias, Place
from stories.models import Finding
from tests.civictrack.backups import town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty() -> Callable[[], None]:
    """What takes everything out of the test's database."""

    def truncate() -> None:
        tables = ", ".join(
            f'"{name}"' for name in connection.introspection.table_names() if name != "django_migrations"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        User.objects.create_user("rosa")

    return truncate


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(folder: Path, name: str, how: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change a file's rows, and its checksum with it."""
    rows = json.loads((folder / name).read_text())
    how(rows)
    (folder / name).write_text(json.dumps(rows))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_what_was_exported_and_taken_in_is_exported_the_same(tmp_path: Path, empty: Callable[[], None]) -> None:
    town.build()
    first, second = tmp_path / "first", tmp_path / "second"
    call_command("export_data", str(first))
    with pytest.raises(CommandError, match="records here already"):
        call_command("import_data", str(first), by="una")
    before = files(first)
    filled = [name for name in KINDS if len(json.loads(before[f"{name}.json"])) > 0]
    assert set(KINDS) - set(filled) <= {"replies", "ballots"}
    empty()
    with pytest.raises(CommandError, match="no account"):
        call_command("import_data", str(first), by="nobody")
    call_command("import_data", str(first), by="rosa")
    call_command("export_data", str(second))
    assert files(second) == before
    assert Finding.objects.filter(actions__by__username="rosa").count() == Finding.objects.count() > 5
    assert Place.objects.create(name="New", slug="new").pk > max(row["id"] for row in json.loads(before["places.json"]))
    assert not Alias.objects.exists()


BAD: tuple[tuple[str, Callable[[list[dict[str, Any]]], object], str], ...] = (
    ("places.json", lambda rows: rows[0].update(name=7), "row 1 .*name must be of the type “text”"),
    ("places.json", lambda rows: rows[0].update(secret="x"), "exactly the columns"),
    ("places.json", lambda rows: rows[0].update(id=True), "and a number"),
    ("places.json", lambda rows: rows[0].update(kind="moon"), "kind: .*moon"),
    ("places.json", lambda rows: rows[0].update(name="x" * 201), "name: .*200"),
    ("places.json", lambda rows: rows[0].update(name="a\x00b"), "name must be"),
    ("places.json", lambda rows: rows.append(rows[0]), "stands twice"),
    ("votes.json", lambda rows: rows[0].update(issue=999_999), "issue names number 999999 of issues"),
    ("votes.json", lambda rows: rows[0].update(earliest="soon"), "earliest must be of the type “day”"),
    ("votes.json", lambda rows: rows[0].update(earliest="2026-03-02", latest="2026-03-01"), r"id \d+: .*vote_window"),
    ("votes.json", lambda rows: rows[0].update(disposes_of=rows[0]["id"]), r"id \d+: .*vote_disposes_of"),
    ("claims.json", lambda rows: rows[0].update(sentence="word " * 31), "30 words at most"),
    ("claims.json", lambda rows: rows[0].update(kind="event"), "of one event"),
    ("claims.json", lambda rows: rows[0].update(says={"speaker": "Ona"}), "may not have “speaker”"),
    ("claims.json", lambda rows: rows[0].update(says={"earliest": "soon"}), "days and hours"),
    ("stories.json", lambda rows: rows[0].update(characters=10**12), "characters must be from"),
    ("claims.json", lambda rows: rows[0].update(says=[]), "says must be of the type “object”"),
    ("issues.json", lambda rows: rows[0].update(published_at="2026-03-10T10:00:00"), "type “moment”"),
    ("bodies.json", lambda rows: rows[0].update(parents=["x"]), "type “references”"),
)


def test_a_bad_row_is_named_and_nothing_is_taken_in(tmp_path: Path, empty: Callable[[], None]) -> None:
    town.build()
    good = tmp_path / "good"
    call_command("export_data", str(good))
    empty()
    whole = files(good)
    for name, how, why in BAD:
        for known, words in whole.items():
            (good / known).write_bytes(words)
        change(good, name, how)
        with pytest.raises(CommandError, match=why):
            call_command("import_data", str(good), by="rosa")
        assert not any(kind.model._base_manager.exists() for kind in KINDS.values())
    (good / "votes.json").write_text("[]")
    with pytest.raises(CommandError, match=r"votes.json is not what was exported"):
        call_command("import_data", str(good), by="rosa")
    for words in ("", "[]", "{}", '{"format": 2}'):
        (good / "manifest.json").write_text(words)
        with pytest.raises(CommandError, match=r"no export|another version"):
            call_command("import_data", str(good), by="rosa")
