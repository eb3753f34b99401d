"""Reading stops when its time is up, in any thread."""

import threading
import time
from contextlib import suppress

import pytest

from stories.ingestion.deadline import deadline


def _spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # Libraries swallow errors like this; the deadline must get past them.
        with suppress(Exception):
            sum(range(100))


def test_slow_code_is_stopped_even_where_it_swallows_errors() -> None:
    began = time.monotonic()
    with pytest.raises(ValueError, match="too slow"), deadline(0.1, ValueError("too slow")):
        _spin(5)
    assert time.monotonic() - began < 2


def test_quick_code_is_not_touched_later() -> None:
    with deadline(0.05, ValueError("too slow")):
        pass
    _spin(0.15)


def test_another_thread_has_its_own_deadline() -> None:
    caught: list[Exception] = []

    def work() -> None:
        try:
            with deadline(0.1, ValueError("too slow")):
                _spin(5)
        except ValueError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(3)
    assert not thread.is_alive()
    assert [str(error) for error in caught] == ["too slow"]
