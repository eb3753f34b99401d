"""A resident opens an issue on a phone and has four answers in ten seconds: all of its opening is above the fold."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import violations
from tests.factories import make_event
from tests.stories.public.city import City, add_report, hold, make_city
from votes import schedule
from votes.citation import Citation
from votes.models import Vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SAID = Citation("It moved.", "The Reed", "https://reed.example/0")
FOLD = 844


@pytest.fixture
def city() -> City:
    """The fullest opening: a deadline, a hearing, a vote that its body moved, seats and a rule, a long question."""
    city = make_city()
    add_report(city)
    body = city.vote.body
    body.name, body.seats, body.passage_rule = "Joint Waterfront and Harbor Committee", 7, "majority_of_present"
    body.sign_up_url, body.sign_up_checked_on = "https://reed.example/speak", date(2026, 3, 1)
    body.save()
    issue = city.issue
    issue.title, issue.summary = "A hotel in the old cannery by the harbor", "What it is about. " * 12
    issue.question = "Should the town lease the old cannery to a hotel for thirty years?"
    issue.save()
    return city


def at_a_hearing(city: City) -> None:
    day = timezone.localdate() + timedelta(days=5)
    moved = {"earliest": day + timedelta(days=9), "latest": day + timedelta(days=9), "precision": "day"}
    schedule.change(city.vote, {**moved, "time": "18:30"}, SAID, timezone.now())
    make_event(city.issue, kind="hearing", title="The cannery lease and the hotel", earliest=day, time=time(18))
    make_event(city.issue, kind="deadline", title="Sign up to speak on the cannery lease", time=time(17),
               earliest=day - timedelta(days=2))  # fmt: skip


@pytest.mark.parametrize("state", ["a week", "a hearing", "held", "no vote"])
def test_all_of_an_issues_opening_fits_the_first_screen_of_a_phone(
    page: Page, live_server: LiveServer, city: City, state: str
) -> None:
    if state == "a hearing":
        at_a_hearing(city)
    elif state == "held":
        hold(city)
    elif state == "no vote":
        Vote.objects.update(withdrawn_at=timezone.now())
    page.goto(f"{live_server.url}{city.issue.get_absolute_url()}")
    for part in ("h1", ".question", ".face .when", ".face .news", ".face .button"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= FOLD, part
    face = page.locator(".face").bounding_box()
    assert face
    assert face["y"] + face["height"] <= FOLD
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_sentence_opens_in_place_by_the_keyboard(page: Page, live_server: LiveServer, city: City) -> None:
    page.goto(f"{live_server.url}{city.issue.get_absolute_url()}")
    line = page.locator(".group-oppose .stand").first
    expect(line.locator(".passage").first).to_be_hidden()
    line.locator("summary").first.press("Enter")
    expect(line.locator(".passage").first).to_be_visible()


def test_an_issue_and_the_front_page_pass_axe(page: Page, live_server: LiveServer, city: City) -> None:
    at_a_hearing(city)
    failed = []
    for url in ("/en/", "/en/issues/", city.issue.get_absolute_url()):
        page.goto(f"{live_server.url}{url}")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": FOLD})
            failed += [f"{url} at {width}, {found}" for found in violations(page)]
    hold(city)
    page.goto(f"{live_server.url}{city.issue.get_absolute_url()}")
    failed += violations(page)
    assert not failed, "\n".join(failed)


def test_on_the_smallest_phone_nothing_scrolls_sideways_and_a_finger_opens_the_evidence(
    page: Page, live_server: LiveServer, city: City
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}{city.issue.get_absolute_url()}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    lines = page.locator(".stand > .evidence > summary")
    assert lines.count()
    for line in lines.all():
        box = line.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 24
        line.click()
    expect(page.locator(".stand > .evidence > .passage").first).to_be_visible()
    assert page.url.endswith(city.issue.get_absolute_url())


def test_on_paper_an_address_is_printed_without_the_words_it_leads_to(
    page: Page, live_server: LiveServer, city: City
) -> None:
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}{city.issue.get_absolute_url()}")
    printed = page.evaluate(
        "[...document.querySelectorAll('main a[href^=http]')].map(link => link.dataset.page || link.href)"
    )
    assert printed
    assert not [address for address in printed if ":~:" in address]
    assert not page.locator(".lines .said > p").filter(visible=True).count()
