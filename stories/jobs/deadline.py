"""A limit on reading one thing, by the clock or by the work it takes, in whichever thread it runs."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Literal

# Seconds after which an alarm rings again: the first time may fall into a destructor, which loses it.
_AGAIN = 0.25
# By the clock on the wall, or by the processor's time that is spent: what a busy machine does not make longer.
Measure = Literal["clock", "work"]
_ALARMS = {"clock": (signal.ITIMER_REAL, signal.SIGALRM), "work": (signal.ITIMER_PROF, signal.SIGPROF)}


class _OutOfTime(BaseException):
    """The interruption raised inside the slow code; no `except Exception` of a library can swallow it."""


@contextmanager
def deadline(seconds: float, error: Exception, measure: Measure = "clock") -> Iterator[None]:
    """Raise `error` when the block runs longer than `seconds`; takes effect between two steps of Python code.

    One call into C is such a step. A pattern's search looks for the alarm while it goes back over what it tried, but
    not while it counts characters, and in any thread but the main one never: patterns must be quick by themselves.
    """
    in_main = threading.current_thread() is threading.main_thread()
    seconds = max(seconds, 0.001)
    try:
        with _alarm(seconds, measure) if in_main else _watcher(seconds, measure):
            yield
    except _OutOfTime:
        raise error from None


@contextmanager
def _alarm(seconds: float, measure: Measure) -> Iterator[None]:
    """Interrupt the main thread by an alarm, the cheap way; an alarm set further out is put back afterwards.

    Where nobody handled alarms the handler stays: for a small feed its coming and going would cost a tenth of reading.
    """
    timer, number = _ALARMS[measure]
    handler = signal.getsignal(number)
    if handler is not _interrupt:
        signal.signal(number, _interrupt)
    before, _ = signal.setitimer(timer, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        if handler not in (_interrupt, signal.SIG_DFL):
            signal.signal(number, handler)
        if before:
            signal.setitimer(timer, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTime


@contextmanager
def _watcher(seconds: float, measure: Measure) -> Iterator[None]:
    """Interrupt any other thread from a second one."""
    thread, lock, done = threading.get_ident(), threading.Lock(), False
    clock = time.CLOCK_MONOTONIC if measure == "clock" else time.pthread_getcpuclockid(thread)
    ends = time.clock_gettime(clock) + seconds
    timer: threading.Timer | None = None

    def watch(wait: float) -> threading.Timer:
        timer = threading.Timer(wait, look)
        timer.daemon = True
        timer.start()
        return timer

    def look() -> None:
        nonlocal timer
        with lock:
            if done:
                return
            left = ends - time.clock_gettime(clock)
            if left <= 0:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_OutOfTime))
            else:
                timer = watch(max(left, 0.01))

    timer = watch(seconds)
    try:
        yield
    finally:
        with lock:
            done = True
            timer.cancel()
