"""A wall before a story is told as what it is, a banner over one is none."""

import pytest

from stories.ingestion.pages.errors import (
    BotWall,
    CookieWall,
    LoginWall,
    PageError,
)
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import LEAD, SHELL, page


@pytest.mark.parametrize(("words", "error"), [
    ("We and our partners use cookies. <button>Accept all cookies</button> <a>Manage cookie settings</a>", CookieWall),
    ("<h1>Log in to continue</h1><form><input name=u><input type=password></form> Forgot your password?", LoginWall),
    ("<p>Subscribe to continue reading. Already a subscriber?</p>", LoginWall),
    ("<h1>Checking your browser</h1> Please verify you are human.", BotWall),
])  # fmt: skip
def test_a_page_that_is_only_a_wall_is_told_as_one(words: str, error: type[PageError]) -> None:
    with pytest.raises(error):
        read(SHELL.format(words))


def test_a_long_consent_text_is_still_a_cookie_wall() -> None:
    consent = (
        "<p>We use cookies and similar tools to store and read information about how you use this site and cookies.</p>"
    )
    with pytest.raises(CookieWall):
        read(SHELL.format(f"<main><h1>Your cookie preferences</h1>{consent * 9}</main>"))


def test_a_cookie_banner_over_a_story_is_no_wall() -> None:
    html = page().replace(b"<main>", b"<div id=banner>We use cookies. Accept all cookies</div><main>")
    page_read = read(html)
    assert page_read.text.startswith(LEAD)
    assert "cookies" not in page_read.text
