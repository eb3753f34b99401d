"""Gull Cove's council and its own calendar, as an .ics file that a test changes."""

from datetime import datetime, timedelta

from stories.ingestion import poll
from stories.models import Source
from tests.factories import NOW, make_body, make_issue, make_outlet, make_place, make_source
from tests.stories.ingestion.web import Site, page
from votes.models import Issue

COUNCIL = "Gull Cove City Council"
PIER = "1. Call to order\\n12. Renewal of the pier lease\\n13. Budget"
# Noon in Chicago of NOW's day, as an .ics has it.
BEGINS = "20260317T180000"


def vevent(uid: str = "pier@cove.example", begins: str = BEGINS, **lines: str) -> str:
    values = {"SUMMARY": COUNCIL, "LOCATION": "Town Hall", "DESCRIPTION": PIER} | lines
    told = "".join(f"{name.replace('_', '-')}:{value}\r\n" for name, value in values.items() if value)
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;TZID=America/Chicago:{begins}\r\n{told}END:VEVENT\r\n"


def shows(site: Site, *events: str) -> None:
    """Let the council's calendar be of these events."""
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n"
    site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    site.pages["/council.ics"] = page(text.encode(), Content_Type="text/calendar")


def make_calendar(site: Site, **fields: object) -> Source:
    """The council's calendar, followed; with an issue on the pier, in the council's place."""
    cove = make_place("Gull Cove")
    make_issue("The pier", make_body(COUNCIL, cove), terms=["pier lease"])
    outlet = make_outlet(f"{COUNCIL}", place=cove)
    return make_source(outlet, url=site.url("/council.ics"), kind="ical", rank="record", place=cove, **fields)


def pier() -> Issue:
    return Issue.objects.get(title="The pier")


def look(source: Source, days: float = 0) -> datetime:
    """Poll the calendar some days from now, and return when."""
    at = NOW + timedelta(days=days)
    source.refresh_from_db()
    poll.poll(source, at)
    return at
