"""Measures reading of calendars beside `icalendar` alone: a year that is taken whole, and ten years of which little is.

Run as `python -m tests.bench.bench_calendars`; it needs nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from stories.ingestion.calendars import ical
from stories.ingestion.calendars.row import Answer, Span

TODAY = date(2026, 11, 4)
SPAN = Span(TODAY, ZoneInfo("America/Chicago"))
EVENTS = 1_500
TEN_YEARS = 3_650
ROUNDS = 3
# Of what `icalendar` reads in a second at least this share; of ten years, more than it.
LEAST_WHOLE, LEAST_OF_TEN_YEARS = 0.6, 2.0


@dataclass(frozen=True)
class Speed:
    """Events a second of processor time, and how many rows came of them."""

    events: int
    rows: int
    ours: float
    theirs: float

    @property
    def share(self) -> float:
        return self.ours / self.theirs


def calendar(days: int) -> bytes:
    """The meetings of a city with an agenda each, spread over so many days around today."""
    begins = TODAY - timedelta(days=days // 5)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(EVENTS):
        day = begins + timedelta(days=number * days // EVENTS)
        lines += [
            "BEGIN:VEVENT", f"UID:{number}@bench.example", "DTSTAMP:20261101T120000Z", f"SEQUENCE:{number % 3}",
            f"DTSTART;TZID=America/Chicago:{day:%Y%m%d}T180000", f"DTEND;TZID=America/Chicago:{day:%Y%m%d}T200000",
            f"SUMMARY:Committee {number % 17}", "LOCATION:City Hall\\, Room 2", "STATUS:CONFIRMED",
            "DESCRIPTION:1. Call to order\\n2. Renewal of a lease\\n3. Budget\\n4. Adjournment",
            f"URL:https://bench.example/meetings/{number}", "END:VEVENT",
        ]  # fmt: skip
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def measure(days: int) -> Speed:
    data = calendar(days)
    answer = Answer(data, "https://bench.example/c.ics")
    rows = len(ical.read(answer, SPAN, lambda _: answer).rows)
    ours = _seconds(lambda: ical.read(answer, SPAN, lambda _: answer))
    theirs = _seconds(lambda: Calendar.from_ical(data))
    return Speed(EVENTS, rows, EVENTS / ours, EVENTS / theirs)


def _seconds(work: Callable[[], object]) -> float:
    """The quickest of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


if __name__ == "__main__":
    for days in (300, TEN_YEARS):
        speed = measure(days)
        print(f"{days} days: {speed.ours:.0f} events a second, icalendar alone {speed.theirs:.0f}; {speed.rows} rows")
