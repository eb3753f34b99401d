"""Whether axe is heard in both colour schemes of a page that was loaded once."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessible import violations

pytestmark = pytest.mark.browser

ONLY_IN_THE_DARK = """<!doctype html><html lang="en"><head><title>A pier</title><style>
body { color: #111; background: #fff } @media (prefers-color-scheme: dark) { body { background: #222 } }
</style></head><body><main><h1>The pier</h1></main></body></html>"""


def test_what_cannot_be_read_in_the_dark_alone_is_found(page: Page) -> None:
    page.set_content(ONLY_IN_THE_DARK)
    assert [found.split(": [")[0] for found in violations(page)] == ["dark: color-contrast"]
