"""What stands in the head of a public page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site
from django.test import Client

from stories.models import Quote
from tests.factories import make_article, make_event, make_finding
from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    quote = Quote.objects.create(text="It leaks,", type="direct", person=city.ada, issue=city.issue)
    make_finding(make_article("“It leaks,” Reed said."), "It leaks,", state="accepted", quote=quote)
    city.quotes.append(quote)
    return city


def head(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "lxml")


def pages(city: City) -> dict[str, str]:
    body = city.issue.body
    assert body
    return {
        "home": "/en/", "issue": city.issue.get_absolute_url(), "person": city.ada.get_absolute_url(),
        "body": body.get_absolute_url(), "vote": city.vote.get_absolute_url(),
        "event": make_event(city.issue).get_absolute_url(), "quote": city.quotes[-1].get_absolute_url(),
        "story": city.articles[0].get_absolute_url(), "issues": "/en/issues/", "search": "/en/search/?q=harbor",
    }  # fmt: skip


def test_every_page_has_one_address_and_its_card(client: Client, city: City) -> None:
    for name, address in pages(city).items():
        page = head(client, address)
        [canonical] = page.select("link[rel=canonical]")
        assert canonical["href"] == site.SITE_URL + address.partition("?")[0], name
        if name not in ("issues", "search"):
            [title], [description] = (page.select(f'meta[property="og:{what}"]') for what in ("title", "description"))
            assert title["content"]
            assert 0 < len(str(description["content"])) <= 200, name


def test_no_template_names_an_address_of_its_own_beside_it() -> None:
    """The head does: two of them would say that the page is another one."""
    for path in Path(site.BASE_DIR, "templates/public").glob("*.html"):
        if path.name not in ("_head.html", "embed.html"):
            assert 'rel="canonical"' not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("query", "canonical"),
    [("?page=2", "?page=2"), ("?page=1", ""), ("?page=x", ""), ("?kind=quote", ""), ("?page=2&kind=quote", ""),
     ("?on=2026-03-01", ""), ("?before=20260301T000000.000000-0-7", "?before=20260301T000000.000000-0-7")],
)  # fmt: skip
def test_a_later_page_is_a_page_of_its_own_and_a_question_is_none(
    client: Client, city: City, query: str, canonical: str
) -> None:
    page = head(client, city.issue.get_absolute_url() + query)
    assert page.select("link[rel=canonical]")[0]["href"] == site.SITE_URL + city.issue.get_absolute_url() + canonical


def test_the_description_says_the_question_and_the_date(client: Client, city: City) -> None:
    [meta] = head(client, city.issue.get_absolute_url()).select("meta[name=description]")
    told = "Should the town lease the harbor? Vote: the first week of May (May 1–7, 2099)."
    assert meta["content"] == told


def test_each_page_leads_to_its_feed_and_its_calendar(client: Client, city: City) -> None:
    for name in ("home", "issue", "person", "body"):
        page = head(client, pages(city)[name])
        for kind in ("application/atom+xml", "text/calendar"):
            [link] = page.select(f'link[type="{kind}"]')
            assert client.get(str(link["href"])).status_code == 200


def test_what_programs_read_is_json(client: Client, city: City) -> None:
    kinds = {}
    for name, address in pages(city).items():
        for script in head(client, address).select('script[type="application/ld+json"]'):
            data: dict[str, Any] = json.loads(script.get_text())
            assert data["@context"] == "https://schema.org"
            kinds[name] = data["@type"]
    assert kinds == {
        "home": "WebSite", "issue": "WebPage", "person": "Person", "body": "GovernmentOrganization", "vote": "Event",
        "event": "Event", "quote": "Quotation", "story": "WebPage",
    }  # fmt: skip


def test_no_markup_breaks_out_of_what_programs_read(client: Client, city: City) -> None:
    city.vote.motion = '</script><script>alert(1)</script>\u2028<!-- "'
    city.vote.save()
    page = client.get(city.vote.get_absolute_url()).content.decode()
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(script)["name"] == city.vote.motion
    assert "alert(1)</script>" not in page


def test_a_private_persons_words_are_not_to_be_found_by_name(client: Client, city: City) -> None:
    quote = Quote.objects.create(text="It floods.", type="direct", person=city.private, issue=city.issue)
    make_finding(make_article("“It floods.”"), "It floods.", state="accepted", quote=quote)
    page = head(client, quote.get_absolute_url())
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert not page.select('meta[property^="og:"], meta[name="description"], script[type="application/ld+json"]')
    assert "Oda Private" not in page.select_one("head").decode()  # type: ignore[union-attr]
    assert quote.get_absolute_url() not in client.get("/sitemap-quotes.xml").content.decode()


def test_the_desk_and_what_is_not_there_have_none(client: Client, city: City) -> None:
    for address in ("/en/issues/none/", "/desk/login/", f"/en/subscribe/issue/{city.issue.slug}/"):
        assert b"canonical" not in client.get(address).content
