"""What was backed up is there again, to the last row; what must not be restored is refused with a sentence."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from django.utils import timezone

from civictrack.backups import BackupError, removals
from civictrack.backups.make import back_up
from civictrack.backups.manifest import Manifest
from civictrack.backups.restore import Restore
from officials.models import Person
from stories import curation
from stories.models import Article
from tests.civictrack.backups import town
from tests.civictrack.test_embedded import enterable
from votes.alerts import barred, forget
from votes.models import Subscriber

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """The folder of the backups."""
    settings.BACKUP_DIR = str(enterable(tmp_path) / "backups")
    return Path(settings.BACKUP_DIR)


def restore(backup: Path, *options: str, **environment: str) -> str:
    """What `manage.py restore` says, which must go well."""
    named = {**town.of_the_test(), "BACKUP_DIR": str(backup.parent), **environment}
    done = town.run(named, "manage.py", "restore", str(backup), *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refusal(backup: Path, **fields: Any) -> str:
    """Why a backup can't be restored into the test's own database."""
    said: list[str] = []
    with pytest.raises(BackupError) as refused:
        Restore(backup, timezone.now(), said.append, **fields).carry_out()
    assert said == []
    return str(refused.value)


def test_all_rows_numbers_rules_pages_and_searches_are_as_they_were(folder: Path) -> None:
    town.build()
    backup = back_up(folder, timezone.now())
    assert "is not empty" in refusal(backup)
    with town.another_database("restored") as url:
        said = restore(backup, DATABASE_URL=url)
        assert "Mail to readers waits" in said
        assert "Nothing had been removed since" in said
        before, after = town.told("rows", "pages"), town.told("rows", "pages", DATABASE_URL=url)
        assert len(before[0]) > 60
        assert after[0] == before[0]
        assert [address for address in before[1] if "Not found" in before[1][address]] == []
        assert after[1] == before[1]
        with psycopg.connect(url, autocommit=True) as there:
            new = (
                "INSERT INTO officials_alias (person_id, name) SELECT max(id), 'New' FROM officials_person RETURNING id"
            )
            row = there.execute(new).fetchone()
            highest = there.execute("SELECT max(id) FROM officials_alias WHERE name <> 'New'").fetchone()
            assert row
            assert highest
            assert row[0] > highest[0]
            with pytest.raises(psycopg.Error, match="only"):
                there.execute("UPDATE stories_articleversion SET text = 'another'")
    _what_is_refused(backup)


def _what_is_refused(backup: Path) -> None:
    dump, manifest = backup / "database.dump", backup / "manifest.json"
    whole, said = dump.read_bytes(), json.loads(manifest.read_text())
    for damaged in (whole[:-100], whole[:500] + b"x" + whole[501:], b""):
        dump.write_bytes(damaged)
        assert "checksum differs" in refusal(backup, over=True)
    dump.write_bytes(whole)
    newer = {**said, "migrations": {**said["migrations"], "stories": [*said["migrations"]["stories"], "9999_later"]}}
    for wrong, why in (
        (newer, "newer version"), ({**said, "format": 2}, "another version"), ({"format": 1}, "damaged"),
        ({**said, "made_at": "noon"}, "damaged"), ({**said, "files": {"database.dump": 1}}, "damaged"), ([], "damaged"),
    ):  # fmt: skip
        manifest.write_text(json.dumps(wrong))
        assert why in refusal(backup, over=True)
    manifest.unlink()
    assert "is no backup" in refusal(backup, over=True)


def test_an_encrypted_backup_is_restored_into_an_empty_folder_by_its_key_alone(
    folder: Path, tmp_path: Path, settings: Any
) -> None:
    town.build()
    key = pyrage.x25519.Identity.generate()
    mine, others = tmp_path / "key.txt", tmp_path / "other.txt"
    mine.write_text(f"# made by age-keygen\n{key}\n")
    others.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    settings.BACKUP_AGE_RECIPIENT = [str(key.to_public())]
    backup = back_up(folder, timezone.now())
    assert {path.name for path in backup.iterdir()} == {"manifest.json", "database.dump.age", "secret-key.age"}
    assert not [path for path in backup.iterdir() if b"Gull Cove" in path.read_bytes()]
    assert "--identity" in refusal(backup, over=True)
    assert "no secret key of age" in refusal(backup, over=True, identity=backup / "manifest.json")
    var = tmp_path / "new"
    var.mkdir(mode=0o755)
    bare = {"DATABASE_URL": "", "REDIS_URL": "", "CIVICTRACK_VAR": str(var), "SECRET_KEY": ""}
    with town.servers_of(bare):
        named = {**town.of_the_test(), **bare}
        wrong = town.run(named, "manage.py", "restore", str(backup), "--identity", str(others))
        assert "for another key" in wrong.stderr
        said = restore(backup, "--identity", str(mine), "--mail-goes-on", **bare)
        assert "secret key into" in said
        assert (var / "secret-key").read_text() == settings.SECRET_KEY
        (after,) = town.told("rows", **bare)
    assert after == town.restored_as(town.of_the_test()["DATABASE_URL"])


@pytest.mark.parametrize(("key_in_it", "where"), [(True, "It is in the backup"), (False, "as it was set by hand")])
def test_where_the_secret_key_is_another_one_it_is_said_what_to_set(
    tmp_path: Path, settings: Any, key_in_it: bool, where: str
) -> None:
    files: dict[str, dict[str, Any]] = {"secret-key": {}} if key_in_it else {}
    then = Manifest("2026-03-10T15:00:00+00:00", "1", "18", {}, {}, {}, "of another key", files=files)
    settings.SECRET_KEY, said = "set by hand", []
    Restore(tmp_path, timezone.now(), said.append)._restore_key(then)
    assert len(said) == 1
    assert "SECRET_KEY_FALLBACKS" in said[0]
    assert where in said[0]


def test_what_was_removed_since_is_removed_again_and_only_once(folder: Path) -> None:
    by = town.build()
    backup, now = back_up(folder, timezone.now()), timezone.now() + timedelta(minutes=5)
    merged = Person.objects.filter(name="I. Brandt").get()
    kept = Person.objects.get(name="Ida Brand")
    with suppress(curation.CurationError):
        curation.merge(merged.pk, kept.pk, by, now, "one and the same")
    curation.redact_person(Person.objects.get(name="Ona Firth"), by, now, "Ona Firth is a minor")
    curation.redact_person(kept, by, now, "asked for")
    first, second = Subscriber.objects.order_by("pk")[:2]
    forget.erase(first, now)
    barred.bar(second, now)
    story = Article.objects.latest("pk")
    curation.withdraw(story, "Ona Firth asked for it", True, by, now)
    removals.copy_new(now)
    journal = removals.path().read_text()
    assert "Firth" not in journal
    assert "@" not in journal
    with town.another_database("removed") as url:
        said = restore(backup, DATABASE_URL=url)
        assert "barred addresses: 1, people: 3, readers: 2, withdrawn stories: 1" in said
        assert town.held_by(url)["votes_barred"] == town.held_by(town.of_the_test()["DATABASE_URL"])["votes_barred"]
        with psycopg.connect(url) as there:
            names = there.execute("SELECT name FROM officials_person WHERE redacted_at IS NULL").fetchall()
            assert names
            assert not {"Ona Firth", "Ida Brand", "I. Brandt"} & {name for (name,) in names}
            texts = there.execute("SELECT string_agg(t::text, '') FROM stories_articleversion t").fetchone()
            assert texts
            assert "Firth" not in texts[0]
            assert there.execute("SELECT email FROM votes_subscriber WHERE email <> ''").fetchall() == []
            withdrawn = there.execute("SELECT article_id, show FROM stories_withdrawal").fetchall()
            assert withdrawn == [(story.pk, True)]
        once = town.held_by(url)
        assert "people: 3" in restore(backup, "--over", DATABASE_URL=url)
        again = town.held_by(url)
        alike = {"votes_barred", "votes_subscriber", "officials_person", "stories_withdrawal", "stories_articleversion"}
        erased = {"votes_subscriber"}  # what opens their pages is drawn anew
        assert {table: again[table] for table in alike - erased} == {table: once[table] for table in alike - erased}
