"""The clock's schedule: Celery's own, which a machine's clock that is set back does not stop."""

import time
from typing import Any

from celery import beat

# A clock that is kept in step is set back by less than this.
SET_BACK_SECONDS = 5.0


class Scheduler(beat.Scheduler):
    """Celery wakes nobody until the time is reached again at which it last did, be that hours later. Here each is woken
    at its next turn by the clock as it is now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._looked_at = time.time()
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Wake whoever is due; return in how many seconds to look again."""
        now, before = time.time(), self._looked_at
        self._looked_at = now
        if before - now > SET_BACK_SECONDS:
            for entry in [*self.schedule.values()]:
                self.reserve(entry)  # as if it had been woken now
            self.populate_heap()
        return super().tick(*args, **kwargs)
