"""Who gets in, and what is answered to requests that no page of the desk makes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern

from stories.desk.urls import urlpatterns

pytestmark = pytest.mark.django_db

ACTS = (
    "stories/1/accept/", "stories/1/issue/", "findings/1/", "findings/1/changed/", "people/1/mark/", "sources/1/",
    "log/1/undo/",
)  # fmt: skip


def address(pattern: URLPattern) -> str:
    return "/desk/" + str(pattern.pattern).replace("<int:pk>", "1").replace("<int:other>", "2")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_without_login_every_address_leads_to_the_login_and_back(client: Client, pattern: URLPattern) -> None:
    for answer in (client.get(address(pattern)), client.post(address(pattern))):
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/desk/login/?next={address(pattern)}"


def test_the_login_leads_to_the_page_that_was_asked_for(client: Client, una: User) -> None:
    sent = {"username": "una", "password": "a long password", "next": "/desk/sources/"}
    assert client.post("/desk/login/", sent).headers["Location"] == "/desk/sources/"


def test_the_login_leads_to_no_other_site(client: Client, una: User) -> None:
    sent = {"username": "una", "password": "a long password", "next": "https://elsewhere.example/"}
    assert client.post("/desk/login/", sent).headers["Location"] == "/desk/"


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_decided_by_following_a_link(desk: Client, act: str) -> None:
    assert desk.get(f"/desk/{act}").status_code == 405


@pytest.mark.parametrize("act", [*ACTS, "issues/new/", "people/1/remove/"])
def test_a_form_from_elsewhere_is_refused(una: User, act: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(una)
    assert client.post(f"/desk/{act}").status_code == 403


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if "<int" in str(p.pattern)], ids=lambda p: p.name)
@pytest.mark.parametrize("number", ["404", "9" * 30])
def test_what_does_not_exist_is_not_found(desk: Client, pattern: URLPattern, number: str) -> None:
    asked = "/desk/" + str(pattern.pattern).replace("<int:pk>", number).replace("<int:other>", number)
    send = desk.post if any(asked.replace(number, "1").endswith(act) for act in ACTS) else desk.get
    answer = send(asked)
    if pattern.name == "desk-changed":  # the list it comes from says that somebody else was quicker
        assert answer.headers["Location"] == "/desk/#changed"
    else:
        assert answer.status_code == 404


def test_no_page_of_the_desk_is_kept_by_a_cache(desk: Client) -> None:
    for room in ("", "issues/", "people/", "sources/", "log/"):
        assert "no-store" in desk.get(f"/desk/{room}").headers["Cache-Control"]


@pytest.mark.parametrize("issue", ["", "x", "404", "9" * 30])
def test_an_issue_that_does_not_exist_takes_no_story(desk: Client, issue: str) -> None:
    from tests.factories import make_article

    assert desk.post(f"/desk/stories/{make_article().pk}/issue/", {"issue": issue}).status_code == 404
