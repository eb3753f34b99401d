"""What programs that watch this one are answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from redis import Redis

from civictrack import healthz, outage, pulse
from civictrack.workers import wanted
from tests.factories import make_account
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes import valkey
from votes.alerts import announce, gathering, pause, proof
from votes.models import Check

pytestmark = pytest.mark.django_db

ADDRESS = "/healthz/alerts"


def test_whether_it_lives_is_answered_to_whoever_asks_by_whatever_name(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["news.example"]
    for address in ("/healthz", "/readyz"):
        answer = client.get(address, headers={"Host": "10.0.0.7:8000"})
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), address


def test_whether_it_can_work_is_said_by_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    Redis.from_url(project.REDIS_URL).delete(pulse.KEPT)
    parts = client.get("/readyz").json()["parts"]
    silent = {f"work of {name}": "not seen" for name in (pulse.CLOCK, *wanted())}
    assert parts == {"database": "ok", "valkey": "ok", **silent}


def test_a_database_of_an_older_release_is_not_ready(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(*max(key for key in recorder.applied_migrations() if key[0] == "stories"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "migrations pending")


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (None, "not seen"),
        (10, "ok"),
        (170, "ok"),
        (200, "silent for 200 seconds"),
        (-5, "ok"),
        (-3600, "not seen since the clock was set back"),
    ],
)
def test_who_has_not_worked_for_minutes_is_silent(age: int | None, says: str) -> None:
    now = timezone.now()
    assert healthz.since(None if age is None else now - timedelta(seconds=age), now) == says


def test_all_is_well(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "reasons": []})
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post(ADDRESS).status_code == 405


def test_what_is_wrong_is_said_without_a_name_or_an_address(client: Client) -> None:
    now = timezone.now()
    past = now - timedelta(hours=1)
    vote = make_scheduled(past, **on((now + timedelta(days=30)).date()))
    reader = make_reader(vote.issue, now=past)
    announce.fan_out(past)
    gathering.assemble(past)
    Check.objects.create(pk=1, ran_at=now)
    answer = client.get(ADDRESS)
    (reason,) = answer.json()["reasons"]
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert (reason["key"].partition(":")[0], "1 reader has not been sent it" in reason["says"]) == ("unreached", True)
    assert reader.email not in answer.content.decode()
    assert "blower" not in answer.content.decode()


def test_a_pause_is_told_without_its_reason(client: Client) -> None:
    pause.begin(make_account(), "Ona Firth asked for it.", timezone.now())
    answer = client.get(ADDRESS)
    assert (answer.status_code, [one["key"] for one in answer.json()["reasons"]]) == (503, ["pause"])
    assert "Firth" not in answer.content.decode()
    assert "una" not in answer.content.decode()


def test_a_worker_that_stands_still_is_told(client: Client) -> None:
    proof.check(timezone.now() - timedelta(hours=2))
    assert [one["key"] for one in client.get(ADDRESS).json()["reasons"]] == ["check"]


def test_an_absent_database_is_told_as_json_also_once_it_is_known_to_be_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(healthz.proof, "reasons", away)
    outage._away.set()
    try:
        answer = client.get(ADDRESS)
    finally:
        outage._away.clear()
    assert (answer.status_code, answer.json()["reasons"][0]["key"]) == (503, "database")


def test_what_watches_asks_from_beside_the_program_by_any_name_and_without_tls(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.METRICS_TOKEN = True, "0123456789abcdef"
    settings.SECURE_REDIRECT_EXEMPT, settings.ALLOWED_HOSTS = ["^healthz/alerts$", "^metrics$"], ["news.example.org"]
    settings.SITE_URL = "https://news.example.org"
    asked = {"HTTP_HOST": "127.0.0.1:8000", "HTTP_AUTHORIZATION": "Bearer 0123456789abcdef"}
    assert {path: client.get(path, **asked).status_code for path in ("/healthz", "/readyz", "/metrics")} == {
        "/healthz": 200, "/readyz": 200, "/metrics": 200,
    }  # fmt: skip
    assert client.get("/healthz/alerts", **asked).status_code in (200, 503)
    assert client.get("/metrics", HTTP_HOST="127.0.0.1:8000").status_code == 404, "not without the token"
