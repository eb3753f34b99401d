"""The pages that search engines may know."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.test import Client

from stories.public import sitemaps
from tests.factories import NOW, make_event, make_issue
from tests.stories.public.city import City, make_city
from votes import schedule
from votes.citation import Citation

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    make_event(city.issue)
    return city


def listed(client: Client, address: str = "/sitemap.xml") -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.findall(r"<loc>(.*?)</loc>", answer.content.decode())


def test_the_index_leads_to_every_part_at_the_sites_own_address(client: Client, city: City) -> None:
    parts = listed(client)
    assert [part.removeprefix(site.SITE_URL) for part in parts] == [
        f"/sitemap-{name}.xml" for name in ("pages", *sitemaps.PARTS)
    ]
    for part in parts:
        pages = listed(client, part.removeprefix(site.SITE_URL))
        for page in pages:
            assert client.get(page.removeprefix(site.SITE_URL)).status_code == 200, page
        assert pages or "quotes" in part


def test_it_leaves_out_what_is_not_public_and_private_people(client: Client, city: City) -> None:
    hidden = make_issue(published_at=None)
    every = [page for part in listed(client) for page in listed(client, part.removeprefix(site.SITE_URL))]
    assert site.SITE_URL + city.issue.get_absolute_url() in every
    for gone in (hidden, city.private, city.quotes[0]):
        assert site.SITE_URL + gone.get_absolute_url() not in every


def test_an_issue_changed_when_its_vote_moved(client: Client, city: City) -> None:
    later = NOW + timedelta(days=40)
    said = Citation("It moves.", "The Reed", "https://reed.example/0")
    schedule.change(
        city.vote, {"earliest": date(2099, 6, 1), "latest": date(2099, 6, 1), "precision": "day"}, said, later
    )
    page = client.get("/sitemap-issues.xml").content.decode()
    assert f"<lastmod>{later.date()}" in page


def test_a_large_part_is_in_several_files(client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Part, "limit", 1)
    make_issue()
    assert f"{site.SITE_URL}/sitemap-issues.xml?p=2" in listed(client)
    assert len(listed(client, "/sitemap-issues.xml?p=2")) == 1


@pytest.mark.parametrize("address", ["/sitemap-none.xml", "/sitemap-issues.xml?p=99", "/sitemap-issues.xml?p=x"])
def test_what_is_no_part_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
