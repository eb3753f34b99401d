"""Titles, quotes and reports that mean harm are words, wherever the site's news leave it."""

import csv
import io
import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site
from django.test import Client
from icalendar import Calendar

from stories.models import Article, Outlet, Quote
from stories.public.lists import LISTS
from tests.factories import make_article, make_event, make_finding
from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db

EVIL = (
    "=cmd|x!A1</script><script>alert(1)</script>\r\nBEGIN:VEVENT\r\nUID:evil\r\n"
    '"><img src=x onerror=alert(2)>]]>&lt;{{ 7 }}'
)
# Some of it that must not stand in markup as markup.
MARKUP = ("<script>alert", "<img src=x")


@pytest.fixture
def city() -> City:
    """A city all of whose words mean harm, its own address left alone."""
    city = make_city()
    body = city.issue.body
    assert body
    quote = Quote.objects.create(text=EVIL, type="direct", person=city.ada, affiliation=EVIL, issue=city.issue)
    make_finding(make_article(f"She said: {EVIL}"), EVIL, state="accepted", quote=quote)
    city.quotes.append(quote)
    event = make_event(city.issue, title=EVIL[:300], location=EVIL[:300], earliest=date(2099, 5, 9))
    city.vote.motion = city.vote.location = EVIL
    city.issue.title, city.issue.question = EVIL[:200], EVIL[:300]
    city.ada.name, body.name, body.place.name = EVIL, EVIL, EVIL
    for row in (city.vote, city.issue, city.ada, body, body.place, event):
        row.save()
    city.ada.positions.update(matter=EVIL)
    Article.objects.update(title=EVIL)
    Outlet.objects.update(name=EVIL[:200])
    return city


def scopes(city: City) -> dict[str, str]:
    body = city.issue.body
    assert body
    return {
        "all": "/en", "issue": f"/en/issues/{city.issue.slug}", "person": f"/en/people/{city.ada.slug}",
        "body": f"/en/bodies/{body.slug}", "place": f"/en/places/{body.place.slug}",
    }  # fmt: skip


def test_a_feed_stays_xml_and_its_summaries_have_no_tags(client: Client, city: City) -> None:
    for scope in scopes(city).values():
        text = client.get(f"{scope}/feed.atom").content.decode()
        ElementTree.fromstring(text)
        for entry in feedparser.parse(text, sanitize_html=False).entries:
            assert not BeautifulSoup(entry.get("summary", ""), "lxml").find(["script", "img"]), scope


def test_a_calendar_has_no_more_entries_than_there_are_dates(client: Client, city: City) -> None:
    for scope in scopes(city).values():
        text = client.get(f"{scope}/votes.ics").content.decode()
        entries = Calendar.from_ical(text).walk("VEVENT")
        assert len(entries) == text.count("\r\nBEGIN:VEVENT") == 2, scope
        assert "evil" not in {str(entry["uid"]) for entry in entries}
        assert all("\r" not in str(entry["summary"]) and "\n" not in str(entry["summary"]) for entry in entries)


def test_no_cell_of_a_table_is_a_formula_and_no_line_is_more(client: Client, city: City) -> None:
    for name, sheet in LISTS.items():
        for kind in sheet.kinds:
            address = f"{scopes(city)[kind]}/{name}"
            table, rows = (
                b"".join(client.get(f"{address}.{form}").streaming_content).decode() for form in ("csv", "json")
            )  # type: ignore[attr-defined]
            lines = list(csv.reader(io.StringIO(table, newline="")))
            assert {len(line) for line in lines} == {len(sheet.columns)}, address
            assert len(lines) == len(json.loads(rows)) + 1
            assert not [cell for line in lines for cell in line if cell.lstrip()[:1] in "=+-@" and cell], address


def test_no_page_has_its_markup_and_what_programs_read_is_whole(client: Client, city: City) -> None:
    body = city.issue.body
    assert body
    pages: list[Any] = [city.issue, city.ada, body, city.vote, city.quotes[-1], *city.articles]
    for address in (
        "/en/",
        "/en/answers/",
        f"/en/embed/issues/{city.issue.slug}/",
        *(p.get_absolute_url() for p in pages),
    ):
        text = client.get(address).content.decode()
        for part in MARKUP:
            assert part not in text, address
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert json.loads(data)["@context"] == "https://schema.org"
        page = BeautifulSoup(text, "lxml")
        scripts = page.select('script:not([type="application/ld+json"])')
        assert all(script["src"] == "/static/site.js" and not script.get_text() for script in scripts)
        assert not page.select("img[onerror]")


def test_a_frame_that_is_handed_out_holds_nothing_but_itself(client: Client, city: City) -> None:
    url = site.SITE_URL + city.issue.get_absolute_url()
    frame = json.loads(client.get("/oembed", {"url": url}).content)["html"]
    assert [tag.name for tag in BeautifulSoup(frame, "html.parser").find_all()] == ["iframe"]
    answer = client.get("/oembed", {"url": url, "format": "xml"})
    assert ElementTree.fromstring(answer.content).findtext("html")


@pytest.mark.parametrize(
    "query", ["?page=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "?before=%27%22%3E&after=<img>", "?on=%00"]
)
def test_what_is_asked_in_an_address_is_said_back_nowhere(client: Client, city: City, query: str) -> None:
    text = client.get(city.issue.get_absolute_url() + query).content.decode()
    assert not any(part in text for part in MARKUP)
