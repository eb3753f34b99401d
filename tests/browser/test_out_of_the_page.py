"""The card in somebody else's page and the form beside a claim, in a browser: whole, and clean for axe."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from stories.curation.complaints import answer, receive
from stories.models import Complaint, Finding
from tests.browser.accessible import violations
from tests.factories import NOW, make_account
from tests.stories.public.city import City, make_city

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def city() -> City:
    city = make_city()
    finding = Finding.objects.get(position__person=city.ada)
    said = receive(finding, "She said yes.", "", NOW)
    answer(said, "unchanged", "The recording has it at 1:02.", "beside", make_account("una"), NOW)
    return city


def test_neither_fails_axe_nor_scrolls_sideways(page: Page, live_server: LiveServer, city: City) -> None:
    claim = Finding.objects.get(position__person=city.ada)
    failed = []
    for path in (f"/en/embed/issues/{city.issue.slug}/", f"/en/wrong/{claim.pk}/", "/en/answers/"):
        page.goto(f"{live_server.url}{path}")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            failed += [f"{path} at {width}, {found}" for found in violations(page)]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("question", ["Should it?", "Should the town lease the old harbor to the ferry company? " * 3])
def test_the_card_is_as_high_as_programs_are_told(
    page: Page, live_server: LiveServer, city: City, question: str
) -> None:
    """Nothing of it is cut off, and there is not much room to spare."""
    city.issue.question = question.strip()
    city.issue.save()
    for width in (240, 320, 480):
        about = {"url": f"{settings.SITE_URL}{city.issue.get_absolute_url()}", "maxwidth": width}
        told = page.request.get(f"{live_server.url}/oembed", params=about).json()
        page.set_viewport_size({"width": told["width"], "height": 100})
        page.goto(f"{live_server.url}/en/embed/issues/{city.issue.slug}/")
        high = page.evaluate("document.documentElement.scrollHeight")
        assert high <= told["height"] <= high + 160, (width, high, told["height"])


def test_a_reader_says_that_a_claim_is_wrong(page: Page, live_server: LiveServer, city: City) -> None:
    claim = Finding.objects.get(position__person=city.ada)
    page.goto(f"{live_server.url}/en/wrong/{claim.pk}/")
    page.get_by_label("What is wrong with it?").fill("She had not made up her mind.")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_role("status")).to_contain_text("An editor reads it")
    assert Complaint.objects.open().get().finding == claim
