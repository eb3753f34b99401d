"""An issue's news as an Atom feed."""

from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_article, make_finding, make_position
from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def entries(client: Client, city: City) -> list[Any]:
    answer = client.get(reverse("issue_feed", args=[city.issue.slug]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    return list(found.entries)


def test_each_thing_told_is_an_entry_that_leads_to_its_sentence(client: Client, city: City) -> None:
    found = entries(client, city)
    told = {entry.title: entry for entry in found}
    assert set(told) == {
        "Vote announced: Lease the harbor: the first week of May (May 1–7, 2099)",
        "Member Bo Lund asked the clerk for a new count.",
        "Ada Reed: opposes",
    }
    said = told["Ada Reed: opposes"]
    assert said.summary == "Member Ada Reed said she would vote no."
    assert f"{city.articles[0].get_absolute_url()}#finding-" in said.link
    assert said.author == "The Reed 0"


def test_a_private_person_is_in_no_feed(client: Client, city: City) -> None:
    assert "Oda Private" not in client.get(reverse("issue_feed", args=[city.issue.slug])).content.decode()


def test_an_entry_keeps_its_name_when_its_evidence_grows(client: Client, city: City) -> None:
    before = [entry.id for entry in entries(client, city)]
    article = make_article("Reed says no.", published_at=NOW.replace(year=2020))
    make_finding(article, "Reed says no.", "position", "evidence", state="accepted",
                 position=city.ada.positions.get())  # fmt: skip
    assert sorted(before) == sorted(entry.id for entry in entries(client, city))


def test_an_entry_carries_thirty_words_of_a_story_at_most_and_no_markup(client: Client, city: City) -> None:
    sentence = "Reed <b>said</b> " + "and said " * 40 + "no."
    article = make_article(sentence)
    position = make_position(city.ada, city.issue, stance="mixed")
    make_finding(article, sentence, "position", "evidence", state="accepted", position=position)
    [summary] = [entry.summary for entry in entries(client, city) if "part" in entry.title]
    assert len(summary.split()) <= 31
    assert "&lt;b&gt;said" in summary


def test_every_scope_has_a_feed_that_says_whose_word_it_is(client: Client, city: City) -> None:
    assert city.issue.body
    for name, slug in (
        ("person", city.ada.slug),
        ("body", city.issue.body.slug),
        ("place", city.issue.body.place.slug),
    ):
        answer = client.get(reverse(f"{name}_feed", args=[slug]))
        feed = feedparser.parse(answer.content)
        titles = {entry.title: entry for entry in feed.entries}
        assert titles["Ada Reed: opposes · Harbor lease"].author == "The Reed 0", name
    assert "Ada Reed: opposes · Harbor lease" in client.get("/en/feed.atom").content.decode()


def test_no_address_in_a_feed_is_of_the_host_that_was_asked(client: Client, city: City, settings: Any) -> None:
    settings.SITE_URL = "https://news.example"
    feed = client.get(reverse("issue_feed", args=[city.issue.slug])).content.decode()
    assert "testserver" not in feed
    assert f'href="https://news.example/en/issues/{city.issue.slug}/feed.atom"' in feed


def test_entries_are_known_by_the_installation_wherever_it_is_served(client: Client, city: City, settings: Any) -> None:
    before = [entry.id for entry in entries(client, city)]
    settings.SITE_URL = "https://elsewhere.example:8443"
    assert [entry.id for entry in entries(client, city)] == before
    assert not any("example" in name or "127" in name for name in before)
