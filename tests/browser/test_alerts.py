"""A reader's way in a browser, on a phone: subscribe, confirm, manage, leave."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import violations
from tests.browser.test_the_whole_path import link_in, send_mail
from tests.factories import make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, move, on
from votes.alerts import subscribe as service
from votes.alerts import tokens
from votes.alerts.tokens import Purpose, link
from votes.models import Subscriber, Subscription

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

READER = "wren@mail.example"
# Of a phone: what five subscriptions may take.
TWO_SCREENS = 2 * 844


def test_a_reader_subscribes_confirms_changes_what_they_get_and_leaves(
    page: Page, live_server: LiveServer, mail_server: MailServer, settings: object
) -> None:
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    now = timezone.now()
    vote = make_scheduled(now, **on(date(2031, 5, 5)))
    send_mail()

    page.goto(f"{live_server.url}/en/subscribe/issue/{vote.issue.slug}/")
    page.get_by_text("The last mail you would have had").click()
    expect(page.get_by_label("The last mail", exact=True)).to_contain_text("Leaf blower ban")
    page.get_by_label("Your e-mail address").fill(READER)
    page.get_by_label("Other days before").fill("30")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    send_mail()

    page.goto(link_in(mail_server.messages[-1], "/confirm/"))
    expect(page).to_have_url(f"{live_server.url}/en/confirm/")
    expect(page.get_by_text("reminders 30, 7 and 1 days before")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed. This is what you will be told about.")).to_be_visible()

    page.locator("summary").first.click()
    page.get_by_label("When someone is quoted").check()
    page.get_by_label("In one mail a day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("summary").first).to_contain_text("quotes; in one mail a day")

    Subscription.objects.update(cadence="at_once")
    move(vote, on(date(2031, 6, 9)), timezone.now())
    send_mail()
    told = mail_server.messages[-1]
    assert "Leaf blower ban" in told["Subject"]
    page.context.clear_cookies()
    page.goto(link_in(told, "/leave/"))
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert page.context.cookies() == []
    assert not Subscriber.objects.get().subscriptions.live().exists()


def test_five_subscriptions_are_short_on_a_phone(page: Page, live_server: LiveServer, settings: object) -> None:
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    reader = make_reader(*(make_issue(f"A matter of some length, number {number}") for number in range(5)))
    page.goto(link(Purpose.MANAGE, reader))
    assert page.locator("summary").count() == 5
    assert page.evaluate("document.querySelector('main').scrollHeight") < TWO_SCREENS
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_no_page_of_a_reader_fails_axe(page: Page, live_server: LiveServer, settings: object) -> None:
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    vote = make_scheduled(timezone.now(), **on(date(2031, 5, 5)))
    send_mail()
    reader = make_reader(vote.issue, make_issue(), vote.body)
    service.subscribe(reader.email, make_issue(), ["date"], [7], "at_once", timezone.now())
    Subscriber.objects.update(new_email="wren@new.example", paused_until=date(2031, 1, 1))
    reader.refresh_from_db()
    about = {Purpose.ADDRESS: [tokens.digest("wren@new.example")]}
    issue = f"subscribe/issue/{vote.issue.slug}"
    addresses = [link(purpose, reader, about.get(purpose, [])) for purpose in Purpose] + [
        f"{live_server.url}/en/{path}/"
        for path in (
            issue, f"{issue}/sent", f"subscribe/vote/{vote.pk}",
            "alerts/link", "alerts/link/sent", "alerts/leave", "alerts/address", "alerts/revoke", "alerts/erase",
            "alerts/nothing-like-it",
        )
    ]  # fmt: skip
    failed = []
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page_name = re.sub(r"[^/]{40,}", "…", page.url)
            failed += [f"{page_name} at {width}, {found}" for found in violations(page)]
    assert not failed, "\n".join(failed)
