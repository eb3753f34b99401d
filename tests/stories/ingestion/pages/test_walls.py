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


OWN_WORDS = "The clerk of Quarry Bend said on Monday that the change will hold until the end of the year."


@pytest.mark.parametrize("title", [
    "Post office vote has been moved to Dec. 8", "Article 5 hearing has been moved to the library",
    "File for candidates no longer available", "One more step for bridge plan: vote Dec. 8",
    "Access denied: county shuts records office", "Just a moment of silence as council votes",
    "Security check points come to City Hall", "Your privacy choices: council votes on cameras",
    "Sign up now to speak at Tuesday's hearing", "Subscribers of the water district vote Dec. 8",
])  # fmt: skip
@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
@pytest.mark.parametrize("around", ["<main><article>{}</article></main>", "<div>{}</div>"])
def test_a_brief_whose_title_begins_like_a_notice_is_read(title: str, head: str, around: str) -> None:
    story = around.format(f"<h1>{title}</h1><p>{OWN_WORDS}</p>")
    login = "<header>Already a subscriber? Sign in<input type=password></header>"
    page_read = read(f"<head><title>{title} | Harrow Ledger</title>{head}</head><body>{login}{story}</body>")
    assert (page_read.title, page_read.text) == (title, OWN_WORDS)


@pytest.mark.parametrize("words", [
    "The closing of the Mill Street bridge has caused unusual traffic on the river road, the police chief said.",
    "The council will vote on Tuesday whether residents must create an account to comment on its pages.",
    "The county will drop the captcha from its sign-up sheet for public comment after the vote, the clerk said.",
    "The clerk said that residents can log in to view the meeting, and that anyone may speak for three minutes.",
    "Scouts may accept orders for cookies outside of town hall until the board votes on the matter on Tuesday.",
    "Voters who had forgotten their password were sent home, and access denied to nine of them, the clerk said.",
    "The file of the pier is no longer available at town hall, as the clerk has moved it to the library.",
    "“You cannot just say access denied,” council member Ida Moss told the county’s lawyers on Monday night.",
])  # fmt: skip
@pytest.mark.parametrize("level", ["h1", "h2"])
def test_a_brief_that_tells_of_what_walls_ask_for_is_read(words: str, level: str) -> None:
    html = f"<head><title>Clerk explains</title></head><main><{level}>Clerk explains</{level}><p>{words}</p></main>"
    assert read(html).text == words


def test_a_heading_of_a_box_for_cookies_over_a_story_is_no_notice() -> None:
    banner = "<div class=consent><h1>We value your privacy</h1></div>"
    html = f"<head><title>Council weighs sale</title></head>{banner}<main><h1>Council weighs sale</h1>{BRIEF}</main>"
    assert read(html).text == BODY[0]


@pytest.mark.parametrize(("words", "error"), [
    ("To read this story, subscribe now or log in to continue with the account that came with the paper.", LoginWall),
    ("Our site checks that no program asks for its pages. Please complete the captcha below to go on.", BotWall),
    ("Wir verwenden Cookies, damit die Seite gelesen werden kann, und um zu messen, wie sie gelesen wird. "
     "Alle Cookies akzeptieren", CookieWall),
    ("Sorry, we couldn't find the page you were looking for. Try the search, or go to the front page.", MissingPage),
    ("This story is no longer available. The news of the week stands on the front page of the Ledger.", MissingPage),
])  # fmt: skip
def test_what_speaks_to_the_reader_in_place_of_a_story_is_a_wall(words: str, error: type[PageError]) -> None:
    with pytest.raises(error):
        read(f"<head><title>Harrow Ledger</title></head><main><h1>Harrow Ledger</h1><p>{words}</p></main>")


@pytest.mark.parametrize("title", ["Access denied: how the county keeps its files", "404 homes for the old mill"])
def test_a_story_whose_title_sounds_like_a_notice_is_read(title: str) -> None:
    assert read(page().replace(b"Council weighs sale of old waterworks", title.encode())).text.startswith(LEAD)
