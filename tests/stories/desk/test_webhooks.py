"""Webhooks are made, watched and ended by administrators, who see each key once."""

import pytest
from django.test import Client

from tests.factories import NOW, make_account, make_body, make_issue
from votes.models import Webhook

pytestmark = pytest.mark.django_db

URL = "https://town.example/hook"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_account("ada", "administrator"))
    return client


def test_the_key_is_shown_when_it_is_made_and_never_again(office: Client) -> None:
    issue = make_issue("The ferry")
    answer = office.post("/desk/webhooks/", {"url": URL, "issue": issue.pk, "act": "add"})
    made = Webhook.objects.get()
    assert made.key in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    page = office.get("/desk/webhooks/").content.decode()
    assert (made.key in page, URL in page, "The ferry" in page) == (False, True, True)
    before = made.key
    shown = office.post(f"/desk/webhooks/{made.pk}/", {"act": "renew"}).content.decode()
    made.refresh_from_db()
    assert (made.key in shown, made.key != before) == (True, True)


def test_the_plumbing_does_not_show_keys(client: Client) -> None:
    from django.contrib.auth.models import User

    root = User.objects.create_superuser("root")
    hook = Webhook.objects.create(url=URL, body=make_body(), made_at=NOW, made_by=root, next_try_at=NOW)
    client.force_login(root)
    for path in ("/plumbing/votes/webhook/", f"/plumbing/votes/webhook/{hook.pk}/change/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert hook.key not in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://town.example/hook", "Give an https address"),
        ("https://10.0.0.1:22/", "port"),
        ("https://user:pass@town.example/", "not fetched"),
        ("https://127.0.0.1/", ""),
        ("ftp://town.example/", ""),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_with_a_sentence(office: Client, url: str, said: str) -> None:
    answer = office.post("/desk/webhooks/", {"url": url, "issue": make_issue().pk, "act": "add"})
    if said:
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Webhook.objects.exists()
    else:
        assert answer.status_code in (200, 422), "where a name or a number leads is looked at at each call"


def test_it_is_of_one_issue_or_one_body_and_once(office: Client) -> None:
    issue, body = make_issue(), make_body()
    for sent in ({}, {"issue": issue.pk, "body": body.pk}):
        answer = office.post("/desk/webhooks/", {"url": URL, "act": "add", **sent})
        assert "Choose one issue or one body." in answer.content.decode()
    office.post("/desk/webhooks/", {"url": URL, "body": body.pk, "act": "add"})
    again = office.post("/desk/webhooks/", {"url": URL, "body": body.pk, "act": "add"})
    assert "This address is told of it already." in again.content.decode()
    assert Webhook.objects.count() == 1


def test_one_that_stopped_says_why_is_resumed_and_ended(office: Client) -> None:
    hook = Webhook.objects.create(
        url=URL, body=make_body(), made_at=NOW, made_by=make_account(), next_try_at=NOW, stopped_at=NOW, failures=10,
        problem="It answered 500.",
    )  # fmt: skip
    page = office.get("/desk/webhooks/").content.decode()
    assert "It answered 500." in page
    assert "called no more until somebody resumes it" in page
    office.post(f"/desk/webhooks/{hook.pk}/", {"act": "resume"})
    hook.refresh_from_db()
    assert (hook.stopped_at, hook.failures) == (None, 0)
    office.post(f"/desk/webhooks/{hook.pk}/", {"act": "end"})
    hook.refresh_from_db()
    assert (hook.ended_at is not None, hook.key) == (True, "")
    assert office.post(f"/desk/webhooks/{hook.pk}/", {"act": "resume"}).status_code == 404


def test_editors_do_not_come_here(client: Client) -> None:
    client.force_login(make_account("una", "editor"))
    assert client.get("/desk/webhooks/").status_code == 403
    assert "Webhooks" not in client.get("/desk/alerts/").content.decode()
