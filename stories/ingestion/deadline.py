"""A wall-clock limit on reading one thing, in whichever thread it runs."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _OutOfTime(BaseException):
    """Raised inside the slow code; no `except Exception` of a library can swallow it."""


@contextmanager
def deadline(seconds: float, error: Exception) -> Iterator[None]:
    """Raise `error` when the block runs longer than `seconds`; takes effect between two steps of Python code."""
    thread, lock, done = threading.get_ident(), threading.Lock(), False

    def interrupt() -> None:
        with lock:
            if not done:
                _raise_in(thread, _OutOfTime)

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except _OutOfTime:
        raise error from None
    finally:
        with lock:
            done = True
        timer.cancel()


def _raise_in(thread: int, kind: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))
