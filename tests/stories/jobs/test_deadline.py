"""Reading stops when its time is up, in any thread."""

import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from stories.jobs.deadline import deadline
from tests.patience import PATIENCE, over_within, wait_until


def _spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # Libraries swallow errors like this; the deadline must get past them.
        with suppress(Exception):
            sum(range(100))


def test_slow_code_is_stopped_even_where_it_swallows_errors() -> None:
    with over_within(PATIENCE / 2), pytest.raises(ValueError, match="too slow"), deadline(0.1, ValueError("too slow")):
        _spin(PATIENCE)


def test_quick_code_is_not_touched_later() -> None:
    with deadline(PATIENCE, ValueError("too slow")):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_interrupt_that_is_lost_comes_again() -> None:
    def swallow_then_spin() -> None:
        with suppress(BaseException):
            _spin(PATIENCE)
        _spin(PATIENCE)

    with over_within(PATIENCE / 2), pytest.raises(ValueError, match="too slow"), deadline(0.1, ValueError("too slow")):
        swallow_then_spin()


def test_anothers_alarm_is_put_back() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _frame: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        with deadline(PATIENCE / 2, ValueError("too slow")):
            pass
        assert signal.getitimer(signal.ITIMER_REAL)[0] > PATIENCE / 2
        signal.raise_signal(signal.SIGALRM)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert rung == [signal.SIGALRM]


def watchers() -> int:
    return sum(isinstance(thread, threading.Timer) for thread in threading.enumerate())


def test_quick_code_in_another_thread_is_not_touched_later() -> None:
    seen: list[int] = []

    def work() -> None:
        with deadline(PATIENCE, ValueError("too slow")):
            seen.append(watchers())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)
    assert seen == [1]
    wait_until(lambda: watchers() == 0, "nobody watches any more")


def test_another_thread_has_its_own_deadline() -> None:
    caught: list[Exception] = []

    def work() -> None:
        try:
            with deadline(0.1, ValueError("too slow")):
                _spin(PATIENCE)
        except ValueError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE / 2)
    assert not thread.is_alive()
    assert [str(error) for error in caught] == ["too slow"]


def _in_another_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.parametrize("run", [lambda work: work(), _in_another_thread], ids=["main thread", "another thread"])
def test_waiting_is_not_counted_where_work_is_measured(run: Callable[[Callable[[], None]], None]) -> None:
    ended: list[str] = []

    def work() -> None:
        try:
            with deadline(0.3, ValueError("too slow"), "work"):
                time.sleep(0.6)
                ended.append("waiting")
                _spin(PATIENCE)
        except ValueError as error:
            ended.append(str(error))

    run(work)
    assert ended == ["waiting", "too slow"]


def test_a_deadline_that_is_over_already_stops_the_block() -> None:
    with over_within(PATIENCE / 2), pytest.raises(ValueError, match="too slow"), deadline(-1, ValueError("too slow")):
        _spin(PATIENCE)
