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
    assert [entry.title for entry in found] == [
        "Vote announced: Lease the harbor: the first week of May (May 1–7, 2099)",
        "Bo Lund: did this",
        "Ada Reed: opposes",
    ]
    assert found[2].summary == "Member Ada Reed said she would vote no."
    assert f"{city.articles[0].get_absolute_url()}#finding-" in found[2].link


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
