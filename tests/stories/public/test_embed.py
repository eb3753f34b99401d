"""An issue as a card in somebody else's page, and how their programs learn of it."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site
from django.test import Client

from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def ask(client: Client, city: City, **query: str) -> Any:
    return client.get("/oembed", {"url": f"{site.SITE_URL}{city.issue.get_absolute_url()}", **query})


def test_the_card_says_when_and_who_and_as_of_which_day(client: Client, city: City) -> None:
    page = BeautifulSoup(client.get(f"/en/embed/issues/{city.issue.slug}/").content, "lxml")
    words = " ".join(page.body.get_text(" ").split()) if page.body else ""
    assert "Should the town lease the harbor?" in words
    assert "the first week of May (May 1–7, 2099)" in words
    assert "Reedham Council: 1 against" in words
    assert "As of " in words
    assert not page.select("script, form, iframe")
    assert all(str(link["href"]).startswith(site.SITE_URL) for link in page.select("a"))


def test_the_card_alone_may_be_framed_and_sets_no_cookie(client: Client, city: City) -> None:
    card = client.get(f"/en/embed/issues/{city.issue.slug}/")
    assert "X-Frame-Options" not in card
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert not card.cookies
    for address in ("/en/", city.issue.get_absolute_url(), f"/en/subscribe/issue/{city.issue.slug}/"):
        assert client.get(address)["X-Frame-Options"] == "DENY", address


def test_an_issues_page_leads_to_its_answer(client: Client, city: City) -> None:
    page = BeautifulSoup(client.get(city.issue.get_absolute_url()).content, "lxml")
    for kind in ("application/json+oembed", "text/xml+oembed"):
        [link] = page.select(f'link[type="{kind}"]')
        answer = client.get(str(link["href"]).removeprefix(site.SITE_URL))
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_answer_is_a_frame_no_larger_than_asked_for(client: Client, city: City) -> None:
    city.issue.title = 'Lease "now" <b>'
    city.issue.save()
    told = json.loads(ask(client, city, maxwidth="300", maxheight="99999").content)
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 300)
    assert 300 < told["height"] < 600
    assert json.loads(ask(client, city, maxheight="250").content)["height"] == 250
    frame = BeautifulSoup(told["html"], "lxml").iframe
    assert frame
    assert frame["src"] == f"{site.SITE_URL}/en/embed/issues/{city.issue.slug}/"
    assert frame["title"] == city.issue.title
    told_again = ElementTree.fromstring(ask(client, city, format="xml").content)
    assert told_again.findtext("title") == city.issue.title
    assert told_again.findtext("width") == "480"


@pytest.mark.parametrize(
    "url",
    ["", "https://elsewhere.example/en/issues/x/", "http://[", "javascript:alert(1)", f"{site.SITE_URL}/en/about/",
     f"{site.SITE_URL}/en/issues/none/", f"{site.SITE_URL}//en/issues/x/"],
)  # fmt: skip
def test_any_other_address_is_not_found(client: Client, city: City, url: str) -> None:
    assert ask(client, city, url=url).status_code == 404


def test_a_format_that_is_not_there_is_said(client: Client, city: City) -> None:
    assert ask(client, city, format="yaml").status_code == 501
