"""Passwords can't be guessed at leisure, nobody is shut out for good by somebody else, and a session ends."""

import logging
import time
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from civictrack import tasks
from civictrack.login import LIMITS
from civictrack.second_factor import BEGAN, LONGEST_LOGIN
from tests.factories import make_account

pytestmark = pytest.mark.django_db

OFFICE, HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9", "203.0.113.50"
RIGHT, WRONG = "a long password", "a wrong password"


@pytest.fixture
def una() -> User:
    return make_account("una")


def log_in(password: str, name: str = "una", address: str = OFFICE, **headers: str) -> int:
    """The status: 302 lets in, 200 shows the form again, 429 is a lock-out."""
    sent = {"username": name, "password": password}
    return Client().post("/desk/login/", sent, REMOTE_ADDR=address, headers=headers).status_code


def later(minutes: int) -> None:
    """So much time passes."""
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            attempt_time=attempt.attempt_time - timedelta(minutes=minutes)
        )


def test_sixty_wrong_passwords_in_a_row_are_not_tried(una: User) -> None:
    answers = [log_in(WRONG) for _ in range(60)]
    assert answers == [200] * (LIMITS[0] - 1) + [429] * (61 - LIMITS[0])
    assert log_in(RIGHT) == 429, "not even the right one is looked at any more"


def test_the_page_of_a_lock_out_says_what_to_do(una: User) -> None:
    for _ in range(5):
        answer = Client().post("/desk/login/", {"username": "una", "password": WRONG}, REMOTE_ADDR=OFFICE)
    assert answer.status_code == 429
    assert "Wait a quarter of an hour" in answer.content.decode()


def test_a_lock_out_ends_by_itself_however_often_it_is_tried_meanwhile(una: User) -> None:
    for _ in range(5):
        log_in(WRONG)
    later(minutes=14)
    assert [log_in(WRONG), log_in(RIGHT)] == [429, 429]
    later(minutes=2)
    assert log_in(RIGHT) == 302


def test_guessing_from_many_addresses_is_bounded_too(una: User) -> None:
    answers = [log_in(WRONG, address=f"203.0.113.{number}") for number in range(60)]
    assert answers.count(200) < LIMITS[1]
    assert answers[LIMITS[1] :] == [429] * 40


def test_strangers_who_guess_do_not_lock_out_whoever_signed_in_before(una: User) -> None:
    assert log_in(RIGHT, address=HOME) == 302
    for number in range(30):
        log_in(WRONG, address=f"203.0.113.{number}")
    assert log_in(RIGHT, address=ELSEWHERE) == 429
    assert log_in(RIGHT, address=HOME) == 302


def test_a_network_that_tries_many_accounts_is_bounded(una: User) -> None:
    answers = [log_in(WRONG, name=f"name{number}") for number in range(60)]
    assert answers.count(200) < LIMITS[2]
    assert log_in(RIGHT, address=HOME) == 302


def test_one_clumsy_colleague_does_not_lock_out_the_office(una: User) -> None:
    make_account("bo")
    for _ in range(60):
        log_in(WRONG, name="bo")
    assert log_in(RIGHT) == 302


def test_an_own_account_gives_no_more_guesses_at_another(una: User) -> None:
    make_account("mallory")
    for _ in range(4):
        log_in(WRONG)
    assert log_in(RIGHT, name="mallory") == 302
    assert log_in(WRONG) == 429


def test_addresses_of_one_network_of_version_6_count_as_one(una: User) -> None:
    answers = [log_in(WRONG, address=f"2001:db8:0:7::{number:x}") for number in range(1, 8)]
    assert answers[4:] == [429] * 3


def test_behind_a_proxy_of_ours_it_is_the_readers_address_that_counts(una: User, settings: Any) -> None:
    settings.BEHIND_HTTPS_PROXY, settings.TRUSTED_PROXIES = True, 1
    for number in range(60):  # what a browser sends itself stands before what the proxy adds
        log_in(WRONG, **{"X-Forwarded-For": f"198.51.100.{number}, {OFFICE}"})
    assert log_in(RIGHT, **{"X-Forwarded-For": OFFICE}) == 429
    assert log_in(RIGHT, **{"X-Forwarded-For": f"{OFFICE}, {HOME}"}) == 302


def test_without_a_proxy_nobody_chooses_their_address(una: User) -> None:
    answers = [log_in(WRONG, **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(8)]
    assert answers[4:] == [429] * 4


@pytest.mark.parametrize("sent", ["", "nonsense", "1.2.3.4:80", "::" * 500])
def test_an_address_that_is_none_is_the_proxys_own(una: User, settings: Any, sent: str) -> None:
    settings.BEHIND_HTTPS_PROXY, settings.TRUSTED_PROXIES = True, 1
    assert log_in(RIGHT, **{"X-Forwarded-For": sent}) == 302
    assert AccessLog.objects.get().ip_address == OFFICE


def test_the_log_tells_of_sign_ins_failures_and_lock_outs_each_on_one_line(
    una: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    log_in(RIGHT)
    for _ in range(5):
        log_in(WRONG, name="u\nERROR the database is gone")
    said = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert f"AXES: Successful login by 'una' from {OFFICE}." in said
    assert any("New login failure by" in line for line in said)
    assert any("Locking out" in line and OFFICE in line for line in said)
    assert [line for line in said if "\n" in line or WRONG in line] == []


def test_an_administrator_lets_somebody_in_at_once(una: User) -> None:
    for _ in range(5):
        log_in(WRONG)
    call_command("axes_reset_username", "una")
    assert log_in(RIGHT) == 302


def test_a_session_ends_with_the_browser_and_after_hours_without_work(una: User, client: Client, settings: Any) -> None:
    client.post("/desk/login/", {"username": "una", "password": RIGHT})
    assert client.cookies["sessionid"]["max-age"] == ""
    session = Session.objects.get()
    assert session.expire_date - timezone.now() < timedelta(hours=12, minutes=1)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/desk/")
    assert Session.objects.get().expire_date - timezone.now() > timedelta(hours=11), "work prolongs it"
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=5))
    assert client.get("/desk/").headers["Location"] == "/desk/login/?next=/desk/"


def test_a_login_ends_after_a_week_however_busy_it_is(una: User, client: Client) -> None:
    client.post("/desk/login/", {"username": "una", "password": RIGHT})
    for since, there in ((LONGEST_LOGIN - 60, 200), (LONGEST_LOGIN + 60, 302)):
        session = client.session
        session[BEGAN] = time.time() - since
        session.save()
        assert client.get("/desk/").status_code == there
    client.post("/desk/login/", {"username": "una", "password": RIGHT})
    assert client.get("/desk/").status_code == 200, "it begins anew"


def test_old_sessions_and_sign_ins_are_forgotten(una: User) -> None:
    log_in(RIGHT)
    log_in(RIGHT)
    Session.objects.filter(pk=Session.objects.all()[0].pk).update(expire_date=timezone.now() - timedelta(days=1))
    AccessLog.objects.filter(pk=AccessLog.objects.all()[0].pk).update(attempt_time=timezone.now() - timedelta(days=91))
    tasks.forget_old_sign_ins()
    assert (Session.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_an_account_is_made_and_gets_another_role(una: User, capsys: pytest.CaptureFixture[str]) -> None:
    make_account("bo", "curator")
    call_command("account", "new", "--role", "editor")
    call_command("account", "bo", "--role", "editor")
    call_command("account", "una", "--role", "none")
    groups = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert groups == {"new": ["editor"], "bo": ["editor"], "una": []}
    assert "changepassword new" in capsys.readouterr().out
    assert not User.objects.get(username="new").has_usable_password()


@pytest.mark.parametrize("name", ["", "two words", "x" * 200])
def test_an_account_needs_a_name_that_can_be_one(name: str) -> None:
    with pytest.raises(CommandError):
        call_command("account", name, "--role", "curator")
