"""Where a page leads to a calendar."""

import pytest

from stories.ingestion.calendars.links import calendar_links, is_legistar, web_addresses, without_webcal
from stories.ingestion.calendars.row import Answer

HOME = "https://harrow.example/council/"


def links(body: str, url: str = HOME) -> list[str]:
    return calendar_links(Answer(f"<html><body>{body}</body></html>".encode(), url))


def test_a_declared_calendar_comes_before_linked_ones_and_an_ics_before_a_page() -> None:
    body = (
        '<a href="/AgendaCenter">Agendas</a><a href="/Calendar.aspx">Meetings</a><a href="m.ics?x=1">Subscribe</a>'
        '<link type="text/calendar" href="/all">'
    )
    assert links(body) == [
        "https://harrow.example/all", "https://harrow.example/council/m.ics?x=1", "https://harrow.example/Calendar.aspx",
        "https://harrow.example/AgendaCenter",
    ]  # fmt: skip


@pytest.mark.parametrize("href", ["webcals://harrow.example/c.ics", "https://harrow.example/c.ics"])
def test_a_calendar_to_subscribe_to_is_an_address_of_the_web(href: str) -> None:
    assert links(f'<a href="{href}">Subscribe</a>') == ["https://harrow.example/c.ics"]
    assert without_webcal("mailto:a@b.example") == "mailto:a@b.example"


def test_a_webcal_address_is_asked_for_in_the_open_where_there_is_no_secure_way() -> None:
    assert links('<a href="WebCal://harrow.example/c.ics">Subscribe</a>') == [
        "https://harrow.example/c.ics", "http://harrow.example/c.ics",
    ]  # fmt: skip
    assert web_addresses("http://harrow.example/") == ["http://harrow.example/"]


def test_a_legistar_home_leads_to_its_calendar_whatever_it_links_to() -> None:
    assert is_legistar("https://harrow.legistar.com/")
    assert not is_legistar("https://legistar.com.harrow.example/")
    assert links("<p>Welcome</p>", "https://harrow.legistar.com/") == ["https://harrow.legistar.com/Calendar.aspx"]


def test_other_links_and_no_page_lead_to_none() -> None:
    assert links('<a href="/news">News</a><a href="javascript:x.ics">x</a>') == []
    assert calendar_links(Answer(b"", HOME)) == []
    assert len(links("".join(f'<a href="/{n}.ics">x</a>' for n in range(50)))) == 5
