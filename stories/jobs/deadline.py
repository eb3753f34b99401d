"""A wall-clock limit on reading one thing, in whichever thread it runs."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds after which an alarm rings again: the first time may fall into a destructor, which loses it.
_AGAIN = 0.25


class _OutOfTime(BaseException):
    """The interruption raised inside the slow code; no `except Exception` of a library can swallow it."""


@contextmanager
def deadline(seconds: float, error: Exception) -> Iterator[None]:
    """Raise `error` when the block runs longer than `seconds`; takes effect between two steps of Python code."""
    in_main = threading.current_thread() is threading.main_thread()
    try:
        with _alarm(seconds) if in_main else _watcher(seconds):
            yield
    except _OutOfTime:
        raise error from None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Interrupt the main thread by an alarm, the cheap way; an alarm set further out is put back afterwards.

    Where nobody handled alarms the handler stays: for a small feed its coming and going would cost a tenth of reading.
    """
    handler = signal.getsignal(signal.SIGALRM)
    if handler is not _interrupt:
        signal.signal(signal.SIGALRM, _interrupt)
    before, _ = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if handler not in (_interrupt, signal.SIG_DFL):
            signal.signal(signal.SIGALRM, handler)
        if before:
            signal.setitimer(signal.ITIMER_REAL, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTime


@contextmanager
def _watcher(seconds: float) -> Iterator[None]:
    """Interrupt any other thread from a second one."""
    thread, lock, done = threading.get_ident(), threading.Lock(), False

    def interrupt() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_OutOfTime))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            done = True
        timer.cancel()
