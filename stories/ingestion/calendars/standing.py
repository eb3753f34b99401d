"""How it stands with a meeting, by the words that clerks write beside it: cancelled, deferred, recessed to a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil import parser as dates

from stories.ingestion.calendars.row import Standing

_WORDS = {
    Standing.CANCELLED: r"(?:cancell?ed|called\s{1,3}off)",
    Standing.RECESSED: r"(?:recessed|recess\s{1,3}to)",
    Standing.POSTPONED: r"(?:postponed|deferred)",
}
_NOTED = {standing: re.compile(rf"\b(?:{words}|cancellation)\b", re.I) for standing, words in _WORDS.items()}
# Dashes, bars, brackets part a mark from the name; in a clerk's note a colon leads on to what the word is about.
_PARTED = re.compile(
    r"\s[-–—/]|[-–—/]\s|[-–—]{2}|[–—|*!;()\[\]\n]|\.(?:\s|$)|[,-](?=\s{0,3}(?i:cancel|postpon|deferr)\w{2,6}\W{0,4}$)"
)
_NAMED = re.compile(rf"{_PARTED.pattern}|:(?!\d)")
_MEETS = r"(?:meeting|session|hearing|workshop|retreat|board|council|committee|commission|authority|trustees)"
_WHY = (
    r"(?:\s{1,3}(?:due|because|owing|for|as|at\s{1,3}\w{2,4}\s{1,3}request|by|per|until\s{1,3}further|indefinitely)\b"
    r".{0,300})?"
)
# A council that did this to something else.
_LEADS_ON = r"(?:on|about|regarding|that|which|whose|why|how|whether|reports?|contracts?|permits?)\b"
_IS = r"(?:(?:is|was|been|has|have|now|hereby)\s{1,3}){0,4}"
_MARKS = {
    standing: re.compile(
        rf"(?:(?:(?!{_LEADS_ON})[\w’'&.,]{{1,30}}\s{{1,3}}){{0,12}}{_MEETS}\s{{1,3}})?{_IS}{words}"
        + (r"(?!\s{1,3}meeting)\b.{0,300}" if standing == Standing.RECESSED else _WHY),
        re.I,
    )
    for standing, words in _WORDS.items()
}
_CANCELLATION = re.compile(
    rf"(?:notice\s{{1,3}}of\s{{1,3}})?cancellation(?:\s{{1,3}}notice)?(?:\s{{1,3}}of(?:\s{{1,3}}[\w’']{{1,20}}){{0,6}}\s{{1,3}}{_MEETS})?"
    rf"|cancell?ed\s{{1,3}}(?:(?:regular|special|joint)\s{{1,3}})?meeting",
    re.I,
)
# In capitals beside a name that is not.
_IN_CAPITALS = {
    standing: re.compile(rf"^{words}\s(?=.{{0,300}}[a-z])|(?<=[a-z0-9]\s){words}$")
    for standing, words in (
        (Standing.CANCELLED, "CANCELL?ED"),
        (Standing.RECESSED, "RECESSED"),
        (Standing.POSTPONED, "(?:POSTPONED|DEFERRED)"),
    )
}
_OF_SOMETHING = re.compile(r"\bDEFERRED\s{1,3}(?:MAINTENANCE|COMPENSATION|REVENUES?|TAX(?:ES)?|ACTION)\b", re.I)
_ANY = (
    r"(?:cancel\w{0,8}|called\s{1,3}off|postpon\w{1,6}|deferred|deferral|reschedul\w{1,4}|recessed|"
    r"no\s{1,3}(?:regular\s{1,3}|council\s{1,3}|board\s{1,3})?meeting|(?:will|does)\s{1,3}not\s{1,3}(?:meet|be\s{1,3}held)|no\s{1,3}quorum)"
)
_HINT = re.compile(rf"\b{_ANY}\b", re.I)
_DENIED = re.compile(
    rf"\b(?:not|never|no\s{{1,3}}longer|isn[’']t|wasn[’']t|hasn[’']t)[\s-]{{1,3}}(?:been\s{{1,3}}|being\s{{1,3}})?{_ANY}"
    rf"|\bun-?cancell?ed\b|\b(?:cancellation|postponement|deferral)\s{{1,3}}(?:is\s{{1,3}}|was\s{{1,3}}|has\s{{1,3}}been\s{{1,3}})?"
    r"(?:rescinded|withdrawn|lifted|reversed|revoked)\b",
    re.I,
)
# What the word may be about instead: another meeting, an item, a part or a manner of the meeting; or it may not be so.
_OTHER = re.compile(
    r"\b(?:(?<!no )items?\b(?!\s{1,3}(?:to\b|require))|resolution|ordinance|bill|motion|"
    r"application|in\s{1,3}lieu|instead|"
    r"replac\w{1,5}|last|"
    r"previous\w{0,2}|prior|earlier|originally|following|next|yesterday|in[- ]person|zoom|online|broadcast|livestream|"
    r"executive|closed|reception|lunch|dinner|parking|if|unless|may(?!\s{1,3}\d)|might|could|would|should|likely|possibly|tentatively|"
    r"(?<!no items )to\s{1,3}be|as\s{1,3}scheduled|as\s{1,3}planned|proceeds?|goes?\s{1,3}ahead|still|in\s{1,3}error|"
    r"reinstated|back\s{1,3}on)\b|\?",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_ANOTHER_DAY = re.compile(
    rf"\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\b{_MONTH}\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{{1,3}}\d{{4}}\b)?"
    rf"|\b\d{{1,2}}\s{{1,3}}{_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    re.I,
)
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
    """`day` and `time` are when a recessed meeting goes on, where that is said. Where `is_doubtful`, a word stands
    there by which the meeting may be off, but which may be about something else.
    """

    standing: Standing
    day: date | None = None
    time: time | None = None
    is_doubtful: bool = False


def fate(*, title: str = "", note: str = "", status: str = "", on: date | None = None) -> Fate:
    """Return how it stands with a meeting `on` a day by its title, by what the clerk notes beside it, and by the field
    that says how it stands. In title and note a word holds only as the mark of the meeting itself.
    """
    title, note, status = title[:_LOOKED_AT], note[:_LOOKED_AT], status[:_LOOKED_AT]
    for standing, words in _NOTED.items():
        if words.search(status) and not _DENIED.search(status):
            return _recessed(f"{title} {note} {status}") if standing == Standing.RECESSED else Fate(standing)
    told = [_marked(title, _NAMED, on), _marked(note, _PARTED, on)]
    if off := next((one for one in told if one.standing != Standing.SCHEDULED), None):
        return _recessed(f"{title} {note}") if off.standing == Standing.RECESSED else off
    return Fate(Standing.SCHEDULED, is_doubtful=any(one.is_doubtful for one in told))


def _marked(words: str, parted: re.Pattern[str], on: date | None) -> Fate:
    words = _OF_SOMETHING.sub(" ", words).strip()
    if not _HINT.search(words) or _DENIED.search(words):
        return Fate(Standing.SCHEDULED)
    own = _ANOTHER_DAY.sub(lambda found: " " if _is_day(found[0], on) else found[0], words)
    is_of_other = bool(_OTHER.search(own))
    parts = [" ".join(part.split()).strip(' .,"') for part in parted.split(own)]
    for standing, mark in _MARKS.items():
        marked = any(mark.fullmatch(part) for part in parts) or bool(_IN_CAPITALS[standing].search(own.strip(" .*")))
        marked = marked or (standing == Standing.CANCELLED and any(_CANCELLATION.fullmatch(part) for part in parts))
        # Of a recessed meeting the day on which it goes on is said.
        if marked and not is_of_other and (standing == Standing.RECESSED or not _ANOTHER_DAY.search(own)):
            return Fate(standing)
    return Fate(Standing.SCHEDULED, is_doubtful=True)


def _is_day(words: str, on: date | None) -> bool:
    """Say whether a day in words is that day, as far as it is said."""
    if on is None:
        return False
    if words.lower().endswith(("day", "days")):
        return words.lower().rstrip("s").startswith(f"{on:%A}".lower())
    try:
        return dates.parse(words, default=datetime(on.year, on.month, on.day)).date() == on
    except (ValueError, OverflowError):
        return False


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
