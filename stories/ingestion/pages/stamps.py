"""Dates of a story with what they were read from, and which of several is to be believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from stories.ingestion.pages.written import is_day

_DAY = timedelta(hours=26)
_MINUTE = timedelta(minutes=1)
# Zones are a quarter of an hour apart at least, and lie between these.
_QUARTER = timedelta(minutes=15)
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)


class ReadFrom(StrEnum):
    """What a date was read from, the surest first."""

    ZONED_METADATA = "zoned_metadata"
    FEED = "feed"
    METADATA = "metadata"
    STAMP = "stamp"
    HAND = "hand"
    EARLIER = "earlier"
    URL = "url"
    GUESS = "guess"


RANKS = {source: rank for rank, source in enumerate(ReadFrom)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as it was told: naive without a zone, and at midnight without an hour."""

    moment: datetime
    read_from: ReadFrom


def of_metadata(moment: datetime) -> Stamp:
    """Return what a page tells machines."""
    return Stamp(moment, ReadFrom.METADATA if moment.tzinfo is None else ReadFrom.ZONED_METADATA)


def best(stamps: Iterable[Stamp], zone: tzinfo | None = None) -> Stamp | None:
    """Return the surest, the first of several as sure, in the fullest form that any other gives it.

    A day takes its hour, and an hour its zone, from another telling of the same; so does what is told in UTC for
    machines, as "Tuesday" is read in the story's own zone. `zone` is that of its outlet's place, if known: two times
    that differ by another offset than the place has are not the same minute, but two minutes.
    """
    told = sorted(stamps, key=lambda stamp: RANKS[stamp.read_from])
    if not told:
        return None
    surest, moments = told[0], [stamp.moment for stamp in told[1:]]
    moment = surest.moment
    if is_day(moment):
        moment = next((other for other in moments if other.date() == moment.date() and not is_day(other)), moment)
    if not moment.utcoffset() and not is_day(moment):
        moment = _in_zone(moment, moments, zone)
    return replace(surest, moment=moment)


def _in_zone(moment: datetime, others: Sequence[datetime], place: tzinfo | None) -> datetime:
    """Return a moment without a zone, or in UTC, in that of another telling of the same minute, if there is one."""
    for other in others:
        if is_day(other):
            continue
        if moment.tzinfo is None and other.tzinfo is not None:
            if _same_clock(moment, other):
                return moment.replace(tzinfo=other.tzinfo)
            if zone := _between(moment, other, place):
                return moment.replace(tzinfo=zone)
        elif moment.tzinfo is not None and other.tzinfo is None:
            if zone := _between(other, moment, place):
                return moment.astimezone(zone)
        elif moment.tzinfo is not None and other.utcoffset() and abs(other - moment) < _MINUTE:
            return moment.astimezone(other.tzinfo)
    return moment


def _same_clock(moment: datetime, other: datetime) -> bool:
    near = abs(moment - other.replace(tzinfo=None)) < _DAY
    return near and (moment.hour, moment.minute) == (other.hour, other.minute)


def _between(local: datetime, instant: datetime, place: tzinfo | None) -> tzinfo | None:
    """Return the zone in which `local` is the same minute as an instant told in UTC; None where no zone, or not that
    of the place, is.
    """
    if instant.utcoffset():
        return None
    ahead = local - instant.astimezone(UTC).replace(tzinfo=None)
    minutes = timedelta(minutes=round(ahead / _MINUTE))
    same = abs(ahead - minutes) < _MINUTE and not minutes % _QUARTER and _WEST <= minutes <= _EAST and minutes
    return timezone(minutes) if same and (place is None or instant.astimezone(place).utcoffset() == minutes) else None
