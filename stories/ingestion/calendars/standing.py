"""How it stands with a meeting, by the words that clerks write beside it: cancelled, deferred, recessed to a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from dateutil import parser as dates

from stories.ingestion.calendars.row import Standing

# In a note of the clerk's own the word suffices. In a title it must stand at an end, apart, in brackets or in capitals:
# there may be a hearing on the cancellation of a lease.
_WORDS = {
    Standing.CANCELLED: r"cancell?(?:ed|ation)",
    Standing.RECESSED: r"(?:recessed|recess\s{1,3}to)",
    Standing.POSTPONED: r"(?:postponed|deferred)",
}
_NOTED = {standing: re.compile(rf"\b{words}\b", re.I) for standing, words in _WORDS.items()}
_OF_A_MEETING = r"cancellation\s{1,3}of\s{1,3}(?:\w{1,20}\s{1,3}){0,4}meeting\b"
_TITLED = {
    standing: re.compile(
        rf"(?i:^\W{{0,4}}(?:{words}\s{{0,3}}(?:[-–—:|!*/\])]|$)|cancell?ed\b|{_OF_A_MEETING}))"
        rf"|(?i:\b{words}\W{{0,4}}$)|(?i:[\[(]\s{{0,3}}{words}\b)|(?i:\b(?:is|was|been)\s{{1,3}}{words}\b)"
        r"|\b(?:CANCELL?ED|RECESSED|POSTPONED|DEFERRED)\b"
    )
    for standing, words in _WORDS.items()
}
_GOES_ON = re.compile(
    r"\brecess(?:ed)?\b[^.;]{0,60}?\bto\b(?P<when>.{0,120})|\breconvened?\s{1,3}on\b(?P<on>.{0,80})", re.I
)
_DAY = re.compile(
    r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s{1,3}\d{1,2},?\s{1,3}\d{4}\b",
    re.I,
)
_HOUR = re.compile(
    r"\b(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?\s{0,3}(?P<half>[ap])\.?\s?m\b|\b(?P<noon>noon)\b", re.I
)
# Of notes of any length this much is looked at.
_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Fate:
    """`day` and `time` are when a recessed meeting goes on, where that is said."""

    standing: Standing
    day: date | None = None
    time: time | None = None


def fate(*, title: str = "", note: str = "") -> Fate:
    """Return how it stands with a meeting by its title and by what the clerk notes beside it."""
    title, note = title[:_LOOKED_AT], note[:_LOOKED_AT]
    for standing in _NOTED:
        titled = _TITLED[standing].search(title)
        if _NOTED[standing].search(note) or (titled and _NOTED[standing].search(titled[0])):
            return _recessed(f"{title} {note}") if standing == Standing.RECESSED else Fate(standing)
    return Fate(Standing.SCHEDULED)


def clock(words: str) -> time | None:
    """Return the first time of day that stands in the words, such as "10:00 AM"; None where none does."""
    found = _HOUR.search(words[:_LOOKED_AT])
    if found is None:
        return None
    if found["noon"]:
        return time(12)
    return time(int(found["hour"]) % 12 + 12 * (found["half"].lower() == "p"), int(found["minute"] or 0))


def calendar_day(words: str) -> date | None:
    """Return the first day that stands in the words as American clerks write it: "1/23/2019", "May 24, 2023"."""
    found = _DAY.search(words[:_LOOKED_AT])
    try:
        return dates.parse(found[0]).date() if found else None
    except (ValueError, OverflowError):
        return None


def _recessed(words: str) -> Fate:
    goes_on = _GOES_ON.search(words)
    when = (goes_on["when"] or goes_on["on"] or "") if goes_on else ""
    return Fate(Standing.RECESSED, day := calendar_day(when), clock(when) if day else None)
