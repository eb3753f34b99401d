"""What axe has to say of a page in both colour schemes, without loading it twice."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
# In the dark nothing is another but the colours.
ASKED: dict[str, dict[str, Any]] = {
    "light": ONLY_VIOLATIONS,
    "dark": {**ONLY_VIOLATIONS, "runOnly": ["color-contrast"]},
}
_AXE = Axe()


def violations(page: Page) -> list[str]:
    """Return what the page as it stands, at the width it has, does wrong: the scheme, the rule and where."""
    found = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
    for scheme, options in ASKED.items():
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
            found.append(f"{scheme}: {violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}")
    return found
