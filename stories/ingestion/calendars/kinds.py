"""What is particular to the calendars of a kind: a row each, and a module beside this one that reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stories.ingestion.calendars import civicplus, ical, legistar, legistar_api
from stories.ingestion.calendars.row import Answer, Ask, Reading, Span


def _as_it_is(url: str, span: Span) -> str:
    return url


@dataclass(frozen=True, slots=True)
class CalendarKind:
    """A row of the table. What a reader must give stands in `docs/sources.md`."""

    name: str
    # Whether an answer is of this kind, by its first looks.
    looks_like: Callable[[Answer], bool]
    # The meetings of an answer; raises a CalendarError where it is not of this kind.
    read: Callable[[Answer, Span, Ask], Reading]
    # The address at which the meetings of a span are asked for.
    asked: Callable[[str, Span], str] = _as_it_is
    # Whether it is asked whole each time: that its list is unchanged says nothing of its further pages.
    has_pages: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        CalendarKind("ical", ical.looks_like, ical.read),
        CalendarKind("legistar", legistar.looks_like, legistar.read),
        CalendarKind("legistar_api", legistar_api.looks_like, legistar_api.read, legistar_api.asked, has_pages=True),
        CalendarKind("civicplus", civicplus.looks_like, civicplus.read),
    )
}


def kind_of(answer: Answer) -> CalendarKind | None:
    """Return the kind of calendar that an answer is, None where it is none."""
    return next((kind for kind in KINDS.values() if kind.looks_like(answer)), None)
