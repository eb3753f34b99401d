"""The pace towards a host, shared by all workers."""

import multiprocessing
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import redis

from stories.ingestion.errors import HostBusy, HostResting, Outcome, RateLimited
from stories.ingestion.politeness import PaceSettings, Politeness

QUICK = PaceSettings(at_once=2, spacing=0.001, lease=5.0, patience=2.0)
HOST = "news.example"


def at_work(politeness: Politeness, host: str, seconds: float, times: list[tuple[float, float]]) -> None:
    with politeness.slot(host):
        started = time.monotonic()
        time.sleep(seconds)
        times.append((started, time.monotonic()))


def in_threads(count: int, politeness: Politeness, host: str, seconds: float) -> list[tuple[float, float]]:
    times: list[tuple[float, float]] = []
    workers = [threading.Thread(target=at_work, args=(politeness, host, seconds, times)) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(times)


def most_at_once(times: list[tuple[float, float]]) -> int:
    return max(sum(a <= start < b for a, b in times) for start, _ in times)


def test_no_more_requests_than_allowed_go_to_a_host_at_once(store: redis.Redis) -> None:
    times = in_threads(6, Politeness(store, QUICK), HOST, 0.1)
    assert len(times) == 6
    assert most_at_once(times) == 2


def test_requests_to_a_host_are_spaced_out(store: redis.Redis) -> None:
    spaced = PaceSettings(at_once=5, spacing=0.15, patience=3.0)
    starts = [start for start, _ in in_threads(5, Politeness(store, spaced), HOST, 0.0)]
    gaps = [b - a for a, b in pairwise(starts)]
    assert min(gaps) > 0.12
    assert sum(gaps) < 1.5


def test_one_host_does_not_wait_for_another(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(spacing=5.0, patience=0.1))
    started = time.monotonic()
    for number in range(5):
        with politeness.slot(f"news{number}.example"):
            pass
    assert time.monotonic() - started < 1


def test_a_worker_does_not_stand_and_wait_for_ever(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=0.001, patience=0.3))
    started = time.monotonic()
    with politeness.slot(HOST), pytest.raises(HostBusy) as busy, politeness.slot(HOST):
        pass
    assert 0.25 < time.monotonic() - started < 1
    assert busy.value.outcome is Outcome.WAIT
    assert busy.value.retry_after is not None


def test_a_turn_too_far_away_is_not_waited_for_and_not_taken(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=5, spacing=10.0, patience=0.5))
    with politeness.slot(HOST):
        pass
    started = time.monotonic()
    for _ in range(3):
        with pytest.raises(HostBusy) as busy, politeness.slot(HOST):
            pass
        assert timedelta(seconds=9) < (busy.value.retry_after or timedelta(0)) <= timedelta(seconds=10)
    assert time.monotonic() - started < 0.3


@pytest.mark.parametrize(("asked", "kept"), [(0.3, 0.3), (0.0, 0.1), (99.0, 0.5), (-5.0, 0.1)])
def test_what_a_site_asks_for_is_kept_within_bounds(store: redis.Redis, asked: float, kept: float) -> None:
    politeness = Politeness(store, PaceSettings(spacing=0.1, longest_spacing=0.5, patience=2.0))
    with politeness.slot(HOST, spacing=asked):
        started = time.monotonic()
    with politeness.slot(HOST):
        assert kept - 0.05 < time.monotonic() - started < kept + 0.15


def hold_for_ever(port: int) -> None:
    client = redis.Redis(port=port)
    with Politeness(client, PaceSettings(at_once=1, spacing=0.001, lease=1.0)).slot(HOST):
        client.set("held", "1")
        time.sleep(60)


def test_the_slot_of_a_killed_worker_frees_itself(store: redis.Redis) -> None:
    port = store.connection_pool.connection_kwargs["port"]
    worker = multiprocessing.get_context("fork").Process(target=hold_for_ever, args=(port,))
    worker.start()
    while not store.exists("held"):
        time.sleep(0.02)
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    impatient = Politeness(store, PaceSettings(at_once=1, spacing=0.001, patience=0.1))
    with pytest.raises(HostBusy), impatient.slot(HOST):
        pass
    patient = Politeness(store, PaceSettings(at_once=1, spacing=0.001, patience=3.0))
    with patient.slot(HOST):
        pass


def test_a_slot_is_given_back_when_the_request_fails(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=0.001, patience=0.1))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), politeness.slot(HOST):
            raise ZeroDivisionError


def test_the_first_refusal_is_the_sources_own_and_a_repeated_one_makes_the_host_rest(store: redis.Redis) -> None:
    politeness = Politeness(store, QUICK)
    refusal = RateLimited("http://news.example/a", 429, retry_after=timedelta(minutes=5))
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise refusal
    assert politeness.blocked_until(HOST) is None
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise refusal
    until = politeness.blocked_until(HOST)
    assert until is not None
    assert abs(until - datetime.now(UTC) - timedelta(minutes=5)) < timedelta(seconds=5)
    with pytest.raises(HostResting) as resting, politeness.slot(HOST):
        pass
    assert resting.value.outcome is Outcome.WAIT
    with politeness.slot("other.example"):
        pass


def test_a_rest_is_bounded_ends_by_itself_and_is_not_shortened(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(spacing=0.001, longest_rest=3600.0))
    politeness.penalise(HOST, timedelta(days=365))
    politeness.penalise(HOST, timedelta(seconds=1))
    until = politeness.blocked_until(HOST)
    assert until is not None
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)
    politeness.penalise("brief.example", timedelta(seconds=0.2))
    time.sleep(0.25)
    with politeness.slot("brief.example"):
        pass


def test_a_flushed_redis_forgets_the_pace_and_nothing_else(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=10.0, patience=0.1))
    with politeness.slot(HOST):
        politeness.penalise(HOST, timedelta(hours=1))
        store.flushall()
    assert politeness.blocked_until(HOST) is None
    with politeness.slot(HOST):
        store.script_flush()
    store.flushall()
    with politeness.slot(HOST):
        pass


def test_without_redis_requests_still_go_out_spaced(lost_store: redis.Redis) -> None:
    politeness = Politeness(lost_store, PaceSettings(spacing=0.2))
    started = time.monotonic()
    with politeness.slot(HOST):
        assert time.monotonic() - started >= 0.2
    politeness.penalise(HOST, timedelta(hours=1))
    assert politeness.blocked_until(HOST) is None


def test_nothing_stays_in_redis_for_good(store: redis.Redis) -> None:
    politeness = Politeness(store, QUICK)
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise RateLimited("http://news.example/a", 429, retry_after=timedelta(minutes=5))
    politeness.penalise(HOST, timedelta(hours=1))
    with politeness.slot("other.example"):
        keys = store.keys("*")
        assert len(keys) >= 4
        assert all(store.pttl(key) > 0 for key in keys)
