"""A second factor is set up, used, renewed, lost and turned off; and a site can want it of everybody."""

import logging
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from civictrack.second_factor import NEW_KEY, RECOVERY_CODES, new_recovery_codes
from tests.civictrack.apps_on_phones import KEY, code_of, half_a_minute_later, with_app, wrong_code
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PAGE = "/desk/second-factor/"


@pytest.fixture
def una(client: Client) -> User:
    una = make_account("una")
    client.force_login(una)
    return una


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def set_up(client: Client) -> list[str]:
    """The recovery codes that are shown."""
    client.get(PAGE)
    shown = client.post(PAGE, {"code": code_of(client.session[NEW_KEY])})
    return [code.text for code in BeautifulSoup(shown.content, "lxml").select(".codes code")]


def test_the_key_is_shown_as_a_picture_in_the_page_itself_and_in_letters(client: Client, una: User) -> None:
    page = BeautifulSoup(client.get(PAGE).content, "lxml")
    assert page.select_one(".qr svg path")
    assert page.select("img, script, .qr [src], .qr [href]") == []
    letters = page.select_one(".key")
    assert letters
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", letters.text)
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]


def test_the_key_stays_the_same_until_it_is_used(client: Client, una: User) -> None:
    client.get(PAGE)
    key = client.session[NEW_KEY]
    client.get(PAGE)
    assert client.session[NEW_KEY] == key
    assert not TOTPDevice.objects.exists()


def test_it_is_on_once_a_code_shows_that_the_app_has_the_key(client: Client, una: User) -> None:
    codes = set_up(client)
    assert len(set(codes)) == RECOVERY_CODES
    assert NEW_KEY not in client.session
    assert "It is on since" in text_of(client.get(PAGE))
    assert f"You have {RECOVERY_CODES} recovery codes left" in text_of(client.get(PAGE))
    assert client.get("/desk/").status_code == 200, "this session need not log in again"


def test_recovery_codes_are_shown_once(client: Client, una: User) -> None:
    codes = set_up(client)
    again = client.get(PAGE).content.decode()
    assert not any(code in again or code.replace(" ", "") in again for code in codes)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٣" * 30, "9" * 5000, "<script>", "１２３４５６"])
def test_what_is_no_code_turns_nothing_on(client: Client, una: User, typed: str) -> None:
    client.get(PAGE)
    assert client.post(PAGE, {"code": typed}).status_code == 422
    assert not TOTPDevice.objects.exists()


def test_a_code_may_be_typed_in_two_halves(client: Client, una: User) -> None:
    client.get(PAGE)
    code = code_of(client.session[NEW_KEY])
    client.post(PAGE, {"code": f" {code[:3]} {code[3:]} "})
    assert TOTPDevice.objects.filter(user=una, confirmed=True).count() == 1


def test_sessions_that_gave_no_code_count_for_nothing_from_then_on(client: Client, una: User) -> None:
    other = Client()
    other.force_login(una)
    set_up(client)
    assert other.get("/desk/").headers["Location"] == "/desk/login/?next=/desk/"
    assert other.get(PAGE).headers["Location"] == f"/desk/login/?next={PAGE}"


def test_it_is_turned_off_with_a_code_and_not_without(client: Client, una: User) -> None:
    set_up(client)
    half_a_minute_later(una)
    key = TOTPDevice.objects.get().key
    assert client.post(PAGE, {"act": "off", "code": wrong_code(key)}).status_code == 422
    assert client.post(PAGE, {"act": "off"}).status_code == 422
    half_a_minute_later(una)
    assert client.post(PAGE, {"act": "off", "code": code_of(key)}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_enter_in_its_field_turns_nothing_off(client: Client, una: User) -> None:
    set_up(client)
    half_a_minute_later(una)
    client.post(PAGE, {"nothing": "", "code": code_of(TOTPDevice.objects.get().key)})
    assert TOTPDevice.objects.exists()


def test_new_recovery_codes_replace_the_old_ones(client: Client, una: User) -> None:
    old = set_up(client)
    shown = client.post(PAGE, {"act": "codes", "code": old[0].upper()})
    new = [code.text for code in BeautifulSoup(shown.content, "lxml").select(".codes code")]
    assert len({*old, *new}) == 2 * RECOVERY_CODES
    assert client.post(PAGE, {"act": "off", "code": old[1]}).status_code == 422
    assert client.post(PAGE, {"act": "off", "code": new[1]}).status_code == 302


def test_guessing_codes_while_logged_in_is_bounded(client: Client, una: User) -> None:
    with_app(una)
    new_recovery_codes(una)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get().persistent_id
    session.save()
    answers = [client.post(PAGE, {"act": "off", "code": f"aaaa{n:04d}"}).status_code for n in range(20)]
    assert answers == [422] * 4 + [429] * 16
    half_a_minute_later(una)
    assert client.post(PAGE, {"act": "off", "code": code_of()}).status_code == 429
    assert TOTPDevice.objects.exists()


def test_after_a_wrong_code_the_next_is_not_looked_at_at_once(client: Client, una: User) -> None:
    set_up(client)
    key = TOTPDevice.objects.get().key
    TOTPDevice.objects.update(throttling_failure_count=3, last_t=-1)
    client.post(PAGE, {"act": "off", "code": wrong_code(key)})
    answer = client.post(PAGE, {"act": "off", "code": code_of(key)})
    assert "Try again in 8 seconds, or type a recovery code now" in text_of(answer)


def test_whoever_runs_the_site_resets_it(una: User, capsys: pytest.CaptureFixture[str]) -> None:
    with_app(una)
    new_recovery_codes(una)
    call_command("reset_second_factor", "una")
    call_command("reset_second_factor", "una")
    assert capsys.readouterr().out == "una: the second factor is off.\nuna had no second factor.\n"
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        call_command("reset_second_factor", "nobody")


def test_the_log_says_when_it_was_turned_on_and_off(una: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with_app(una)
    call_command("reset_second_factor", "una")
    said = [record.getMessage() for record in caplog.records if record.name == "civictrack.second_factor"]
    assert said == ["Second factor turned on for 'una'", "Second factor turned off for 'una'"]
    assert KEY not in caplog.text


def test_an_account_without_a_role_may_have_one(client: Client) -> None:
    client.force_login(make_account("new", ""))
    assert len(set_up(client)) == RECOVERY_CODES


@pytest.mark.parametrize("page", ["/desk/", "/desk/issues/new/", "/plumbing/"])
def test_where_the_site_wants_one_it_comes_before_all_else(client: Client, una: User, settings: Any, page: str) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(page).headers["Location"] == PAGE
    assert "This site wants a second factor of everybody" in text_of(client.get(PAGE))
    set_up(client)
    assert client.get(page).status_code != 302


def test_where_it_comes_first_a_form_that_was_sent_is_kept(client: Client, una: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    answer = client.post("/desk/issues/new/", {"title": "Harbor rain", "act": "save"})
    assert answer.status_code == 403
    assert "Harbor rain" in text_of(answer)
    assert "second factor first" in text_of(answer)


def test_readers_are_not_asked_who_they_are(client: Client, una: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    with_app(una)
    for page in ("/", "/en/"):
        answer = client.get(page)
        assert answer.status_code in (200, 302)
        assert "Cookie" not in answer.headers.get("Vary", "")
