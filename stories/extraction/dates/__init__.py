"""Date phrases of civic news: from words and publication time to a window of days; nothing is guessed."""

from datetime import datetime

from stories.extraction.dates import days, holidays, periods, slices, stretches  # noqa: F401  (enter their rules, in this order)
from stories.extraction.dates.grammar import Reading, Tense, read
from stories.extraction.dates.words import canonical
from stories.extraction.findings import Window

LONGEST = 120
__all__ = ["resolve"]


def resolve(phrase: str, published: datetime, tense: Tense | None = None) -> Window | None:
    """The window that a date phrase means, "today" being the day of publication in the story's own offset.

    `tense` is the direction of the verb; without it, what has no year is read as still to come. A
    phrase that names no day ("at its next meeting", "indefinitely") gives a window without dates, and
    words that cannot be read as a date give None. Never raises.
    """
    if len(phrase) > LONGEST:
        return None
    return read(canonical(phrase), Reading(published.date(), tense))
