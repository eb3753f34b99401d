"""The page of names that are nobody's yet, and the list of who may be meant while a name is typed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officials.models import NotSame, Person
from stories.models import Article, Finding, LoggedAction, Naming
from tests.factories import make_account, make_article, make_body, make_issue, make_official, make_outlet, make_person
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier", make_body("Gull Cove Town Council"))


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, "Pier talk", outlet=make_outlet(place=issue.place))


def answer(desk: Client, article: Article, **sent: object) -> str:
    page = desk.post(f"/desk/names/{article.pk}/", {"name": "Ona Firth", **sent}, follow=True)
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_a_name_is_matched_with_one_press(desk: Client, article: Article, issue: Issue) -> None:
    meant = make_official("Fiona Firth", issue.body, title="Mayor")
    pier.quote(article)
    page = " ".join(desk.get("/desk/names/").text.split())
    assert "“<strong>The pier is ours,</strong>” Firth said." in page
    assert "Mayor, Gull Cove Town Council" in page
    assert "Remembered whom “Ona Firth” means in this story." in answer(desk, article, act=f"person:{meant.pk}")
    assert Naming.objects.get().person == meant
    assert "“Ona Firth” in Pier talk: Fiona Firth" in desk.get("/desk/log/").text
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    assert not Naming.objects.exists()


def test_each_of_the_other_answers_says_what_it_did(desk: Client, article: Article) -> None:
    pier.quote(article)
    assert "“Ona Firth” is put aside in this story" in answer(desk, article, act="aside").replace("&#x27;", "’")
    assert "Ona Firth is a person of their own now." in answer(desk, article, act="new")
    assert Person.objects.get().name == "Ona Firth"
    assert "was rejected: not a person" in answer(desk, article, act="nobody")
    assert Finding.objects.get().state == "rejected"
    assert "somebody decided it meanwhile" in answer(desk, article, act="new")


def test_enter_alone_decides_nothing(desk: Client, article: Article) -> None:
    pier.quote(article)
    assert "Enter alone decides nothing" in answer(desk, article, nothing="")
    assert not LoggedAction.objects.exists()


def test_somebody_of_quite_another_name_is_searched_for(desk: Client, article: Article) -> None:
    pier.quote(article)
    other = make_person("Zelda Quark")
    page = desk.get(f"/desk/names/{article.pk}/", {"name": "ona firth", "q": "quark"}).text
    assert f'value="person:{other.pk}"' in page
    assert desk.get(f"/desk/names/{article.pk}/", {"name": "Nobody"}).status_code == 404


def test_a_curator_may_answer_and_who_has_no_role_may_not(client: Client, article: Article) -> None:
    pier.quote(article)
    client.force_login(make_account("cora", "curator"))
    answer(client, article, act="aside")
    client.force_login(make_account("nils", ""))
    assert client.get("/desk/names/").status_code == 403


def test_what_is_typed_finds_who_holds_a_role_there_on_that_day_first(
    desk: Client, article: Article, issue: Issue
) -> None:
    far = make_official("Harold Sloane", make_body("Elsewhere Board"))
    near = make_official("Haroldine Sloan", issue.body, title="Clerk")
    NotSame.objects.create(first=far, second=near, reason="no kin")
    finding = pier.quote(article)
    desk.get("/desk/names/")
    with CaptureQueriesContext(connection) as asked:
        page = desk.get("/desk/people/suggest/", {"q": "slo", "finding": finding.pk}).text
    own = [query for query in asked if "auth_" not in query["sql"] and "session" not in query["sql"]]
    own = [query for query in own if query["sql"].startswith("SELECT") and "otp_" not in query["sql"]]
    assert len(own) <= 3
    assert page.index("Haroldine Sloan") < page.index("Harold Sloane")
    assert "Clerk, Gull Cove Town Council" in page
    assert f"not the same as Haroldine Sloan (no. {near.pk}): no kin" in " ".join(page.split())
    assert page.rindex("new person") > page.index("Harold Sloane")


@pytest.mark.parametrize("typed", ["%", "_", "\\", "a" * 10_000, "‮evil", "'; DROP", "<script>", " ".join("ab" * 50)])
def test_whatever_is_typed_is_answered_with_a_bounded_list(desk: Client, typed: str) -> None:
    for _ in range(12):
        make_person()
    page = desk.get("/desk/people/suggest/", {"q": typed, "finding": "9" * 5000})
    assert page.status_code == 200
    assert len(page.context["suggestions"]) <= 8
    assert "<script>" not in page.text
