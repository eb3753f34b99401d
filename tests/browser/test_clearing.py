"""The demo's pending stories are cleared by keys alone, what the machine got wrong told apart from what is right."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from civictrack.demo.content import load
from civictrack.demo.curator import LEFT_PENDING
from stories.findings.propose import extract_due
from stories.models import Finding, LoggedAction
from tests.browser.conftest import new_page
from tests.browser.test_desk import log_in
from tests.civictrack.demo.test_curator import NOW, TODAY, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# What an editor rejects, by words of the finding, and the key of why.
WRONG = {
    "I'll have retired by then": "1", "Free the pier": "2", "had been printed": "3", "according to": "3",
    "The clock": "6", "they were for the meters": "1", "I voted no": "7", "8-3 to postpone": "6",
    "tabled the parking meter ordinance": "6",
}  # fmt: skip
OTHER = "7"
# Presses a finding may cost, all in all.
MOST_PRESSES = 2.5
COUNT_SETTLED = """
  window.settled = 0
  document.addEventListener("htmx:afterSettle", () => window.settled++)
"""
UNTIL_SETTLED = "async settled => { while (window.settled <= settled) await new Promise(r => setTimeout(r, 20)) }"


class Keyboard:
    """Presses keys and counts them; an act is over when its panel has settled."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def act(self, *keys: str) -> None:
        settled = self.page.evaluate("window.settled")
        for key in keys:
            self.press(key)
        # Not `wait_for_function`, which evaluates text again and again: our policy forbids that.
        self.page.evaluate(UNTIL_SETTLED, settled)


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    context.add_init_script(COUNT_SETTLED)
    yield from new_page(context)


def decide(page: Page, keys: Keyboard) -> None:
    """Decide the line at hand as an editor would who has read it."""
    parts = page.locator("#panel article.finding.pending")
    words = " ".join(parts.all_inner_texts())
    why = next((key for said, key in WRONG.items() if said in words.replace("’", "'")), None)
    if why:
        return keys.act("x", why)
    question = page.locator("#panel .who")
    if question.count() and not question.locator("input:checked").count():
        keys.press("a")  # it asks who this is: nobody who is known
        keys.press(str(question.locator("input").count()))
    keys.act("a")
    if page.locator("#panel .notice-bad").count():
        # Of no issue, or of two people who can't be told apart: an editor would look further, this one turns it away.
        keys.act("x", OTHER)
    return None


def test_the_demos_three_stories_are_cleared_with_two_and_a_half_keys_a_finding_or_fewer(
    wide: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    take_in([story for story in load(TODAY) if story.slug in LEFT_PENDING], tmp_path)
    while extract_due(NOW):
        pass
    total = Finding.objects.pending().count()
    assert total > 50
    log_in(wide, live_server)
    keys = Keyboard(wide)
    wide.goto(f"{live_server.url}/desk/stories/{Finding.objects.pending().earliest('pk').article_id}/")
    for _ in LEFT_PENDING:
        expect(wide.locator("html.scripted")).to_be_attached()
        while wide.locator(".line.pending").count():
            decide(wide, keys)
        keys.press("n")
        wide.wait_for_load_state()
        wide.wait_for_timeout(300)
    assert Finding.objects.pending().count() == 0
    assert LoggedAction.objects.filter(act="reject").count() >= 4
    assert keys.pressed <= MOST_PRESSES * total, f"{keys.pressed} keys for {total} findings"
    print(f"{keys.pressed} keys for {total} findings: {keys.pressed / total:.2f} a finding")
