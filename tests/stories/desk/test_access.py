"""Who gets in, and what is answered to requests that no page of the desk makes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import URLPattern

from stories import curation
from stories.desk.access import CURATORS_ACTS
from stories.desk.urls import urlpatterns
from stories.models import Finding, LoggedAction
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_event,
    make_finding,
    make_issue,
    make_official,
    make_source,
    make_vote,
)

pytestmark = pytest.mark.django_db

ACTS = (
    "stories/1/accept/", "stories/1/issue/", "stories/1/undo/", "stories/1/redo/", "findings/1/changed/",
    "people/1/mark/", "sources/1/", "log/1/undo/",
)  # fmt: skip


def address(pattern: URLPattern) -> str:
    route = str(pattern.pattern).replace("<slug:kind>", "bodies").replace("<slug:name>", "about")
    return "/desk/" + route.replace("<int:pk>", "1").replace("<int:other>", "2")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_without_login_every_address_leads_to_the_login_and_back(client: Client, pattern: URLPattern) -> None:
    answer = client.get(address(pattern))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/desk/login/?next={address(pattern)}"
    answer = client.post(address(pattern))
    assert answer.status_code == 403
    assert "You were logged out meanwhile" in answer.content.decode()


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
    route = str(pattern.pattern).replace("<slug:kind>", "bodies")
    asked = "/desk/" + route.replace("<int:pk>", number).replace("<int:other>", number)
    send = desk.post if any(asked.replace(number, "1").endswith(act) for act in ACTS) else desk.get
    answer = send(asked)
    if pattern.name == "desk-webhook":  # an administrator's alone
        assert answer.status_code == 403
    elif pattern.name == "desk-changed":  # the list it comes from says that somebody else was quicker
        assert answer.headers["Location"] == "/desk/#changed"
    else:
        assert answer.status_code == 404


def test_no_page_of_the_desk_is_kept_by_a_cache(desk: Client) -> None:
    for room in ("", "issues/", "people/", "bodies/", "sources/", "log/"):
        assert "no-store" in desk.get(f"/desk/{room}").headers["Cache-Control"]


@pytest.mark.parametrize("issue", ["", "x", "404", "9" * 30])
def test_an_issue_that_does_not_exist_takes_no_story(desk: Client, issue: str) -> None:
    assert desk.post(f"/desk/stories/{make_article().pk}/issue/", {"issue": issue}).status_code == 404


EDITORS_ONLY = (
    "votes/1/", "votes/1/put-off/", "events/new/", "events/1/", "bodies/1/",
    "issues/new/", "issues/1/", "people/1/", "people/1/mark/", "people/1/and/2/", "people/1/remove/",
    "quotes/1/reply/", "positions/1/reply/", "stories/1/withdraw/", "sources/1/", "quotes/1/", "positions/1/",
    "roles/1/", "places/1/",
)  # fmt: skip
TYPED = "What took an hour to write."


def enter(client: Client, role: str) -> User:
    user = make_account("cleo", role)
    client.force_login(user)
    return user


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_role_no_page_of_the_desk_is_shown_and_it_says_whom_to_ask(
    client: Client, pattern: URLPattern, method: str
) -> None:
    make_account("olga", "administrator")
    enter(client, "")
    answer = getattr(client, method)(address(pattern))
    if answer.status_code != 405:
        assert answer.status_code == 403
        assert "has no role on the desk yet. Ask olga" in answer.content.decode()


@pytest.mark.parametrize("act", EDITORS_ONLY)
def test_a_curator_is_refused_what_is_an_editors_and_loses_nothing_typed(client: Client, act: str) -> None:
    enter(client, "curator")
    answer = client.post(f"/desk/{act}", {"act": "save", "reason": TYPED})
    assert answer.status_code == 403
    assert "Only an editor may do this" in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("act", EDITORS_ONLY)
def test_an_editor_is_not(desk: Client, act: str) -> None:
    assert desk.post(f"/desk/{act}", {"act": "save"}).status_code != 403


def test_every_act_that_is_not_said_to_be_a_curators_is_an_editors(client: Client) -> None:
    enter(client, "curator")
    curators = {name for name, own in CURATORS_ACTS.items() if own(RequestFactory().post("/"), User(pk=0), 0)}
    for pattern in urlpatterns:
        if pattern.name not in {*curators, "desk-undo"}:
            assert client.post(address(pattern)).status_code == 403, pattern.name


def test_a_curator_decides_on_findings_and_matches(client: Client) -> None:
    by = enter(client, "curator")
    article = make_article("“No,” Ada Quill said.")
    finding = make_finding(article, "No,", payload={"speaker": "Ada Quill", "label": "", "type": "direct"})
    assert client.get(f"/desk/stories/{article.pk}/").status_code == 200
    client.post(f"/desk/findings/{finding.pk}/", {"act": "reject"})
    finding.refresh_from_db()
    assert finding.state == "rejected"
    issue = make_issue()
    client.post(f"/desk/stories/{article.pk}/issue/", {"issue": issue.pk, "act": "accept"})
    assert list(article.issues.all()) == [issue]
    action = LoggedAction.objects.get(finding=finding)
    assert action.by == by


def test_a_curator_undoes_what_is_their_own_and_an_editor_what_is_anyones(client: Client, una: User) -> None:
    article = make_article("“No,” Ada Quill said.")
    payload = {"speaker": "Ada Quill", "label": "", "type": "direct"}
    own, others = (make_finding(article, "No,", payload=payload, fingerprint=mark) for mark in ("own", "others"))
    cleo = enter(client, "curator")
    curation.reject(own.pk, cleo, NOW)
    curation.reject(others.pk, una, NOW)
    undo = {finding: LoggedAction.objects.get(finding=finding) for finding in (own, others)}
    log = client.get("/desk/log/").content.decode()
    assert f"/desk/log/{undo[own].pk}/undo/" in log
    assert f"/desk/log/{undo[others].pk}/undo/" not in log
    assert client.post(f"/desk/log/{undo[others].pk}/undo/").status_code == 403
    assert client.post(f"/desk/log/{undo[own].pk}/undo/").status_code == 302
    client.force_login(una)
    assert client.post(f"/desk/log/{undo[others].pk}/undo/").status_code == 302
    assert {Finding.objects.get(pk=finding.pk).state for finding in (own, others)} == {"pending"}


def test_forms_that_a_curator_may_not_send_are_not_shown(client: Client, una: User) -> None:
    person, vote, source = make_official("Ada Quill"), make_vote(), make_source()
    event = make_event(vote.issue)
    make_official("Bea Quill")
    pages = {
        f"/desk/people/{person.pk}/": ("Save the names", "Remove"),
        f"/desk/votes/{vote.pk}/": ("Publish the change", "It was put off by a vote"),
        f"/desk/events/{event.pk}/": ("Publish the change",),
        f"/desk/bodies/{vote.body_id}/": ("Save</button>",),
        "/desk/issues/": ("New issue",),
        f"/desk/issues/{vote.issue_id}/": ("Preview the stories</button>", "Enter a meeting"),
        "/desk/sources/": ("Poll now",),
    }
    assert source.pk
    for role, shown in (("curator", False), ("editor", True)):
        client.force_login(make_account(role, role))
        for page, words in pages.items():
            text = client.get(page).content.decode()
            assert [word in text for word in words] == [shown] * len(words), page


def test_a_superuser_needs_no_role(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/issues/new/", {"act": "save"}).status_code == 422
