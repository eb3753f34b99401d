"""The invented council's own calendar, as an .ics: it has the meeting of the drone vote where the papers have it, and
later two days after that.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event

from civictrack.demo.content import ZONE

COUNCIL = "Tern Harbor City Council"
# What the news site knows the moved calendar by, as it does corrected stories.
MOVED = "council-calendar"
PATH = "/council/calendar.ics"
BEGINS = time(18, 30)
MOVED_BY = timedelta(days=2)
NEXT_MEETING = timedelta(days=14)
AGENDA = ("1. Call to order", "4. Bids for the harbor dredging", "9. Police drone contract, second reading")
NEXT_AGENDA = ("1. Call to order", "3. A street name for the lane behind the ropewalk")


def calendar(known: Mapping[str, date], *, is_moved: bool) -> str:
    """Return the calendar's text; `known` are the demo's days."""
    day = known["drone_second"]
    listed = Calendar()
    listed.add("version", "2.0")
    listed.add("prodid", "-//Tern Harbor//Meetings//EN")
    listed.add("x-wr-calname", COUNCIL)
    listed.add_component(_meeting("drones", day + MOVED_BY if is_moved else day, AGENDA, int(is_moved)))
    listed.add_component(_meeting("lane", day + NEXT_MEETING, NEXT_AGENDA, 0))
    return str(listed.to_ical().decode())


def _meeting(name: str, day: date, agenda: tuple[str, ...], sequence: int) -> Event:
    event = Event()
    event.add("uid", f"{name}@council.tern-harbor.example")
    event.add("sequence", sequence)
    event.add("summary", f"{COUNCIL}, regular meeting")
    event.add("dtstart", datetime.combine(day, BEGINS, ZONE))
    event.add("location", "City Hall")
    event.add("description", "\n".join(agenda))
    return event
