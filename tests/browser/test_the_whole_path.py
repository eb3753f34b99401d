"""From a news page to a reader's mail, in a browser: what everything else thickens."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from stories.models import Article, Finding
from tests.factories import make_account
from tests.smtp import MailServer
from votes import tasks
from votes.models import FanOut, Vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

READER = "reader@mail.example"


def send_mail() -> None:
    """Send as if what was announced had settled: minutes of waiting."""
    FanOut.objects.filter(done_at=None).update(due_at=timezone.now())
    tasks.take_up_wishes()
    tasks.fan_out_announcements()
    tasks.send_due_mail()


def link_in(message: object, part: str) -> str:
    body = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    return next(link for link in re.findall(r"https?://\S+", body) if part in link)


def log_in(page: Page, server: str) -> None:
    make_account("una")
    log_in_again(page, server)


def log_in_again(page: Page, server: str) -> None:
    page.goto(f"{server}/desk/login/")
    page.get_by_label("Username").fill("una")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def accept_the_rest(page: Page) -> None:
    """Line by line, knowing that whoever is not known yet is new."""
    while (waiting := page.locator(".line.pending")).count():
        left = waiting.count()
        panel = page.locator("#panel")
        for unknown in panel.get_by_label(re.compile("new person")).all():
            unknown.check()
        panel.get_by_role("button", name="Accept").click()
        expect(waiting).to_have_count(left - 1)


def test_a_story_becomes_a_timeline_and_a_reader_is_told_that_the_vote_moved(
    page: Page, live_server: LiveServer, mail_server: MailServer, shared: Path, settings: object
) -> None:
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    story = shared / "stories" / "cbs-dallas-287g.html"
    call_command("ingest", str(story), "--issue", "dallas-287g", stdout=StringIO())
    article = Article.objects.get()

    # A curator reads the story on the desk and accepts.
    log_in(page, live_server.url)
    page.get_by_role("link", name=article.title).click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".line.kind-vote a").click()
    vote_card = page.locator("#panel")
    expect(vote_card).to_contain_text("the first week of November")
    vote_card.get_by_role("button", name="Accept").click()
    expect(page.locator(".line.kind-vote.accepted")).to_be_attached()
    accept_the_rest(page)
    expect(page.get_by_text("Everything here is decided.")).to_be_visible()

    # The public sees when the vote is, who stands where, and the sentence behind each.
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/en/issues/dallas-287g/")
    expect(page.get_by_text("the first week of November").first).to_be_visible()
    expect(page.get_by_text("Jesse Moreno").first).to_be_visible()
    page.goto(f"{live_server.url}{Vote.objects.get().get_absolute_url()}")
    page.locator("a[href*='#finding-']").first.click()
    sentence = page.locator("li.sentence", has=page.locator(":target"))
    expect(sentence).to_contain_text("the first week of November")
    assert page.context.cookies() == []

    # A reader follows the issue and says yes in the mail.
    page.goto(f"{live_server.url}/en/issues/dallas-287g/")
    page.get_by_role("link", name=re.compile("Mail me")).first.click()
    page.get_by_label(re.compile("mail", re.IGNORECASE)).first.fill(READER)
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    send_mail()
    (asked,) = mail_server.messages
    assert asked["To"] == READER
    page.goto(link_in(asked, "/confirm/"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed. This is what you will be told about.")).to_be_visible()
    send_mail()

    # The curator learns that the vote moved; the reader is told, once.
    already = len(mail_server.messages)
    log_in_again(page, live_server.url)
    page.goto(f"{live_server.url}/desk/votes/{Vote.objects.get().pk}/")
    page.get_by_label("Date in the source's words").fill("on Dec. 3")
    page.get_by_label("Earliest").fill("2031-12-03")
    page.get_by_label("Latest").fill("2031-12-03")
    page.get_by_label("Precision").select_option("day")
    page.get_by_label("Status").first.select_option("postponed")
    page.get_by_label("The sentence that says so").fill("The council moved its vote to Dec. 3.")
    page.get_by_label("Where it stood").fill("Council agenda")
    page.get_by_role("button", name="Publish the change").click()
    expect(page.get_by_text("Published. Everyone who was told the old date is told the new one.")).to_be_visible()
    send_mail()
    send_mail()
    (moved,) = mail_server.messages[already:]
    text = moved.get_body(("plain",)).get_content()
    assert "Dec" in moved["Subject"]
    assert "The council moved its vote to Dec. 3." in text
    assert "the first week of November" in text
    page.goto(link_in(moved, "/en/issues/"))
    expect(page.get_by_text(re.compile(r"Dec(\.|ember)? 3, 2031")).filter(visible=True).first).to_be_visible()


def test_a_correction_that_cannot_stand_is_explained_and_nothing_is_lost(
    page: Page, live_server: LiveServer, shared: Path
) -> None:
    story = shared / "stories" / "cbs-dallas-287g.html"
    call_command("ingest", str(story), "--issue", "dallas-287g", stdout=StringIO())
    log_in(page, live_server.url)
    vote = Finding.objects.get(kind="vote")
    page.goto(f"{live_server.url}/desk/stories/{vote.article_id}/?finding={vote.pk}")
    card = page.locator("article.finding.kind-vote")
    card.get_by_text("Correct it").click()
    card.get_by_label("Earliest").fill("2025-11-09")
    card.get_by_role("textbox", name="Matter").fill("the agreement, as corrected")
    page.get_by_role("button", name="Accept").click()
    card = page.locator("article.finding.kind-vote")
    expect(card).to_contain_text("The days must be in order")
    expect(card.get_by_role("textbox", name="Matter")).to_have_value("the agreement, as corrected")
    assert not Vote.objects.exists()
