"""The journal says who was removed, by number and time, and loses nothing to a crash."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from civictrack.backups import removals
from civictrack.backups.removals import Line
from officials.models import Person
from stories import curation
from stories.models import Withdrawal
from tests.factories import NOW, make_account, make_article, make_person
from tests.votes.alerts.readers import make_reader
from votes.alerts import barred, forget
from votes.models import Barred, Merged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.BACKUP_DIR = str(tmp_path / "backups")
    return tmp_path / "backups"


def whats() -> list[tuple[str, object]]:
    return [(line.what, line.key) for line in removals.read(removals.path()).lines]


def test_each_removal_is_noted_once_with_what_doing_it_again_needs() -> None:
    by, person, gone, story = make_account(), make_person("Ona Firth"), make_person("Ona Frith"), make_article("Text.")
    kept = make_article("Ona Firth was there.")
    curation.merge(gone.pk, person.pk, by, NOW, "one and the same")
    curation.redact_person(Person.objects.get(), by, NOW, "Ona Firth is a minor", keep=[kept.pk])
    erased, shut_out = make_reader(), make_reader()
    forget.erase(erased, NOW + timedelta(seconds=1))
    barred.bar(shut_out, NOW + timedelta(seconds=2))
    curation.withdraw(story, "it was made up by Ona Firth", False, by, NOW + timedelta(seconds=3))
    assert removals.copy_new(NOW) == 5
    assert removals.copy_new(NOW) == 0
    lines = {line.what: line for line in removals.read(removals.path()).lines}
    assert lines["person"] == Line(
        "person", person.pk, NOW.isoformat(),
        {"also": [gone.pk], "keep": [kept.pk], "by": by.pk, "in": removals.database()},
    )  # fmt: skip
    assert lines["barred"].key == Barred.objects.get().digest
    assert (lines["story"].key, lines["story"].more) == (
        story.pk,
        {"show": False, "by": by.pk, "in": removals.database()},
    )
    words = removals.path().read_text()
    assert "Firth" not in words
    assert "@" not in words
    assert removals.path().stat().st_mode & 0o077 == 0
    assert Merged.objects.exists()


def test_what_is_taken_back_is_noted_too_and_may_come_again() -> None:
    by, story, reader = make_account(), make_article("Text."), make_reader()
    address = reader.email
    done = curation.withdraw(story, "made up", True, by, NOW)
    barred.bar(reader, NOW)
    removals.copy_new(NOW)
    curation.undo(done.pk, by, NOW)
    assert barred.let_in(address)
    removals.copy_new(NOW + timedelta(minutes=1))
    assert removals.copy_new(NOW + timedelta(minutes=2)) == 0
    curation.withdraw(story, "made up after all", True, by, NOW + timedelta(minutes=3))
    removals.copy_new(NOW + timedelta(minutes=4))
    assert [what for what, _ in whats() if what in ("story", "brought_back")] == ["story", "brought_back", "story"]
    assert [what for what, _ in whats() if what in ("barred", "let_in")] == ["barred", "let_in"]
    assert Withdrawal.objects.exists()


def test_a_line_that_a_crash_tore_is_written_again(folder: Path) -> None:
    forget.erase(make_reader(), NOW)
    removals.copy_new(NOW)
    whole = removals.path().read_bytes()
    removals.path().write_bytes(whole[:-9])
    assert removals.read(removals.path()).torn == 1
    assert removals.copy_new(NOW) == 1
    journal = removals.read(removals.path())
    assert (len(journal.lines), journal.torn) == (1, 1)
    removals.path().write_bytes(b'{"what": 1}\n[]\nnull\n\xff\n{"what": "reader", "key": 1.5, "at": "x"}\n' + whole)
    assert (len(removals.read(removals.path()).lines), removals.read(removals.path()).torn) == (1, 5)


def test_nothing_is_noted_while_a_backup_is_restored() -> None:
    forget.erase(make_reader(), NOW)
    with removals.held(), pytest.raises(removals.Busy):
        removals.copy_new(NOW)
    assert removals.copy_new(NOW) == 1


def test_nothing_is_noted_of_a_database_that_a_restore_left_half_done() -> None:
    """What is missing in it was not taken back."""
    forget.erase(make_reader(), NOW)
    for what, is_broken_off in ((removals.RESTORING, True), (removals.LEFT, False), (removals.RESTORING, True)):
        with removals.held():
            removals.append([Line(what, "a backup", NOW.isoformat(), {"in": removals.database()})])
            removals.append([Line(removals.RESTORING, "a backup", NOW.isoformat(), {"in": "another database"})])
        assert removals.is_broken_off(removals.read(removals.path()).lines) == is_broken_off
    with pytest.raises(removals.Busy, match="with --over"):
        removals.copy_new(NOW)
    with pytest.raises(removals.Busy):
        removals.mark_backup("another", NOW)
    with removals.held():
        removals.append([Line(removals.RESTORED, "a backup", NOW.isoformat(), {"in": removals.database()})])
    assert removals.copy_new(NOW) == 1


def test_what_follows_the_line_of_a_backup_is_since_then_else_what_is_not_older(folder: Path) -> None:
    lines = [Line("reader", number, (NOW + timedelta(hours=number)).isoformat()) for number in range(4)]
    with removals.held():
        removals.append(lines[:2])
    mark = removals.mark_backup("a backup", NOW)
    with removals.held():
        removals.append(lines[2:])
    journal = removals.read(removals.path())
    assert journal.knows(mark)
    assert journal.since(mark, NOW) == lines[2:]
    assert not journal.knows("")
    assert journal.since("", NOW + timedelta(hours=3)) == lines[3:]


def test_another_machines_journal_is_taken_over_once(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / removals.NAME
    lines = [Line("reader", number, NOW.isoformat()) for number in range(3)]
    other.write_bytes(b"".join(line.written() for line in lines) + b'{"what": "rea')
    with removals.held():
        removals.append(lines[:1])
        for _ in range(2):
            removals.take_over(other)
    assert removals.read(removals.path()).lines == lines
