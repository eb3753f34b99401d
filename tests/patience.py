"""How long tests wait, on whatever machine: for what is sure to come, and for what must not take for ever."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 180.0
"""Seconds after which something counts as hung. Only ever spent where something is: a test waits for a condition."""


def wait_until(true: Callable[[], object], what: str, every: float = 0.05, patience: float = PATIENCE) -> None:
    """Look again and again until it is so; AssertionError when it takes too long."""
    ends = time.monotonic() + patience
    while not true():
        assert time.monotonic() < ends, f"waited in vain until {what}"
        time.sleep(every)


@contextmanager
def working_at_most(seconds: float) -> Iterator[None]:
    """The block's own work is bounded: time that this thread computes, so that other programs' load is not counted.

    Bounds are ten and more times what a slow machine takes, and far below what work without a bound would.
    """
    began = time.thread_time()
    yield
    spent = time.thread_time() - began
    assert spent < seconds, f"{spent:.1f} seconds of work"


@contextmanager
def over_within(seconds: float) -> Iterator[None]:
    """The block ends by itself, by the clock on the wall. The bound is many times what the block is told to take."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    assert took < seconds, f"{took:.1f} seconds"
