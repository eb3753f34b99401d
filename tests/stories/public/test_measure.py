"""What readers see of a story of which too much was taken: some words, and the way to the others."""

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from officials.models import Person
from stories.models import Article, Quote
from stories.public.asked import Asked
from stories.public.search import search
from tests.factories import make_article, make_finding, make_issue, make_official
from votes.models import Issue

pytestmark = pytest.mark.django_db

SAID = [f"The pier number {n} must be mended before the winter storms arrive." for n in range(9)]


@pytest.fixture
def issue() -> Issue:
    return make_issue("The piers")


@pytest.fixture
def story(issue: Issue) -> Article:
    """Nothing but nine quotes of one official."""
    article = make_article("\n\n".join(SAID), url="https://reed.example/piers")
    speaker = make_official("Ada Reed")
    for words in SAID:
        quote = Quote.objects.create(text=words, type="direct", person=speaker, issue=issue)
        make_finding(article, words, state="accepted", quote=quote, person=speaker, issue=issue)
    return article


def page(client: Client, url: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(url).content, "lxml")


def test_every_public_page_shows_the_same_three_of_nine_sentences(client: Client, issue: Issue, story: Article) -> None:
    person = Person.objects.get()
    urls = [issue.get_absolute_url(), story.get_absolute_url(), person.get_absolute_url(), "/en/",
            reverse("issue_feed", args=[issue.slug]),
            *(quote.get_absolute_url() for quote in Quote.objects.all())]  # fmt: skip
    public = "".join(client.get(url).content.decode() for url in urls)
    assert [words in public for words in SAID] == [True] * 3 + [False] * 6


def test_a_story_names_what_is_left_and_links_to_the_words(client: Client, story: Article) -> None:
    shown = page(client, story.get_absolute_url())
    assert "6 more findings, to be read at" in shown.get_text()
    links = [str(link["href"]) for link in shown.select("li[id^=finding-] a[rel~=external]")]
    assert links[0] == "https://reed.example/piers#:~:text=The%20pier%20number%203,the%20winter%20storms%20arrive."
    assert len(shown.select("li[id^=finding-]")) == 9


def test_a_quote_beyond_the_measure_says_who_spoke_and_where_the_words_stand(client: Client, story: Article) -> None:
    quote = Quote.objects.get(text=SAID[8])
    shown = page(client, quote.get_absolute_url())
    assert shown.h1
    assert shown.h1.get_text(strip=True) == "Ada Reed"
    assert shown.select_one('a[href^="https://reed.example/piers#:~:text="]')


def test_the_search_finds_no_words_that_the_site_does_not_show(story: Article) -> None:
    assert {quote.text for quote in search(Asked("pier winter storms")).of("quotes")} == set(SAID[:3])


def test_a_feed_leaves_out_quotes_without_words(client: Client, issue: Issue, story: Article) -> None:
    found = feedparser.parse(client.get(reverse("issue_feed", args=[issue.slug])).content).entries
    assert sorted(entry.summary for entry in found) == SAID[:3]


def test_a_timeline_names_once_who_is_quoted_further(client: Client, issue: Issue, story: Article) -> None:
    entry = page(client, issue.get_absolute_url()).select_one(".entry")
    assert entry
    assert len(entry.select(".told-quote")) == 3
    assert " ".join(entry.get_text(" ").split()).endswith(f"More quotes at {story.outlet}: Ada Reed")


def test_the_words_of_a_vanished_story_have_no_link(client: Client, story: Article) -> None:
    Article.objects.update(vanished_at=story.first_read_at)
    shown = page(client, Quote.objects.get(text=SAID[8]).get_absolute_url())
    assert not shown.select('a[href^="https://reed.example"]')
