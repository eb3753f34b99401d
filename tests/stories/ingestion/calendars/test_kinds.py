"""The table of calendars."""

import pytest

from stories.ingestion.calendars.kinds import KINDS, kind_of
from stories.ingestion.calendars.row import Answer


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", "ical"),
        (b'<table class="rgMasterTable" id="x_gridCalendar">', "legistar"),
        (b'[{"EventBodyName": "Council"}]', "legistar_api"),
        (b'<tr class="catAgendaRow"><a href="/AgendaCenter/ViewFile/Agenda/_11042026-1">', "civicplus"),
    ],
)
def test_each_kind_is_known_by_its_first_looks(body: bytes, name: str) -> None:
    kind = kind_of(Answer(body, "https://harrow.example/"))
    assert kind is KINDS[name]


def test_anything_else_is_no_calendar() -> None:
    for body in (b"", b"<html><p>Calendar</p></html>", b"[]", b"<rss>"):
        assert kind_of(Answer(body, "https://harrow.example/")) is None
