"""Reasons why a calendar could not be read."""

from __future__ import annotations

from stories.ingestion.errors import IngestionError


class CalendarError(IngestionError):
    """Bytes that are no calendar of their kind; `str()` is one for the operator, without the calendar's words."""


class CalendarTooLarge(CalendarError):
    """A calendar of more bytes, or more elements, than are read of any."""


class SlowCalendar(CalendarError):
    """A calendar whose reading took longer than it may."""
