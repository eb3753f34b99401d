"""What Prometheus is told, and whom it is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from civictrack.backups import standing
from tests.factories import make_source
from votes import meter, valkey

pytestmark = pytest.mark.django_db
TOKEN = "of-sixteen-signs-and-more"


@pytest.fixture(autouse=True)
def counted_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    monkeypatch.setattr(meter, "FLUSH_SECONDS", 0)
    monkeypatch.setattr(project, "METRICS_TOKEN", TOKEN)
    Redis.from_url(project.REDIS_URL).delete(meter.KEPT, "pulse", standing.KEPT)
    yield
    Redis.from_url(project.REDIS_URL).delete(meter.KEPT, "pulse", standing.KEPT)


def told(client: Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer ü"])
def test_whoever_has_no_token_finds_nothing(client: Client, sent: str) -> None:
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_where_no_token_is_set_nobody_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "METRICS_TOKEN", "")
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_pages_are_counted_by_view_and_answer_with_how_long_they_took(client: Client) -> None:
    client.get("/en/")
    client.get("/en/")
    client.get("/en/issues/not-here/")
    metrics = told(client)
    home = frozenset({("view", "home"), ("answer", "2xx")})
    assert metrics["civictrack_request_seconds_count", home] == 2
    assert metrics["civictrack_request_seconds_sum", home] > 0
    assert metrics["civictrack_request_seconds_bucket", home | {("le", "+Inf")}] == 2
    assert metrics["civictrack_request_seconds_count", frozenset({("view", "issue"), ("answer", "4xx")})] == 1


def test_what_is_due_says_how_long_the_oldest_has_waited(client: Client) -> None:
    make_source(next_poll_at=timezone.now() - timedelta(minutes=10))
    metrics = told(client)
    assert 600 <= metrics["civictrack_queue_age_seconds", frozenset({("of", "sources")})] < 700
    assert metrics["civictrack_queue_age_seconds", frozenset({("of", "mails")})] == 0


def test_what_stands_in_valkey_and_is_no_count_of_ours_breaks_nothing(client: Client) -> None:
    Redis.from_url(project.REDIS_URL).hset(meter.KEPT, "not ours", "x")
    meter.count("mails_sent", 2)
    assert told(client)["civictrack_mails_sent_total", frozenset()] == 2


def test_how_old_the_newest_backup_is_and_whether_the_last_failed_is_told_only_where_some_are_wanted(
    client: Client, tmp_path: Path
) -> None:
    now, none = timezone.now(), frozenset[tuple[str, str]]()
    standing.note(tmp_path, now - timedelta(hours=40), "The disk is full.")
    metrics = told(client)
    assert metrics["civictrack_backup_age_seconds", none] >= 40 * 3600
    assert metrics["civictrack_backup_failed", none] == 1
    standing.note(None, now)
    assert not [name for name, _ in told(client) if "backup" in name]
