"""The page that offers the same correction for other findings, listed before anything happens."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.curation import Choice
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW, make_article, make_issue, make_official, make_outlet
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    make_official("Ona Firth", issue.body)
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


@pytest.fixture
def corrected(article: Article, issue: Issue, una: User) -> Finding:
    """A stand on the wrong matter that was put right, with one like it here and one in another story of the outlet."""
    finding = pier.position(article, issue)
    pier.position(article, issue, stance="oppose")
    pier.position(make_article(pier.TEXT, "Pier again", outlet=article.outlet), issue)
    curation.accept(finding.pk, una, NOW, Choice(payload={"matter": "the ferry"}))
    return finding


def test_each_is_listed_with_its_sentence_and_only_the_storys_own_are_ticked(desk: Client, corrected: Finding) -> None:
    answer = desk.get(f"/desk/findings/{corrected.pk}/siblings/")
    page = BeautifulSoup(answer.content, "html.parser")
    assert [box.has_attr("checked") for box in page.select("input[name=sibling]")] == [True, False]
    assert answer.text.count("matter: “the pier” → “the ferry”") == 2
    assert answer.text.count("Mayor Ona Firth said she will vote for the pier.") == 2
    assert "Pier again" in answer.text
    assert LoggedAction.objects.count() == 1


def test_those_ticked_are_set_right_in_one_act(desk: Client, corrected: Finding) -> None:
    here, elsewhere = Finding.objects.pending().order_by("pk")
    answer = desk.post(f"/desk/findings/{corrected.pk}/siblings/", {"sibling": [here.pk, "9" * 5000, "x"]})
    assert answer.headers["Location"] == f"/desk/stories/{corrected.article_id}/"
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.payload["matter"], elsewhere.payload["matter"]) == ("the ferry", "the pier")
    assert "The same correction of 1 more finding: matter" in desk.get("/desk/log/").text


def test_without_a_tick_nothing_is_changed(desk: Client, corrected: Finding) -> None:
    answer = desk.post(f"/desk/findings/{corrected.pk}/siblings/", {})
    assert answer.status_code == 422
    assert "Tick those in which it is to be set right" in answer.text


def test_what_nobody_corrected_has_none(desk: Client, article: Article) -> None:
    assert "No other finding waits" in desk.get(f"/desk/findings/{pier.quote(article).pk}/siblings/").text


def test_the_offer_stays_in_reach_on_the_decided_line_and_in_the_log(desk: Client, corrected: Finding) -> None:
    address = f'href="/desk/findings/{corrected.pk}/siblings/"'
    assert address in desk.get(f"/desk/findings/{corrected.pk}/", headers={"HX-Request": "true"}).text
    assert address in desk.get("/desk/log/").text
    curation.undo(LoggedAction.objects.get().pk, User.objects.get(username="una"), NOW)
    assert address not in desk.get("/desk/log/").text


def test_an_acceptance_as_proposed_offers_nothing(desk: Client, article: Article, issue: Issue, una: User) -> None:
    curation.accept(pier.position(article, issue).pk, una, NOW)
    assert "/siblings/" not in desk.get("/desk/log/").text
