"""A clock that is set back goes on waking."""

import time
from datetime import timedelta

from celery import beat as celerys

from civictrack.beat import Scheduler
from civictrack.celery import app

HOURS = 7200.0


def next_turns(scheduler: celerys.Scheduler) -> dict[str, float]:
    """In how many seconds each is to be woken, by what waits in its turn."""
    return {event.entry.name: event.time - time.time() for event in scheduler._heap or []}


def two_hours_later_and_set_back(scheduler: celerys.Scheduler) -> None:
    """All were woken by a clock that was two hours ahead."""
    for entry in scheduler.schedule.values():
        entry.last_run_at = app.now() + timedelta(seconds=HOURS)
    scheduler.populate_heap()


def test_after_a_clock_is_set_back_each_is_woken_at_its_next_turn() -> None:
    scheduler = Scheduler(app=app)
    two_hours_later_and_set_back(scheduler)
    assert min(next_turns(scheduler).values()) > HOURS / 2, "as Celery would have it"
    scheduler._looked_at = time.time() + HOURS
    scheduler.tick()
    turns, schedule = next_turns(scheduler), app.conf.beat_schedule
    assert set(turns) >= set(schedule)
    assert all(turns[name] <= schedule[name]["schedule"] + 1 for name in schedule)


def test_a_clock_that_is_kept_in_step_changes_nobodys_turn() -> None:
    scheduler = Scheduler(app=app)
    scheduler.populate_heap()
    entries = {name: entry.last_run_at for name, entry in scheduler.schedule.items()}
    scheduler._looked_at = time.time() + 1
    scheduler.tick()
    assert {name: entry.last_run_at for name, entry in scheduler.schedule.items()} == entries
