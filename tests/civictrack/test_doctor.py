"""What the operator is told of an installation, and what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dns.resolver
import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis

from civictrack import doctor, pulse
from civictrack.backups import standing
from civictrack.doctor import Line, State, examine
from civictrack.workers import wanted
from stories.models import AskingDay
from tests.civictrack.backups.test_standing import make as make_backup
from tests.factories import make_place, make_source
from tests.smtp import MailServer
from votes import valkey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The DNS as far as these tests see it, by name its TXT records."""
    known = {"civictrack.example": ["v=spf1 mx -all"], "_dmarc.civictrack.example": ["v=DMARC1; p=reject"]}
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    monkeypatch.setattr(doctor, "_texts", lambda where: known.get(where, []))
    return known


@pytest.fixture
def at_work() -> Iterator[None]:
    with Redis.from_url(project.REDIS_URL) as redis:
        redis.hset(pulse.KEPT, mapping=dict.fromkeys((pulse.CLOCK, *wanted()), datetime.now(UTC).timestamp()))
        yield
        redis.delete(pulse.KEPT, standing.KEPT)


def told(send_to: str = "") -> dict[str, Line]:
    return {line.what: line for line in examine(send_to)}


def test_of_an_installation_that_is_well_nothing_is_bad(at_work: None, mail_server: MailServer) -> None:
    make_source()
    assert [line for line in examine("") if line.state is State.BAD] == []
    call_command("doctor")


def test_the_mail_that_was_asked_for_arrives(mail_server: MailServer) -> None:
    assert told("operator@harrow.example")["mail"].state is State.OK
    assert mail_server.messages[0]["To"] == "operator@harrow.example"


def test_what_is_bad_ends_with_1_and_each_line_says_what_to_do(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    Redis.from_url(project.REDIS_URL).delete(pulse.KEPT)
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "BAD   mail: the server refused" in said
    assert "BAD   work of beat: not seen\n      → look at its log" in said


def test_pending_migrations_are_counted_and_named() -> None:
    recorder = MigrationRecorder(connection)
    _, name = max(key for key in recorder.applied_migrations() if key[0] == "stories")
    recorder.record_unapplied("stories", name)
    line = told()["migrations"]
    assert (line.state, line.says) == (State.BAD, f"1 pending, the first stories.{name}")
    assert "migrate" in line.do


def test_a_valkey_that_may_throw_the_queue_away_is_bad() -> None:
    with Redis.from_url(project.REDIS_URL) as redis:
        before = redis.config_get("maxmemory-policy")["maxmemory-policy"]
        redis.config_set("maxmemory-policy", "allkeys-lru")
        try:
            line = told()["valkey"]
        finally:
            redis.config_set("maxmemory-policy", before)
    assert line.state is State.BAD
    assert "volatile-ttl" in line.do


def test_a_valkey_that_is_away_ends_no_other_check(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    lines = told()
    assert lines["valkey"].state is State.BAD
    assert lines["database"].state is State.OK


def test_a_clock_that_is_off_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votes.clock.now", lambda: datetime.now(UTC) + timedelta(hours=1))
    assert told()["clock"].state is State.BAD


def test_a_zone_that_this_machine_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    make_place(time_zone="America/Chicago")
    monkeypatch.setattr(doctor, "available_timezones", lambda: {"UTC"})
    assert told()["time zones"].says == "unknown here: America/Chicago"


def test_a_sender_without_records_is_told_which(known_names: dict[str, list[str]]) -> None:
    assert {told()[name].state for name in ("SPF", "DMARC")} == {State.OK}
    known_names.clear()
    lines = told()
    assert "v=spf1" in lines["SPF"].do
    assert "_dmarc.civictrack.example" in lines["DMARC"].do


def test_names_are_asked_for_with_patience_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any, **__: Any) -> None:
        raise dns.resolver.LifetimeTimeout

    monkeypatch.undo()
    monkeypatch.setattr(dns.resolver, "resolve", silent)
    assert told()["SPF"].says == "could not be asked for: LifetimeTimeout"


def test_too_little_room_and_a_missing_parser_are_said(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    settings.CIVICTRACK_SPACY_MODEL = "no_such_parser"
    lines = told()
    assert (lines["disk"].state, lines["parser"].state) == (State.BAD, State.BAD)


def test_a_language_model_that_fails_is_told_where_one_is_set(settings: Any) -> None:
    assert "language model" not in told()
    settings.EXTRACTORS, settings.MODEL_NAME, settings.MODEL_URL = ["rules", "model"], "m", "http://127.0.0.1:9/v1"
    line = told()["language model"]
    assert (line.state, line.do) == (State.OK, "")
    AskingDay.objects.create(day=datetime.now(UTC).date(), failures=3, problem="It refuses our key (401).")
    line = told()["language model"]
    assert (line.state, line.says) == (State.LOOK, "The last 3 questions failed: It refuses our key (401).")
    assert line.do


def test_the_newest_backup_is_looked_at_here_or_as_its_worker_says(
    at_work: None, settings: Any, tmp_path: Path
) -> None:
    """Wherever the doctor is asked; who wants none is told so once and is well."""
    now = datetime.now(UTC)
    settings.BACKUP_DIR = ""
    assert told()["backups"].state is State.LOOK
    standing.note(None, now)
    assert (told()["backups"].state, told()["backups"].do) == (State.OK, "")
    settings.BACKUP_DIR = str(tmp_path)
    assert told()["backups"].says == "none yet"
    moments = {"old": now - timedelta(days=2), "new": now - timedelta(hours=5)}
    for moment, state in zip(moments.values(), (State.BAD, State.OK), strict=True):
        backup = make_backup(tmp_path, moment)
        standing.note(tmp_path, now)
        for settings.BACKUP_DIR in (str(tmp_path), ""):
            line = told()["backups"]
            assert (line.state, bool(line.do)) == (state, state is State.BAD)
    assert line.says == "the newest is whole, 5 hours old"
    (backup / "database.dump").write_text("torn")
    settings.BACKUP_DIR = str(tmp_path)
    assert "checksum differs" in told()["backups"].says
    standing.note(tmp_path, now, "The disk is full.")
    settings.BACKUP_DIR = ""
    assert (told()["backups"].state, told()["backups"].says) == (State.BAD, "The disk is full.")
