"""The indexes and the pages on which the site speaks of itself, in a browser: axe, no script, the keys alone."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from stories import curation
from stories.models import SitePage
from tests.browser.accessible import violations
from tests.factories import NOW, make_source
from tests.stories.public.city import City, add_report, hold, make_city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (390, 1280)


@pytest.fixture
def city() -> City:
    city = make_city()
    add_report(city)
    hold(city)
    make_source(city.articles[0].outlet, last_ok_at=NOW)
    SitePage.objects.create(name="about", text="We are three neighbors.\n\nSee https://reed.example/us.")
    by = User.objects.create_user("una")
    curation.correct_position(city.ada.positions.all()[0], {"stance": "mixed"}, by, NOW)
    return city


def addresses(city: City) -> list[str]:
    lists = ("issues", "people", "bodies", "votes/?state=all", "places", "outlets")
    own = ("methods", "about", "contact", "privacy", "corrections", "people/nobody-at-all")
    of_city = (city.ada, city.issue.body, city.issue.place, city.articles[0], city.articles[0].outlet, city.quotes[0])
    return [*(f"/en/{name}" for name in (*lists, *own)), *(record.get_absolute_url() for record in of_city if record)]


def test_every_page_passes_axe_and_none_is_wider_than_its_screen(
    page: Page, live_server: LiveServer, city: City
) -> None:
    failed = []
    for address in addresses(city):
        page.goto(f"{live_server.url}{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            failed += [f"{address} at {width}, {found}" for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                failed.append(f"{address} is wider than {width}")
    assert not failed, "\n".join(failed)


def test_without_a_script_a_list_is_narrowed_with_the_keys_alone(
    browser: Browser, live_server: LiveServer, city: City
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/people/")
    page.get_by_label("A name, or a body").focus()
    page.keyboard.type("lund")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Bo Lund")).to_be_visible()
    expect(page.get_by_role("link", name="Ada Reed")).to_have_count(0)
    expect(page).to_have_url(f"{live_server.url}/en/people/?q=lund")
    page.goto("about:blank")
    context.close()


def test_a_missing_page_leads_on_by_its_own_words(page: Page, live_server: LiveServer, city: City) -> None:
    page.goto(f"{live_server.url}/en/people/ada-reed-of-reedham/")
    expect(page.locator("main input[name=q]")).to_have_value("ada reed of reedham")
    page.locator("main input[name=q]").fill("Ada Reed")
    page.locator("main button").click()
    expect(page.get_by_role("link", name="Ada Reed").first).to_be_visible()
