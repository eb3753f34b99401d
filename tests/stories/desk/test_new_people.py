"""The desk asks who it is before a name that nobody is known by becomes a person."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from officials.models import Person
from stories.models import Article, Finding, Quote
from tests.factories import make_article, make_finding, make_issue, make_official, make_outlet, make_person
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The ferry")


@pytest.fixture
def sloane(issue: Issue) -> Person:
    return make_official("Marguerite Sloane", issue.body, title="District 2 Councilor")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article("“It leaks,” Marguerite Slone said.", "Ferry talk", outlet=make_outlet(place=issue.place))


def quote(article: Article, issue: Issue, speaker: str) -> Finding:
    return make_finding(article, "It leaks,", payload={"speaker": speaker, "type": "direct"}, issue=issue)


def send(desk: Client, finding: Finding, **changed: Any) -> Any:
    values = {"issue": finding.issue_id, "words": "It leaks,", **finding.payload, **changed}
    sent = {f"f{finding.pk}-{name}": value for name, value in values.items()}
    return desk.post(f"/desk/findings/{finding.pk}/", {"act": "accept", "state": finding.state, **sent})


def card(page: Any, finding: Finding) -> str:
    shown = BeautifulSoup(page.content, "html.parser").select_one(f"#finding-{finding.pk}")
    assert shown
    return " ".join(shown.get_text(" ").split())


def test_the_card_asks_who_somebody_unknown_is_and_names_who_is_called_nearly_so(
    desk: Client, article: Article, issue: Issue, sloane: Person
) -> None:
    finding = quote(article, issue, "Marguerite Slone")
    shown = card(desk.get(f"/desk/stories/{article.pk}/"), finding)
    assert "Nobody here is known as Marguerite Slone . Did you mean:" in shown
    assert f"Marguerite Sloane, District 2 Councilor, {issue.body}" in shown
    assert "new person: Marguerite Slone" in shown


def test_somebody_known_is_not_asked_about(desk: Client, article: Article, issue: Issue, sloane: Person) -> None:
    finding = quote(article, issue, "Marguerite Sloane")
    assert "Nobody here is known as" not in card(desk.get(f"/desk/stories/{article.pk}/"), finding)
    assert send(desk, finding).status_code == 302
    assert Quote.objects.get().person == sloane


@pytest.mark.parametrize("kind", ["quote", "speaker", "official"])
def test_nobody_becomes_a_person_before_the_question_was_answered(
    desk: Client, article: Article, issue: Issue, kind: str
) -> None:
    finding = quote(article, issue, "Marguerite Slone")
    if kind != "quote":
        about = {"name": "Marguerite Slone", "title": "Mayor", "body": str(issue.body), "role": "", "organization": ""}
        finding = make_finding(article, "Marguerite Slone", kind, "mention", payload=about, issue=issue)
    answer = send(desk, finding)
    assert answer.status_code == 422
    assert "Say who this is." in card(answer, finding)
    assert not Person.objects.exists()
    assert send(desk, finding, new_person="Marguerite Slone").status_code == 302
    assert Person.objects.get().name == "Marguerite Slone"


def test_one_of_those_called_nearly_so_is_chosen(desk: Client, article: Article, issue: Issue, sloane: Person) -> None:
    assert send(desk, quote(article, issue, "Marguerite Slone"), new_person=sloane.pk).status_code == 302
    assert Quote.objects.get().person == sloane
    assert Person.objects.count() == 1


def test_an_answer_for_one_name_is_none_for_another_and_what_was_typed_stays(
    desk: Client, article: Article, issue: Issue, sloane: Person
) -> None:
    finding = quote(article, issue, "Marguerite Slone")
    answer = send(desk, finding, speaker="Ida Brandt", new_person="Marguerite Slone")
    shown = card(answer, finding)
    assert "Nobody here is known as Ida Brandt ." in shown
    assert "The name is another now: say who it is." in shown
    assert 'value="Ida Brandt"' in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_typed_name_that_is_known_needs_no_answer(
    desk: Client, article: Article, issue: Issue, sloane: Person
) -> None:
    finding = quote(article, issue, "Marguerite Slone")
    assert send(desk, finding, speaker="Marguerite Sloane").status_code == 302
    assert Quote.objects.get().person == sloane


def test_a_person_chosen_under_correct_it_is_an_answer(desk: Client, article: Article, issue: Issue) -> None:
    known = make_person("Slone, Marguerite Slone")
    assert send(desk, quote(article, issue, "Marguerite Slone"), person=known.pk).status_code == 302
    assert Quote.objects.get().person == known


@pytest.mark.parametrize("hostile", ["9" * 40, "<b>x</b>", "-1"])
def test_a_hostile_answer_makes_nobody(desk: Client, article: Article, issue: Issue, hostile: str) -> None:
    finding = quote(article, issue, "Marguerite Slone")
    assert send(desk, finding, new_person=hostile).status_code == 422
    assert send(desk, finding, speaker=hostile, new_person="", issue=hostile).status_code == 422
    assert not Person.objects.exists()


def test_what_may_be_accepted_together_is_said_on_the_button_with_its_number(
    desk: Client, issue: Issue, sloane: Person
) -> None:
    said = ("It leaks,", "It sinks,", "It floats,")
    text = " ".join(f"“{words}” Marguerite Sloane said." for words in said)
    article = make_article(text, "Ferry talk", outlet=make_outlet(place=issue.place))
    about = {"speaker": "Marguerite Sloane", "type": "direct"}
    first, *others = (make_finding(article, words, payload=about, issue=issue) for words in said)
    assert "direct quotes of people you accepted" not in desk.get(f"/desk/stories/{article.pk}/").content.decode()
    send(desk, first)
    page = desk.get(f"/desk/stories/{article.pk}/").content.decode()
    assert "Accept 2 direct quotes of people you accepted" in page
    assert "Accept the remaining" not in page
    desk.post(f"/desk/stories/{article.pk}/accept/", {"finding": [finding.pk for finding in others]})
    assert not Finding.objects.pending().exists()
    assert desk.get("/desk/log/").content.decode().count("in bulk with others") == 2
    for finding in others:
        assert "in bulk with others" in desk.get(f"/desk/stories/{article.pk}/?finding={finding.pk}").content.decode()


def test_another_storys_findings_are_not_accepted_by_the_way(
    desk: Client, article: Article, issue: Issue, sloane: Person
) -> None:
    finding = quote(article, issue, "Marguerite Sloane")
    desk.post(f"/desk/stories/{make_article().pk}/accept/", {"finding": [finding.pk, "x", "9" * 40]})
    desk.post(f"/desk/stories/{article.pk}/accept/", {"finding": [finding.pk]})
    assert Finding.objects.pending().get() == finding
