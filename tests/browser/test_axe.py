"""Every page of the desk passes axe, on a phone and on a desktop, light and dark."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessible import violations
from tests.browser.test_desk import log_in
from tests.stories.desk.test_enter import rooms, town  # noqa: F401 - one of everything is a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (390, 1280)
# What the workbench's script puts into its page.
FRAGMENTS = ("/fold/", "/suggest/")


@pytest.fixture
def una() -> User:
    """Whoever accepted what the town shows; the reader of the pages logs in by name."""
    return User.objects.create_user("ula")


def test_no_page_of_the_desk_fails_axe(page: Page, live_server: LiveServer, town: dict[str, int]) -> None:  # noqa: F811
    log_in(page, live_server)
    failed = []
    for room in (room for room in rooms(town) if not room.endswith(FRAGMENTS)):
        page.goto(f"{live_server.url}{room}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            failed += [f"{room} at {width}, {found}" for found in violations(page)]
    assert not failed, "\n".join(failed)
