"""The login's two steps, what goes along with them, and that knowing the password alone opens nothing."""

import time

import pytest
from axes.models import AccessAttempt, AccessLog
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from civictrack.login import LIMITS
from civictrack.second_factor import new_recovery_codes
from civictrack.sign_in import WAITING, WAITS_FOR
from tests.civictrack.apps_on_phones import code_of, half_a_minute_later, with_app, wrong_code
from tests.factories import make_account

pytestmark = pytest.mark.django_db

FIRST, SECOND = "/desk/login/", "/desk/login/code/"
RIGHT = "a long password"


@pytest.fixture
def una() -> User:
    return with_app(make_account("una"))


def give_password(client: Client, password: str = RIGHT, **more: str) -> HttpResponse:
    return client.post(FIRST, {"username": "una", "password": password, **more})  # type: ignore[return-value]


def give_code(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post(SECOND, {"code": code, **more})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def hidden(answer: HttpResponse) -> dict[str, str]:
    """The hidden fields of the page's first form."""
    fields = BeautifulSoup(answer.content, "lxml").select("main form")[0].select("input[type=hidden]")
    return {str(field["name"]): str(field["value"]) for field in fields if field["name"] != "csrfmiddlewaretoken"}


def test_without_a_second_factor_the_password_is_all(client: Client) -> None:
    make_account("una")
    assert give_password(client).headers["Location"] == "/desk/"
    assert is_in(client)


def test_with_one_the_password_asks_for_the_code_and_opens_nothing(client: Client, una: User) -> None:
    answer = give_password(client)
    assert "The second step" in answer.content.decode()
    assert not is_in(client)
    assert client.get("/desk/second-factor/").status_code == 302
    assert give_code(client, code_of()).headers["Location"] == "/desk/"
    assert is_in(client)
    assert WAITING not in client.session


def test_both_steps_lead_to_the_page_that_was_wanted_and_to_no_other_site(client: Client, una: User) -> None:
    step = give_password(client, next="/desk/sources/")
    assert hidden(step)["next"] == "/desk/sources/"
    assert give_code(client, code_of(), next="/desk/sources/").headers["Location"] == "/desk/sources/"
    half_a_minute_later(una)
    other = Client()
    give_password(other)
    assert give_code(other, code_of(), next="https://elsewhere.example/").headers["Location"] == "/desk/"


def test_a_recovery_code_does_once(client: Client, una: User) -> None:
    code = new_recovery_codes(una)[0]
    give_password(client)
    assert give_code(client, f"{code[:4].upper()}-{code[4:]}").status_code == 302
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200
    assert not is_in(other)


def test_a_code_that_was_used_is_not_taken_again(client: Client, una: User) -> None:
    code = code_of()
    give_password(client)
    give_code(client, code)
    other = Client()
    give_password(other)
    assert "was used already" in give_code(other, code).content.decode()


def test_one_accounts_code_is_not_anothers(client: Client, una: User) -> None:
    bo = make_account("bo")
    code = new_recovery_codes(bo)[0]
    give_password(client)
    assert give_code(client, code).status_code == 200
    assert not is_in(client)


def test_codes_can_not_be_guessed_at_leisure_and_the_password_resets_no_count(client: Client, una: User) -> None:
    answers = []
    for _ in range(30):
        give_password(client)
        answers.append(give_code(client, "aaaa2222").status_code)
    assert answers == [200] * (LIMITS[0] - 1) + [429] * (31 - LIMITS[0])
    assert not AccessLog.objects.exists(), "nobody has logged in"
    AccessAttempt.objects.all().delete()
    half_a_minute_later(una)
    give_password(client)
    assert give_code(client, code_of()).status_code == 302, "the way back in that the page tells of"


def test_the_apps_codes_pause_longer_with_each_wrong_one_and_recovery_codes_do_not(client: Client, una: User) -> None:
    code = new_recovery_codes(una)[0]
    give_password(client)
    give_code(client, wrong_code())
    assert "or type a recovery code now" in give_code(client, code_of()).content.decode()
    assert give_code(client, code).status_code == 302


def test_a_password_does_not_wait_for_its_code_for_ever(client: Client, una: User) -> None:
    give_password(client)
    session = client.session
    session[WAITING] = [una.pk, session[WAITING][1], time.time() - WAITS_FOR - 1]
    session.save()
    assert "<h1>Log in</h1>" in give_code(client, code_of()).content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("send", ["get", "post"])
def test_the_second_step_is_none_without_the_first(client: Client, una: User, send: str) -> None:
    assert "<h1>Log in</h1>" in getattr(client, send)(SECOND, {"code": "123456"}).content.decode()


def test_whoever_is_shut_out_meanwhile_is_not_let_in_by_a_code(client: Client, una: User) -> None:
    give_password(client)
    User.objects.filter(pk=una.pk).update(is_active=False)
    give_code(client, code_of())
    assert not is_in(client)


def test_what_was_typed_goes_along_through_wrong_tries_both_steps_and_a_lock_out(client: Client, una: User) -> None:
    sent = {"reason": "An hour’s work", "act": "save"}
    asked = client.post("/desk/people/7/", sent)
    carried = hidden(asked)
    wrong = give_password(client, "wrong", **carried)
    assert hidden(wrong)["held"] == carried["held"]
    for _ in range(4):
        locked = give_password(client, "wrong", **carried)
    assert locked.status_code == 429
    assert hidden(locked)["held"] == carried["held"]
    AccessAttempt.objects.all().delete()
    form = client.post(FIRST, hidden(locked))
    assert "errorlist" not in form.content.decode()
    step = give_password(client, **hidden(form))
    step = give_code(client, wrong_code(), **hidden(step))
    half_a_minute_later(una)
    shown = give_code(client, code_of(), **hidden(step))
    assert "You had been logged out" in shown.content.decode()
    assert hidden(shown) == sent
    assert BeautifulSoup(shown.content, "lxml").select("main form")[0]["action"] == "/desk/people/7/"


def test_the_login_names_the_site_and_not_its_host(client: Client) -> None:
    title = BeautifulSoup(client.get(FIRST).content, "lxml").title
    assert title
    assert title.get_text(strip=True) == "Log in · Civictrack"
