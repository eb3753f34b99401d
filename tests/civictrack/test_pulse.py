"""When the clock and the workers last worked."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from celery.signals import task_postrun, task_prerun
from django.conf import settings as project
from redis import Redis

from civictrack import pulse
from civictrack.workers import wanted
from votes import meter, valkey


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    Redis.from_url(project.REDIS_URL).delete(pulse.KEPT, meter.KEPT)


def test_who_never_worked_is_not_taken_for_well() -> None:
    assert pulse.beats() == dict.fromkeys((pulse.CLOCK, *wanted()))


def test_a_worker_that_has_done_a_task_is_known_to_work_and_the_task_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meter, "FLUSH_SECONDS", 0)
    task = SimpleNamespace(
        name="votes.tasks.send_due_mail", request=SimpleNamespace(delivery_info={"routing_key": "mail"})
    )
    task_prerun.send(sender=None, task_id="1", task=task)
    task_postrun.send(sender=None, task_id="1", task=task, state="SUCCESS")
    beats = pulse.beats()
    assert beats["mail"]
    assert datetime.now(UTC) - beats["mail"] < timedelta(seconds=60)
    assert [name for name, at in beats.items() if at] == ["mail"]
    [count] = [count for count in meter.counts() if count.name == "task_seconds"]
    assert dict(count.labels) == {"task": "votes.tasks.send_due_mail", "outcome": "SUCCESS"}
