"""What all processes do is counted in one place."""

from collections.abc import Iterator

import pytest
from django.conf import settings as project
from redis import Redis

from votes import meter, valkey


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(valkey, "_away_until", 0.0)
    monkeypatch.setattr(meter, "FLUSH_SECONDS", 0)
    meter._counted.clear()
    Redis.from_url(project.REDIS_URL).delete(meter.KEPT)
    yield
    Redis.from_url(project.REDIS_URL).delete(meter.KEPT)


def told() -> dict[tuple[str, float | None], float]:
    return {(count.name, count.bound): count.amount for count in meter.counts()}


def test_counts_of_one_name_and_labels_add_up() -> None:
    meter.count("mails_sent", 3)
    meter.count("mails_sent")
    meter.count("sources_polled", outcome="well")
    assert told() == {("mails_sent", None): 4, ("sources_polled", None): 1}


def test_what_was_timed_falls_into_the_smallest_bucket_that_holds_it() -> None:
    meter.timed("task_seconds", 0.02, task="x")
    meter.timed("task_seconds", 0.025, task="x")
    meter.timed("task_seconds", 3600, task="x")
    assert told() == {
        ("task_seconds", 0.025): 2, ("task_seconds", float("inf")): 1,
        ("task_seconds_sum", None): pytest.approx(3600.045),
    }  # fmt: skip


def test_a_busy_process_tells_once_in_a_while_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    meter.count("mails_sent")
    monkeypatch.setattr(meter, "FLUSH_SECONDS", 60)
    for _ in range(5):
        meter.count("mails_sent")
    assert told() == {("mails_sent", None): 1}
    monkeypatch.setattr(meter, "FLUSH_SECONDS", 0)
    meter.count("mails_sent")
    assert told() == {("mails_sent", None): 7}


def test_without_valkey_work_goes_on_uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(project, "REDIS_URL", "redis://127.0.0.1:1/0")
        meter.count("mails_sent")
        assert meter.counts() == []
