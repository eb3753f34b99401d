"""A wall before a story is told as what it is, a banner over one is none."""

import pytest

from stories.ingestion.pages.errors import (
    BotWall,
    CookieWall,
    LoginWall,
    MissingPage,
    PageError,
)
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import BODY, LEAD, SHELL, page


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


BRIEF = f"<p>{BODY[0]}</p>"
BANNERS = (
    "<div>We use cookies to improve your visit. Accept all cookies</div>",
    "<p>This site is protected by reCAPTCHA.</p>",
    '<div class="topbar">Already a subscriber? Sign in</div>',
    '<form style="display:none"><input type="password"> Forgot your password?</form>',
)


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("place", ["<nav>", "</main>", "<footer>"])
def test_a_brief_with_a_banner_a_login_or_a_notice_beside_it_is_read(banner: str, place: str) -> None:
    html = page(body=BRIEF).replace(place.encode(), f"{banner}{place}".encode(), 1)
    assert read(html).text == BODY[0]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_brief_that_tells_machines_nothing_is_read_too(banner: str) -> None:
    for opened, closed in (("<main><article>", "</article></main>"), ("<div>", "</div>")):
        html = f"<body>{banner}{opened}<h1>Council weighs sale</h1>{BRIEF}{closed}</body>"
        assert BODY[0] in read(html).text


@pytest.mark.parametrize(("title", "words", "error"), [
    ("Sign in", "Enter the address and the password that you gave us when you signed up.", LoginWall),
    ("ledger.example", "The site must look at the safety of your line before it goes on. Verifying you are human.",
     BotWall),
])  # fmt: skip
def test_a_walls_own_paragraph_is_no_story(title: str, words: str, error: type[PageError]) -> None:
    with pytest.raises(error):
        read(f"<main><h1>{title}</h1><p>{words}</p><form><input type=password></form></main>")


@pytest.mark.parametrize(("title", "error"), [
    ("Page not found", MissingPage),
    ("404", MissingPage),
    ("404 - Page not found", MissingPage),
    ("Oops! We can\u2019t find that page", MissingPage),
    ("Sorry, this article is no longer available", MissingPage),
    ("The page you requested could not be found", MissingPage),
    ("Attention Required! | Cloudflare", BotWall),
    ("Sorry, you have been blocked", BotWall),
    ("Access Denied", BotWall),
    ("403 Forbidden", BotWall),
    ("Just a moment...", BotWall),
    ("Before you continue to Harrow Ledger", CookieWall),
])  # fmt: skip
@pytest.mark.parametrize("words", [LEAD, " ".join(BODY)])
def test_a_title_that_tells_of_a_notice_is_believed_where_nothing_says_that_it_is_a_story(
    title: str, error: type[PageError], words: str
) -> None:
    with pytest.raises(error):
        read(f"<head><title>{title}</title></head><main><h1>{title}</h1><p>{words}</p></main>")


@pytest.mark.parametrize("title", ["Access denied: how the county keeps its files", "404 homes for the old mill"])
def test_a_story_whose_title_sounds_like_a_notice_is_read(title: str) -> None:
    assert read(page().replace(b"Council weighs sale of old waterworks", title.encode())).text.startswith(LEAD)
