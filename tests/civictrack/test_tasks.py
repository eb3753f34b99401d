"""What the schedule wakes up for the program itself."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis
from standardwebhooks import Webhook as Receiver

from civictrack import tasks
from civictrack.backups import removals, standing
from civictrack.backups.make import _alone
from stories.ingestion import fetcher
from tests.factories import make_account
from tests.stories.ingestion.web import page, serve
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes import valkey
from votes.alerts import announce, forget, webhooks
from votes.models import Call, Webhook

pytestmark = pytest.mark.django_db


def test_a_webhook_is_called_through_the_safe_client(settings: object) -> None:
    """The whole way, against a real server: by a port that is open for it, and not by one that is not."""
    now = timezone.now()
    vote = make_scheduled(now, **on((now + timedelta(days=30)).date()))
    with serve() as site:
        site.pages["/hook"] = page(b"", 204)
        hook = webhooks.add(site.url("/hook"), vote.body, make_account(), now)
        assert hook is not None
        announce.fan_out(now)
        fetcher._sender.cache_clear()
        tasks.call_webhooks()
        hook.refresh_from_db()
        assert (site.requests, hook.failures) == ([], 1)
        assert "not on the public internet" in hook.problem or "port" in hook.problem
        settings.FETCH_LOOPBACK_PORTS = [site.port]
        fetcher._sender.cache_clear()
        Webhook.objects.update(next_try_at=now)
        tasks.call_webhooks()
        (sent,) = site.requests
        told = Receiver(hook.key).verify(sent.body, sent.headers)
    fetcher._sender.cache_clear()
    assert json.loads(sent.body) == told
    assert Call.objects.get().state == "taken"


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_made_once_a_day_and_where_none_is_wanted_none(
    tmp_path: Path, settings: Any, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    settings.BACKUP_DIR = ""
    tasks.back_up()
    assert standing.is_off()
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "backups"), {"daily": 1}
    for _ in range(2):
        tasks.back_up()
    assert len(list((tmp_path / "backups").glob("civictrack-*"))) == 1
    said = standing.told()
    assert said
    assert said.problem == ""
    with _alone(tmp_path / "backups"), monkeypatch.context() as next_day:
        next_day.setattr(tasks, "is_due", lambda *_: True)
        tasks.back_up()
    assert standing.told() == said, "one that takes its time is no failure"
    (tmp_path / "file").write_text("")
    settings.BACKUP_DIR = str(tmp_path / "file" / "backups")
    tasks.back_up()
    assert "The day's backup could not be made" in caplog.text
    said = standing.told()
    assert said
    assert "could not be written" in said.problem
    Redis.from_url(settings.REDIS_URL).delete(standing.KEPT)


def test_removals_are_noted_by_the_schedule_and_not_during_a_restore(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    forget.erase(make_reader(), timezone.now())
    with removals.held():
        tasks.note_removals()
    assert not removals.path().exists()
    tasks.note_removals()
    assert [line.what for line in removals.read(removals.path()).lines] == ["reader"]
