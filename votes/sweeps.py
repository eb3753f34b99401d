"""Goes through rows that are due so that one that fails harms no other: it is left alone for a while, and noted."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from votes.models import Setback

log = logging.getLogger(__name__)

# Doubled with every failure in a row, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
UNFINISHED = "It was begun and not finished: the process ended meanwhile."


class Sweep:
    """One run of a sweep, by name: does rows one by one, each in a transaction of its own."""

    def __init__(self, name: str, now: datetime) -> None:
        self.name, self.now = name, now
        self._setbacks = {setback.row: setback for setback in Setback.objects.filter(sweep=name)}

    @property
    def put_off(self) -> list[int]:
        """Return the rows that failed and are not to be tried yet."""
        return [row for row, setback in self._setbacks.items() if setback.next_try_at > self.now]

    def do(self, row: int, work: Callable[[], int]) -> int:
        """Return what the work returns; 0 where it raised, and where the row is put off.

        With the database away nothing is anybody's fault, and the error is raised.
        """
        if row in self.put_off:
            return 0
        try:
            with transaction.atomic():
                done = work()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("%s: row %s failed and is put off", self.name, row)
            self._set_back(row, error)
            return 0
        if setback := self._setbacks.pop(row, None):
            setback.delete()
        return done

    @property
    def set_back(self) -> list[int]:
        """Return the rows that failed before, and those that a process began and never finished."""
        return [*self._setbacks]

    def attempts(self, row: int) -> int:
        """Return how often the row was begun in vain."""
        return self._setbacks[row].attempts if row in self._setbacks else 0

    def begin(self, rows: Sequence[int]) -> None:
        """Note, in the database, that these rows are begun: work that ends its process is not done for ever."""
        for row in rows:
            self._note(row, UNFINISHED, FIRST_PAUSE / 4)

    def finish(self, rows: Sequence[int]) -> None:
        """Note that they are done, or that nothing of them ended the process."""
        Setback.objects.filter(sweep=self.name, row__in=rows).delete()
        for row in rows:
            self._setbacks.pop(row, None)

    def fail(self, row: int, error: Exception) -> None:
        """Note what a row raised that was begun; it is left alone for a while."""
        before = self._setbacks.pop(row)
        before.attempts -= 1
        if before.attempts:
            self._setbacks[row] = before
        self._set_back(row, error)

    def _set_back(self, row: int, error: Exception) -> None:
        self._note(row, f"{type(error).__name__}: {error}".replace("\0", "")[:500], FIRST_PAUSE)

    def _note(self, row: int, problem: str, pause: timedelta) -> None:
        before = self._setbacks.get(row)
        attempts = before.attempts if before else 0
        values = {
            "since": before.since if before else self.now,
            "attempts": attempts + 1,
            "next_try_at": self.now + min(pause * 2 ** min(attempts, 10), LONGEST_PAUSE),
            "problem": problem,
        }
        self._setbacks[row], _ = Setback.objects.update_or_create(sweep=self.name, row=row, defaults=values)
