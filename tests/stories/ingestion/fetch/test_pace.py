"""The pace towards a host, shared by all workers."""

import multiprocessing
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import redis

from stories.ingestion.errors import HostBusy, HostResting, Outcome, RateLimited, TimedOut
from stories.ingestion.fetch.pace import LOOK_AGAIN, PaceSettings, Politeness
from tests.patience import PATIENCE, over_within, wait_until

QUICK = PaceSettings(at_once=2, spacing=0.001, lease=2 * PATIENCE, patience=PATIENCE)
HOST = "news.example"
ROUNDING = 0.01  # seconds; Valkey counts in milliseconds
A_MOMENT = timedelta(seconds=1)


def about(nap: float, planned: float, since: float) -> bool:
    """Whether a nap lasts until `planned` seconds after the first turn, which was no earlier than `since`."""
    return planned - (time.monotonic() - since) - ROUNDING <= nap <= planned + ROUNDING


def test_no_more_requests_than_allowed_go_to_a_host_at_once(store: redis.Redis) -> None:
    politeness, pair, lock = Politeness(store, QUICK), threading.Barrier(2), threading.Lock()
    inside: set[int] = set()
    seen: list[int] = []

    def work(number: int) -> None:
        with politeness.slot(HOST):
            with lock:
                inside.add(number)
                seen.append(len(inside))
            pair.wait(PATIENCE)  # there are two at once, however long the other takes to come
            with lock:
                seen.append(len(inside))
                inside.remove(number)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    assert len(seen) == 12
    assert max(seen) == 2


def test_requests_to_a_host_are_spaced_out(store: redis.Redis, naps: list[float]) -> None:
    politeness = Politeness(store, PaceSettings(at_once=5, spacing=1000.0, patience=10_000.0))
    began = time.monotonic()
    for turn in range(5):
        with politeness.slot(HOST):
            assert about(sum(naps[-1:]), turn * 1000.0, began)


def test_one_host_does_not_wait_for_another(store: redis.Redis, naps: list[float]) -> None:
    politeness = Politeness(store, PaceSettings(spacing=1000.0, patience=10_000.0))
    for number in range(5):
        with politeness.slot(f"news{number}.example"):
            pass
    assert naps == []


def test_a_worker_does_not_stand_and_wait_for_ever(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=0.001, lease=2 * PATIENCE, patience=0.3))
    with politeness.slot(HOST):
        began = time.monotonic()
        with over_within(PATIENCE / 2), pytest.raises(HostBusy) as busy, politeness.slot(HOST):
            pass
    assert time.monotonic() - began >= 0.3
    assert busy.value.outcome is Outcome.WAIT
    assert busy.value.retry_after is not None


def test_a_worker_that_stands_and_waits_looks_again_now_and_then(store: redis.Redis, naps: list[float]) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=0.001, lease=2 * PATIENCE, patience=0.3))
    with politeness.slot(HOST), pytest.raises(HostBusy), politeness.slot(HOST):
        pass
    assert len(naps) > 2
    assert 0 < max(naps) <= LOOK_AGAIN


def test_a_turn_too_far_away_is_not_waited_for_and_not_taken(store: redis.Redis, naps: list[float]) -> None:
    politeness = Politeness(store, PaceSettings(at_once=5, spacing=1000.0, patience=0.5))
    began = time.monotonic()
    with politeness.slot(HOST):
        naps.clear()
    for _ in range(3):
        with pytest.raises(HostBusy) as busy, politeness.slot(HOST):
            pass
        assert busy.value.retry_after
        assert about(busy.value.retry_after.total_seconds(), 1000.0, began)
    assert naps == []


@pytest.mark.parametrize(("asked", "kept"), [(300.0, 300.0), (0.0, 100.0), (9999.0, 500.0), (-5.0, 100.0)])
def test_what_a_site_asks_for_is_kept_within_bounds(
    store: redis.Redis, naps: list[float], asked: float, kept: float
) -> None:
    politeness = Politeness(store, PaceSettings(spacing=100.0, longest_spacing=500.0, patience=10_000.0))
    began = time.monotonic()
    for _ in range(2):
        with politeness.slot(HOST, spacing=asked):
            pass
    assert about(naps[-1], kept, began)


def test_a_turn_is_really_waited_for(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(spacing=0.2, patience=PATIENCE))
    began = time.monotonic()
    for _ in range(2):
        with politeness.slot(HOST):
            pass
    assert time.monotonic() - began >= 0.2 - ROUNDING


def hold_for_ever(path: str, lease: float) -> None:
    client = redis.Redis(unix_socket_path=path)
    with Politeness(client, PaceSettings(at_once=1, spacing=0.001, lease=lease)).slot(HOST):
        client.set("held", "1")
        time.sleep(PATIENCE)


@pytest.mark.parametrize("lease", [0.5, 10 * PATIENCE])
def test_the_slot_of_a_killed_worker_frees_itself_when_its_lease_ends_and_not_before(
    store: redis.Redis, lease: float
) -> None:
    path = store.connection_pool.connection_kwargs["path"]
    worker = multiprocessing.get_context("fork").Process(target=hold_for_ever, args=(path, lease))
    worker.start()
    wait_until(lambda: store.exists("held"), "the worker holds the slot")
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    long = lease > PATIENCE
    pace = PaceSettings(at_once=1, spacing=0.001, patience=0.1 if long else PATIENCE)
    if long:
        with pytest.raises(HostBusy), Politeness(store, pace).slot(HOST):
            pass
    else:
        with Politeness(store, pace).slot(HOST):
            pass


def test_a_slot_is_given_back_when_the_request_fails(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=0.001, lease=2 * PATIENCE, patience=0.1))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), politeness.slot(HOST):
            raise ZeroDivisionError


def resting_until(store: redis.Redis) -> datetime | None:
    """Return when the host's rest ends, as Redis keeps it; None while it has none."""
    left = int(store.pttl(f"pace:{{{HOST}}}:rest"))
    return datetime.now(UTC) + timedelta(milliseconds=left) if left > 0 else None


def test_the_first_refusal_is_the_sources_own_and_a_repeated_one_makes_the_host_rest(store: redis.Redis) -> None:
    politeness, rest = Politeness(store, QUICK), timedelta(hours=5)
    refusal = RateLimited("http://news.example/a", 429, retry_after=rest)
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise refusal
    assert resting_until(store) is None
    refused = datetime.now(UTC)
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise refusal
    until = resting_until(store)
    assert until is not None
    assert refused + rest - A_MOMENT < until < datetime.now(UTC) + rest + A_MOMENT
    with pytest.raises(HostResting) as resting, politeness.slot(HOST):
        pass
    assert resting.value.outcome is Outcome.WAIT
    with politeness.slot("other.example"):
        pass


def test_a_host_that_was_too_slow_rests_ever_longer_so_that_others_have_their_turn(store: redis.Redis) -> None:
    politeness = Politeness(store, QUICK)
    for rest in (timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)):
        with pytest.raises(TimedOut), politeness.slot(HOST):
            raise TimedOut(HOST, "it dripped")
        with pytest.raises(HostResting) as resting, politeness.slot(HOST):
            pass
        assert resting.value.retry_after is not None
        assert rest - A_MOMENT < resting.value.retry_after <= rest
        store.delete(f"pace:{{{HOST}}}:rest")


def test_a_rest_is_bounded_ends_by_itself_and_is_not_shortened(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(spacing=0.001, longest_rest=36_000.0))
    began = datetime.now(UTC)
    politeness.penalise(HOST, timedelta(days=365))
    politeness.penalise(HOST, timedelta(seconds=1))
    until = resting_until(store)
    assert until is not None
    assert began + timedelta(hours=10) - A_MOMENT < until < datetime.now(UTC) + timedelta(hours=10) + A_MOMENT
    politeness.penalise("brief.example", timedelta(seconds=0.2))
    time.sleep(0.25)
    with politeness.slot("brief.example"):
        pass


def test_a_flushed_redis_forgets_the_pace_and_nothing_else(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(at_once=1, spacing=1000.0, lease=2 * PATIENCE, patience=0.1))
    with politeness.slot(HOST):
        politeness.penalise(HOST, timedelta(hours=1))
        store.flushall()
    assert resting_until(store) is None
    with politeness.slot(HOST):
        store.script_flush()
    store.flushall()
    with politeness.slot(HOST):
        pass


def test_without_redis_requests_still_go_out_spaced(lost_store: redis.Redis, naps: list[float]) -> None:
    politeness = Politeness(lost_store, PaceSettings(spacing=0.2))
    with politeness.slot(HOST):
        assert naps == [0.2]
    politeness.penalise(HOST, timedelta(hours=1))
    with politeness.slot(HOST):
        pass


def test_nothing_stays_in_redis_for_good(store: redis.Redis) -> None:
    politeness = Politeness(store, PaceSettings(spacing=1000.0, lease=2 * PATIENCE))
    with pytest.raises(RateLimited), politeness.slot(HOST):
        raise RateLimited("http://news.example/a", 429, retry_after=timedelta(minutes=50))
    politeness.penalise(HOST, timedelta(hours=1))
    with politeness.slot("other.example"):
        keys = store.keys("*")
        assert len(keys) == 5
        assert all(store.pttl(key) > 0 for key in keys)
