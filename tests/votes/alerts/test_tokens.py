"""Links: each for one purpose and one reader."""

from datetime import timedelta

import pytest
from django.core.signing import BadSignature
from django.test import Client

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import make_reader, opened
from votes.alerts import forget, tokens
from votes.alerts.subscribe import revoke_links
from votes.alerts.tokens import Purpose

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_opens_the_page_it_was_made_for_and_no_other(purpose: Purpose) -> None:
    reader = make_reader(make_issue())
    token = tokens.make(purpose, reader)
    assert tokens.read(purpose, token).subscriber == reader
    for other in set(Purpose) - {purpose}:
        with pytest.raises(BadSignature):
            tokens.read(other, token)


def test_what_leaves_one_does_not_leave_all() -> None:
    reader = make_reader(make_issue())
    assert tokens.read(Purpose.LEAVE, tokens.make(Purpose.LEAVE, reader, ["issue:3"])).about == ["issue:3"]


@pytest.mark.parametrize(("purpose", "days"), [(Purpose.CONFIRM, 3), (Purpose.ADDRESS, 1)])
def test_a_link_that_confirms_expires(purpose: Purpose, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.make(purpose, make_reader(make_issue()))
    monkeypatch.setitem(tokens.LASTS, purpose, timedelta(seconds=-1))
    with pytest.raises(BadSignature):
        tokens.read(purpose, token)
    monkeypatch.undo()
    assert tokens.LASTS[purpose] == timedelta(days=days)


def test_revoked_links_open_nothing_and_those_that_leave_still_do() -> None:
    reader = make_reader(make_issue())
    made = {purpose: tokens.make(purpose, reader) for purpose in Purpose}
    revoke_links(reader)
    for purpose, token in made.items():
        if purpose == Purpose.LEAVE:
            assert tokens.read(purpose, token).subscriber == reader
        else:
            with pytest.raises(BadSignature):
                tokens.read(purpose, token)


def test_an_erased_readers_links_name_nobody() -> None:
    reader = make_reader(make_issue())
    made = {purpose: tokens.make(purpose, reader) for purpose in Purpose}
    forget.erase(reader, NOW)
    assert tokens.read(Purpose.LEAVE, made[Purpose.LEAVE]).subscriber is None
    with pytest.raises(BadSignature):
        tokens.read(Purpose.MANAGE, made[Purpose.MANAGE])


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "\0", "ü" * 40, "W10.1wPq.AAAA"])
def test_what_we_did_not_make_is_refused(token: str) -> None:
    with pytest.raises(BadSignature):
        tokens.read(Purpose.MANAGE, token)


def test_a_link_leaves_the_address_and_stays_in_a_cookie_of_its_page_alone() -> None:
    client = Client()
    answer = client.get(f"/en/alerts/{tokens.make(Purpose.MANAGE, make_reader(make_issue()))}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/alerts/")
    cookie = answer.cookies["reader-manage"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/alerts/", True, "Lax")
    assert client.get("/en/alerts/").status_code == 200


def test_behind_tls_nobody_without_it_can_set_that_cookie() -> None:
    client, token = Client(), tokens.make(Purpose.MANAGE, make_reader(make_issue()))
    cookie = client.get(f"/en/alerts/{token}/", secure=True).cookies["__Secure-reader-manage"]
    assert (cookie["path"], cookie["secure"]) == ("/en/alerts/", True)
    assert client.get("/en/alerts/", secure=True).status_code == 200
    planted = Client()
    planted.cookies["reader-manage"] = token
    assert planted.get("/en/alerts/", secure=True).status_code == 404


def test_a_page_opened_by_one_link_is_not_another_page() -> None:
    client = opened(Purpose.CONFIRM, make_reader(make_issue()))
    assert client.get("/en/confirm/").status_code == 200
    assert client.get("/en/alerts/").status_code == 404
