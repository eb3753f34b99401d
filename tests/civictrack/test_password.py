"""Whoever works on the desk changes their own password, and every other login of theirs ends."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from civictrack.login import LIMITS
from tests.civictrack.apps_on_phones import code_of, with_app
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PAGE, OLD, NEW = "/desk/password/", "a long password", "gravel teapot lantern"


def change(client: Client, old: str = OLD, new: str = NEW, again: str | None = None) -> HttpResponse:
    sent = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(PAGE, sent)  # type: ignore[return-value]


@pytest.fixture
def una(client: Client) -> User:
    """Somebody who may do least, logged in."""
    una = make_account("una", "curator")
    client.force_login(una)
    return una


def test_it_is_changed_and_every_other_login_ends(client: Client, una: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(una)
    before = client.session.session_key
    answer = change(client)
    assert answer.headers["Location"] == PAGE
    assert "you are logged out" in client.get(PAGE).content.decode()
    assert client.session.session_key != before, "and this one has another name"
    assert elsewhere.get("/desk/").headers["Location"] == "/desk/login/?next=/desk/"
    una.refresh_from_db()
    assert una.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("not it", NEW, NEW, "This is not your password of now"),
        (OLD, "teapot lantern", "teapot lantern", "at least 15 characters"),
        (OLD, "1234567890123456", "1234567890123456", "entirely numeric"),
        (OLD, "1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "too common"),
        (OLD, "Civictrack-Editor-26", "Civictrack-Editor-26", "names of this site"),
        (OLD, "una.keeper@harrow", "una.keeper@harrow", "too similar to the email"),
        (OLD, NEW, "gravel teapot", "match"),
        (OLD, "", "", "This field is required"),
        ("", "x" * 1_000_000, "", "This field is required"),
    ],
)
def test_what_is_no_good_password_is_refused_with_a_sentence(
    client: Client, una: User, old: str, new: str, again: str, says: str
) -> None:
    User.objects.update(email="una.keeper@harrow.example")
    answer = change(client, old, new, again)
    assert answer.status_code == 422
    assert says in BeautifulSoup(answer.content, "lxml").get_text()
    una.refresh_from_db()
    assert una.check_password(OLD)


def test_a_password_of_words_or_of_any_signs_is_taken(client: Client, una: User) -> None:
    assert change(client, OLD, "nine kelp ünder 海の ✓").status_code == 302
    assert change(client, "nine kelp ünder 海の ✓", " " + "long " * 40).status_code == 302


def test_a_session_left_open_gives_no_free_guesses(client: Client, una: User) -> None:
    answers = [change(client, f"guess {number}").status_code for number in range(8)]
    assert answers == [422] * (LIMITS[0] - 1) + [429] * (9 - LIMITS[0])
    assert change(client).status_code == 429, "not even the right one is looked at any more"


def test_it_takes_a_login_with_both_steps(client: Client) -> None:
    una = with_app(make_account("una", "curator"))
    client.force_login(una)
    assert client.get(PAGE).status_code == 302
    assert "Log in" in change(client).content.decode()
    client.post("/desk/login/", {"username": "una", "password": OLD})
    client.post("/desk/login/code/", {"code": code_of()})
    assert change(client).status_code == 302
    assert client.get("/desk/").status_code == 200, "the second factor is not asked for again"


def test_a_login_gives_the_session_another_name_and_a_logout_ends_it(client: Client) -> None:
    make_account("una", "curator")
    client.post("/desk/login/", {"username": "una", "password": "wrong"})
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.post("/desk/login/", {"username": "una", "password": OLD})
    after = client.session.session_key
    assert after != before
    client.post("/desk/logout/")
    client.cookies["sessionid"] = str(after)
    assert client.get("/desk/").status_code == 302
