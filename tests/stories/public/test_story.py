"""A story's page: its sentences as accepted and as they read now, within the story's measure, and its copies."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from stories.models import Article, ArticleIssue, Withdrawal
from tests.factories import NOW, make_article, make_finding, make_issue, make_outlet, make_position, make_version
from votes.models import Issue

pytestmark = pytest.mark.django_db

SAID = "Ada Reed opposes the pier."
FILLER = " Rain fell on the hall." * 30
SECRET = " The gulls sat on the roof."


def accepted(text: str, *words: str) -> Article:
    article, issue = make_article(text), make_issue("The pier")
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    for n, said in enumerate(words):
        position = make_position(issue=issue, matter=f"pier {n}")
        make_finding(article, said, "position", "evidence", position=position, issue=issue, state="accepted")
    return article


def page(client: Client, article: Article) -> BeautifulSoup:
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def test_a_sentence_that_was_rewritten_shows_how_it_reads_now_and_nothing_else_of_the_story(client: Client) -> None:
    article = accepted(SAID + FILLER + SECRET, SAID)
    make_version(article, SAID.replace("opposes", "supports") + FILLER + SECRET)
    shown = page(client, article)
    now = shown.select_one(".reads-now")
    assert now is not None
    assert [word.get_text() for word in now.select("del, ins")] == ["opposes ", "supports "]
    assert SAID in shown.get_text()
    assert "gulls" not in shown.get_text()


def test_a_sentence_without_a_likeness_in_the_newest_version_is_said_to_be_gone(client: Client) -> None:
    article = accepted(SAID + FILLER, SAID)
    make_version(article, "Nothing like it stands here." + FILLER)
    shown = page(client, article)
    assert not shown.select(".reads-now")
    assert "The newest version of the story no longer has these words." in " ".join(shown.get_text().split())


def test_how_a_sentence_reads_now_counts_towards_the_storys_measure(client: Client) -> None:
    sentences = [f"Ada Reed opposes pier number {n} of the town for good." for n in range(14)]
    article = accepted(" ".join(sentences) + FILLER * 10, *sentences)
    make_version(article, " ".join(sentences).replace("opposes", "now supports") + FILLER * 10)
    shown = page(client, article)
    assert len(shown.select(".sentence")) == 12
    assert not shown.select(".reads-now")


def test_an_unchanged_sentence_says_nothing_of_versions(client: Client) -> None:
    article = accepted(SAID + FILLER, SAID)
    make_version(article, SAID + FILLER + " One line more.")
    assert not page(client, article).select(".reads-now")


def test_markup_in_a_rewritten_sentence_is_text(client: Client) -> None:
    article = accepted(SAID + FILLER, SAID)
    make_version(article, "Ada Reed <b>opposes</b> the pier<script>." + FILLER)
    shown = page(client, article)
    assert not shown.select(".reads-now b, main script")
    assert "<b>" in shown.get_text()


def test_copies_are_listed_with_the_way_to_each_and_none_that_was_withdrawn_silently(client: Client) -> None:
    article = accepted(SAID + FILLER, SAID)
    kept = make_article(original=article, outlet=make_outlet("The Wharf"), url="https://wharf.example/1")
    hidden = make_article(original=article, outlet=make_outlet("The Gull"), url="javascript:alert(1)")
    Withdrawal.objects.create(article=hidden, because="x", show=False, at=NOW)
    shown = page(client, article)
    assert [link["href"] for link in shown.select("#copies ~ ul a")] == [kept.url]
    assert "The Gull" not in shown.get_text()


def test_a_copy_names_its_original_where_readers_may_see_that(client: Client) -> None:
    article = accepted(SAID + FILLER, SAID)
    copy = make_article(SAID, original=article)
    ArticleIssue.objects.create(article=copy, issue=Issue.objects.get(), state="accepted")
    assert "A copy of" in page(client, copy).get_text()
    Withdrawal.objects.create(article=article, because="x", show=False, at=NOW)
    answer = client.get(copy.get_absolute_url())
    assert "A copy of" not in answer.content.decode()
