"""The last thing that happened on an issue, in one line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator, capfirst

from stories.models import Quote
from stories.public.spoken import said_in_words
from stories.public.timeline import TimelineEntry, TimelineItem
from votes.models import Event, Position, Vote
from votes.moves import Move
from votes.words import one_line, outcome_in_words, stand_in_words, window_in_words

# Characters of a matter in it.
LONGEST = 110


@dataclass(frozen=True)
class LastNews:
    """The last thing that happened, in one line, with its day, and what its entry in the timeline is called."""

    day: dt.date
    words: str
    anchor: str


def newest_of(entries: Iterable[TimelineEntry], today: dt.date) -> LastNews | None:
    """Return the line of the newest entry; that a story was withdrawn is not what happened."""
    return next((line_of(entry, today) for entry in entries if not entry.is_withdrawn), None)


def line_of(entry: TimelineEntry, today: dt.date) -> LastNews:
    """Return the line of a timeline's entry: the weightiest thing that it told, what became of a vote above a change of
    mind, and that above all else; where it told nothing, that its story appeared.
    """
    weightiest = sorted(entry.items, key=lambda item: (not isinstance(item.record, Move), item.was is None))
    item = next(iter(weightiest), None)
    if item:
        words = _words_of(item, today)
    else:
        words = f"{entry.article.outlet}: {entry.article.title}" if entry.article else ""
    return LastNews(entry.day, Truncator(one_line(words)).chars(LONGEST), entry.anchor)


def _words_of(item: TimelineItem, today: dt.date) -> str:
    record = item.record
    if isinstance(record, Position):
        sentence = item.first.passage.sentence if item.first and item.first.passage else ""
        return stand_in_words(record, item.was, deed=sentence)
    if isinstance(record, Quote):
        return f"{capfirst(record.speaker)} is quoted" if record.redacted_at else said_in_words(record)
    if record.is_result and isinstance(record.after, Vote):
        return f"{record.news}: {outcome_in_words(record.after)}"
    what = record.record.title if isinstance(record.record, Event) else ""
    when = (
        record.reason if record.is_shelving else window_in_words(record.after, today) if record.after.is_dated else ""
    )
    told = ", ".join(part for part in (what, when) if part)
    return f"{record.news}: {told}" if told else record.news
