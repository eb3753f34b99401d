"""The desk asks before a body is made whose name is nearly that of a known one."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Body, Role
from stories import curation
from stories.curation import Choice, CurationError
from stories.desk.cards import form_for
from stories.models import Article, Finding, LoggedAction
from tests.factories import NOW, make_article, make_body, make_issue, make_outlet, make_place
from tests.stories.curation import kiln, pier
from votes.models import Event, Issue, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier", make_body("Gull Cove Town Council", make_place("Gull Cove")))


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def send(desk: Client, finding: Finding, **changed: Any) -> Any:
    form = desk.get(f"/desk/stories/{finding.article_id}/")
    assert form.status_code == 200
    values = {"issue": finding.issue_id, "words": finding.spans[0]["text"], **finding.payload, **changed}
    sent = {f"f{finding.pk}-{name}": value for name, value in values.items() if value is not None}
    return desk.post(f"/desk/findings/{finding.pk}/", {"act": "accept", "state": finding.state, **sent}, follow=True)


def test_a_slip_in_the_name_of_a_council_asks_which_it_is(desk: Client, article: Article) -> None:
    finding = pier.official(article, body="Gull Cove Town Counsil")
    page = " ".join(send(desk, finding, new_person="Ona Firth").text.split())
    assert 'Nothing here is known as <span class="words">Gull Cove Town Counsil</span>.' in page
    assert "Say which body this is." in page
    assert not LoggedAction.objects.exists()
    send(desk, finding, new_person="Ona Firth", new_body="Gull Cove Town Council")
    assert str(Role.objects.get().body) == "Gull Cove Town Council"


def test_a_new_one_of_nearly_the_name_is_made_where_that_is_said(desk: Client, article: Article, issue: Issue) -> None:
    finding = pier.vote(article, issue, body="Gull Cove Town Counsil", time=None)
    send(desk, finding, new_body="Gull Cove Town Counsil")
    assert str(Vote.objects.get().body) == "Gull Cove Town Counsil"


def test_of_two_bodies_of_a_hearing_the_unknown_one_is_asked_about(article: Article, issue: Issue, by: User) -> None:
    make_body("Gull Cove Harbor Board", issue.place)
    words = "The Gull Cove Town Council will vote on the pier on March 17."
    about = kiln.day("2026-03-20") | {"kind": "hearing", "matter": "the pier"}
    finding = kiln.event(article, issue, words, body="Gull Cove Town Council; Gull Cove Harbour Board", **about)
    with pytest.raises(CurationError, match="Did you mean Gull Cove Harbor Board"):
        curation.accept(finding.pk, by, NOW)
    agreed = "Gull Cove Town Council; Gull Cove Harbor Board"
    curation.accept(finding.pk, by, NOW, Choice(payload={"body": agreed}))
    assert {str(body) for body in Event.objects.get().bodies.all()} == set(agreed.split("; "))


@pytest.fixture
def by() -> User:
    return User.objects.create(username="una")


@pytest.mark.parametrize("name", ["Gull Cove Planning Board", "Gull Cove Fire District 2", "Wapsie County Board"])
def test_what_is_called_otherwise_is_made_without_a_question(
    name: str, article: Article, issue: Issue, by: User
) -> None:
    make_body("Gull Cove Fire District 1", issue.place)
    pier.accept(pier.official(article, body=name), by)
    assert Body.objects.filter(name=name).exists()


def test_a_slip_in_the_name_of_the_town_is_asked_about_too(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="Did you mean Gull Cove Town Council"):
        pier.accept(pier.official(article, body="Gul Cove Town Council"), by)


def test_a_slip_in_a_new_place_is_asked_about(by: User) -> None:
    make_place("Gull Cove")
    finding = pier.official(make_article(pier.TEXT), body="Gull Coves Planning Board")
    with pytest.raises(CurationError, match=r"Did you mean Gull Cove\?"):
        pier.accept(finding, by)
    pier.accept(finding, by, new_body="Gull Coves Planning Board")
    assert str(Body.objects.get().place) == "Gull Coves"


def test_what_a_body_was_said_to_be_is_the_answer_in_the_storys_other_findings(
    desk: Client, article: Article, issue: Issue
) -> None:
    first = pier.official(article, body="Gull Cove Town Counsil")
    second = pier.vote(article, issue, body="Gull Cove Town Counsil", time=None)
    elsewhere = pier.vote(make_article(pier.TEXT), issue, body="Gull Cove Town Counsil", time=None)
    send(desk, first, new_person="Ona Firth", new_body="Gull Cove Town Council")
    assert form_for(second).initial["new_body"] == "Gull Cove Town Council"
    assert form_for(elsewhere).initial["new_body"] == ""
