"""What happened on an issue, on a phone and on a desk: drawn, narrowed, as of a day; and axe has nothing to say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import violations
from tests.factories import make_article, make_finding, make_official, make_position
from tests.stories.public.matter import Matter, make_matter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def matter() -> Matter:
    """A vote that was put off, reports that differ, a meeting, a deadline, and somebody who changed their mind."""
    matter = make_matter()
    matter.meet()
    matter.shelve()
    matter.revive()
    ada, at = make_official("Ada Reed", matter.council), datetime(2025, 12, 1, 15, tzinfo=UTC)
    for number, stance in enumerate(("support", "oppose")):
        day = at + timedelta(days=40 * number)
        article = make_article("Ada spoke of it.", f"Ada speaks, {number}", published_at=day)
        position = make_position(ada, matter.issue, stance=stance, since=day.date())
        make_finding(article, "Ada spoke of it.", "position", "evidence", state="accepted", position=position)
    return matter


def test_the_timeline_is_read_narrowed_and_dated_on_a_phone(
    page: Page, live_server: LiveServer, matter: Matter
) -> None:  # fmt: skip
    plain = f"{live_server.url}{matter.issue.get_absolute_url()}"
    page.goto(plain)
    strip = page.locator(".strip > svg")
    box = strip.bounding_box()
    assert box
    assert box["width"] <= 390
    sizes = strip.locator("text").evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 11, "words keep their size however narrow the strip is"
    page.get_by_text("The same in words").click()
    expect(page.locator(".strip details")).to_contain_text("shelved")
    page.get_by_text("Show a part of it").click()
    page.get_by_label("Show", exact=True).select_option("changes")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.locator(".entry")).to_contain_text("was: supports")
    page.get_by_role("link", name="Show everything").click()
    assert page.locator(".entry").count() > 4
    page.get_by_text("Show a part of it").click()
    page.get_by_label("The page as of").fill(date(2025, 12, 20).isoformat())
    page.get_by_role("button", name="Show that day").click()
    expect(page.locator(".as-of")).to_contain_text("Saturday, December 20, 2025")
    expect(page.locator("#timeline")).not_to_contain_text("opposes (was")
    page.get_by_role("link", name="See it as of today").click()
    expect(page).to_have_url(plain)


def test_axe_has_nothing_to_say_of_an_issues_page_as_it_is_as_it_was_and_narrowed(
    page: Page, live_server: LiveServer, matter: Matter
) -> None:
    failed = []
    for query in ("", "?on=2025-11-05", "?kind=changes&person=nobody&before=x"):
        page.goto(f"{live_server.url}{matter.issue.get_absolute_url()}{query}")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                failed.append(f"{query} at {width}: wider than the screen")
            failed += [f"{query} at {width}, {found}" for found in violations(page)]
    assert not failed, "\n".join(failed)
