"""Every page of the desk passes axe, on a phone and on a desktop, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_desk import log_in
from tests.stories.desk.test_enter import rooms, town  # noqa: F401 - one of everything is a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (390, 1280)
# In the dark nothing is another but the colours.
ASKED: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
# What the workbench's script puts into its page.
FRAGMENTS = ("/fold/", "/suggest/")


@pytest.fixture
def una() -> User:
    """Whoever accepted what the town shows; the reader of the pages logs in by name."""
    return User.objects.create_user("ula")


@pytest.mark.parametrize("scheme", ASKED)
def test_no_page_of_the_desk_fails_axe(
    page: Page, live_server: LiveServer, town: dict[str, int], scheme: str  # noqa: F811
) -> None:  # fmt: skip
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    log_in(page, live_server)
    failed = []
    for room in (room for room in rooms(town) if not room.endswith(FRAGMENTS)):
        page.goto(f"{live_server.url}{room}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            for violation in Axe().run(page, options=ASKED[scheme]).response["violations"]:
                where = [node["html"][:120] for node in violation["nodes"][:3]]
                failed.append(f"{room} at {width}: {violation['id']}: {where}")
    assert not failed, "\n".join(failed)
