"""In a browser: a login that ran out loses nothing, and the second factor's pages work on a phone without a script."""

from base64 import b32decode
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import new_page
from tests.browser.test_desk import CONTRAST, log_in
from tests.civictrack.apps_on_phones import code_of, half_a_minute_later, with_app
from tests.factories import make_account, make_issue
from votes.models import Issue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(params=[False, True], ids=["without a script", "with scripts"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=request.param)
    yield from new_page(context)


def give_password(page: Page) -> None:
    page.get_by_label("Username").fill("una")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()


def type_an_issue(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/desk/issues/new/")
    page.get_by_label("Title").fill("Harbor “rain” & <sun>")
    page.get_by_label("Terms that bring stories in").fill("harbor")
    page.get_by_label("Place").select_option(str(Issue.objects.get().place_id))


def test_what_was_typed_while_the_login_ran_out_is_sent_after_it_by_a_press_of_the_button(
    phone: Page, live_server: LiveServer
) -> None:
    make_issue("The ferry")
    log_in(phone, live_server)
    type_an_issue(phone, live_server)
    Session.objects.all().delete()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("You were logged out meanwhile.")).to_be_visible()
    give_password(phone)
    expect(phone.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(phone.get_by_text("Harbor “rain” & <sun>")).to_be_visible()
    assert Issue.objects.count() == 1
    phone.get_by_role("button", name="Back to the form with it").click()
    expect(phone.get_by_label("Title")).to_have_value("Harbor “rain” & <sun>")
    assert Issue.objects.count() == 1
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Harbor “rain” & <sun>")).to_be_visible()
    assert Issue.objects.count() == 2


def test_the_second_step_keeps_it_too(phone: Page, live_server: LiveServer) -> None:
    make_issue("The ferry")
    log_in(phone, live_server)
    type_an_issue(phone, live_server)
    una = with_app(User.objects.get())
    phone.get_by_role("button", name="Save").click()
    give_password(phone)
    half_a_minute_later(una)
    phone.get_by_label("Code of your app").fill(code_of())
    phone.get_by_role("button", name="Log in").click()
    phone.get_by_role("button", name="Send it as una").click()
    expect(phone.get_by_role("heading", name="Harbor “rain” & <sun>")).to_be_visible()


def test_a_page_that_stood_open_over_another_login_loses_nothing(phone: Page, live_server: LiveServer) -> None:
    make_issue("The ferry")
    log_in(phone, live_server)
    type_an_issue(phone, live_server)
    other = phone.context.new_page()
    other.goto(f"{live_server.url}/desk/login/")
    give_password(other)
    expect(other.get_by_role("button", name="Log out")).to_be_visible()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("had stood open over a login")).to_be_visible()
    expect(phone.get_by_text("Harbor “rain” & <sun>")).to_be_visible()
    phone.get_by_role("link", name="Throw it away").click()
    expect(phone.get_by_label("Title")).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_second_factor_is_set_up_and_used_on_a_phone(
    page: Page, live_server: LiveServer, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    log_in(page, live_server)
    page.get_by_role("link", name="Second factor").click()
    letters = page.locator(".key").inner_text().replace(" ", "")
    fits_and_reads(page)
    page.get_by_label("The six digits that the app shows now").fill(code_of_letters(letters))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("They are shown this once.")).to_be_visible()
    recovery = page.locator(".codes code").first.inner_text()
    fits_and_reads(page)
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{live_server.url}/desk/sources/")
    give_password(page)
    fits_and_reads(page)
    page.get_by_label("Code of your app").fill(recovery)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_text("You have 9 recovery codes left")).to_be_visible()
    fits_and_reads(page)


def code_of_letters(letters: str) -> str:
    return code_of(b32decode(letters).hex())


def fits_and_reads(page: Page) -> None:
    """Nothing is wider than the screen, and every word stands out from its ground."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate(CONTRAST) == []


def test_an_editor_is_told_in_words_what_the_plumbing_is(page: Page, live_server: LiveServer) -> None:
    log_in(page, live_server)
    make_account("olga", "administrator")
    page.goto(f"{live_server.url}/plumbing/")
    expect(page.get_by_text("Only a superuser may look after the program’s tables. Ask olga")).to_be_visible()
