"""The tables of a calendar's page."""

import pytest
from lxml.html import fromstring

from stories.ingestion.calendars import markup
from stories.ingestion.calendars.errors import CalendarError, CalendarTooLarge
from stories.ingestion.calendars.row import Answer


def test_addresses_are_the_webs_alone() -> None:
    assert markup.address("/agenda.pdf", "https://harrow.example/x") == "https://harrow.example/agenda.pdf"
    for href in (
        "javascript:alert(1)",
        "https://a@harrow.example/",
        "http://[",
        "x",
        f"https://harrow.example/{'a' * 2000}",
    ):
        assert markup.address(href) == ""


def test_the_first_link_that_leads_to_the_web_is_taken() -> None:
    cell = fromstring('<td><a name="x">a</a><a href="javascript:x()">b</a><a href="/c">c</a></td>')
    assert markup.link_in(cell, "https://harrow.example/") == "https://harrow.example/c"
    assert markup.link_in(fromstring("<td>a</td>"), "") == ""


def test_a_page_of_a_size_that_no_calendar_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_ELEMENTS", 100)
    with pytest.raises(CalendarTooLarge, match="more than 100 elements"):
        markup.tree_of(Answer(b"<html>" + b"<p>x</p>" * 200, ""))
    monkeypatch.setattr(markup, "MAX_BYTES", 100)
    with pytest.raises(CalendarTooLarge, match="larger than"):
        markup.tree_of(Answer(b"<p>" + b"x" * 200, ""))


def test_nothing_readable_is_said() -> None:
    with pytest.raises(CalendarError, match="no readable HTML"):
        markup.tree_of(Answer(b"<!-- -->", ""))
