"""Whatever a server sends for a page: a clear reason in bounded time, never a crash and never what could do harm."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.ingestion.pages.errors import (
    BotWall,
    CookieWall,
    EmptyPage,
    LoginWall,
    NotAPage,
    PageError,
    PageTooLarge,
    SlowPage,
)
from stories.ingestion.pages.page import Access
from stories.ingestion.pages.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import BODY, LEAD, page, story_ld

SHELL = "<!doctype html><html><head><title>Harrow Ledger</title></head><body>{}</body></html>"


@pytest.mark.parametrize(("data", "error", "word"), [
    (b"", EmptyPage, "empty"),
    (b" \n\t ", EmptyPage, "empty"),
    (b"<html><body></body></html>", EmptyPage, "No story"),
    (b"%PDF-1.7 \x00\x01", NotAPage, "PDF"),
    (b"\x89PNG\r\n\x1a\n", NotAPage, "image"),
    (b"PK\x03\x04 word/document.xml", NotAPage, "office"),
    (bytes(6000), NotAPage, "binary"),
    (b'{"message": "not found"}', NotAPage, "not an HTML page"),
    (b"just words", NotAPage, "not an HTML page"),
    (b'<?xml version="1.0"?><rss version="2.0"></rss>', NotAPage, "feed"),
    (b"<p>x</p>" + b" " * 9_000_000, PageTooLarge, "larger"),
])  # fmt: skip
def test_what_is_no_story_page_is_told_as_what_it_is(data: bytes, error: type[PageError], word: str) -> None:
    with pytest.raises(error, match=word):
        read(data)


@pytest.mark.parametrize(("words", "error"), [
    ("We and our partners use cookies. <button>Accept all cookies</button> <a>Manage cookie settings</a>", CookieWall),
    ("<h1>Log in to continue</h1><form><input name=u><input type=password></form> Forgot your password?", LoginWall),
    ("<p>Subscribe to continue reading. Already a subscriber?</p>", LoginWall),
    ("<h1>Checking your browser</h1> Please verify you are human.", BotWall),
])  # fmt: skip
def test_a_page_that_is_only_a_wall_is_told_as_one(words: str, error: type[PageError]) -> None:
    with pytest.raises(error):
        read(SHELL.format(words))


def test_a_title_of_a_million_dashes_takes_no_time() -> None:
    html = page().replace(b'content="Council weighs', b'content="' + b"x | " * 500_000 + b"Council weighs")
    with working_at_most(5):
        assert read(html).title.startswith("x | x")


def test_a_prologue_of_comments_takes_no_time() -> None:
    with working_at_most(5):
        assert read(b"<!-- -->" * 2_000 + page()).text.startswith(LEAD)


def test_a_long_consent_text_is_still_a_cookie_wall() -> None:
    consent = (
        "<p>We use cookies and similar tools to store and read information about how you use this site and cookies.</p>"
    )
    with pytest.raises(CookieWall):
        read(SHELL.format(f"<main><h1>Your cookie preferences</h1>{consent * 9}</main>"))


def test_a_cookie_banner_over_a_story_is_no_wall() -> None:
    html = page().replace(b"<main>", b"<div id=banner>We use cookies. Accept all cookies</div><main>")
    found = read(html)
    assert found.text.startswith(LEAD)
    assert "cookies" not in found.text


def test_a_page_without_a_date_is_read_all_the_same() -> None:
    found = read(page(ld=""))
    assert found.published_at is None
    assert found.text.startswith(LEAD)


def test_scripts_in_title_and_author_are_words_at_most() -> None:
    ld = story_ld(headline="Vote <script>alert(1)</script>", author={"name": "<script>alert(2)</script>"})
    found = read(page(ld=ld.replace("</script>", "<\\/script>", 2)))
    assert "<script" not in found.text
    assert all("<" not in name for name in found.byline)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a@ledger.example/", "//"]
)
def test_links_that_are_not_of_the_web_are_no_address(link: str) -> None:
    found = read(page(f'<link rel="canonical" href="{link}"><meta property="og:image" content="{link}">'))
    assert (found.canonical_url, found.image_url) == ("", "")


def test_nuls_lone_surrogates_and_bidi_overrides_are_gone() -> None:
    html = page(
        ld=story_ld(headline="x\\ud800", author={"name": "Mara\u202e Quist"}),
        body=f"<p>\x00{LEAD}\u202e</p><p>{BODY[0]}</p><p>{BODY[1]}</p>",
    )
    found = read(html)
    whole = repr(found.as_json())
    whole.encode()
    assert not set("\x00\u202e") & set(found.text + found.title + "".join(found.byline))


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote><p>"])
def test_200_000_nested_tags_cost_seconds_at_most(opening: str) -> None:
    page = SHELL.format(opening * 200_000 + "Words at the bottom")
    with working_at_most(10), pytest.raises(PageError) as caught:
        read(page)
    assert str(caught.value)


def test_a_title_of_millions_of_characters_is_cut() -> None:
    html = page().replace(b"Council weighs sale of old waterworks", b"A" * 700_000, 2)
    assert len(read(html).title) <= 500


def test_a_title_of_10_mb_is_no_page() -> None:
    with pytest.raises(PageTooLarge):
        read(SHELL.replace("Harrow Ledger", "A" * 10_000_000))


def test_json_ld_nested_without_end_is_passed_over() -> None:
    found = read(page(ld='<script type="application/ld+json">' + "[" * 100_000 + "</script>"))
    assert found.text.startswith(LEAD)


def test_thousands_of_json_ld_objects_are_read_up_to_a_limit() -> None:
    many = '<script type="application/ld+json">[' + ",".join(['{"@type":"Thing"}'] * 20_000) + "]</script>"
    with working_at_most(5):
        assert read(page(ld=many)).text.startswith(LEAD)


def test_a_page_that_takes_too_long_is_given_up_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.ingestion.pages.read._SECONDS", 0.005)
    paragraphs = f"<p>{LEAD}</p>" * 5_000
    with pytest.raises(SlowPage, match="longer than"):
        read(page(body=paragraphs))


def test_a_wrong_charset_loses_no_text() -> None:
    html = page().decode().replace("utf-8", "windows-1252").encode("cp1252")
    assert "“The river belongs to whoever walks along it,”" in read(html, content_type="text/html; charset=utf-8").text


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_page_or_a_reason(data: bytes) -> None:
    with suppress(PageError):
        found = read(b"<html><body><p>" + data)
        assert all(0 <= start < end <= len(found.text) for start, end in found.headings)


@pytest.mark.parametrize(("more", "body", "access"), [
    ({}, None, Access.FULL),
    ({}, f"<p>{LEAD}</p>", Access.FULL),
    ({"isAccessibleForFree": False}, f"<p>{LEAD}</p>", Access.PAYWALLED),
    ({"isAccessibleForFree": "False", "wordCount": 900}, None, Access.PAYWALLED),
    ({"wordCount": 900}, None, Access.PARTIAL),
    ({}, f"<p>{LEAD}</p><p>{BODY[0][:-1]} …</p>", Access.PARTIAL),
    ({"isAccessibleForFree": False}, "".join(f"<p>{t}</p>" for t in (LEAD, *BODY, *BODY)), Access.FULL),
])  # fmt: skip
def test_short_cut_and_paywalled_are_told_apart(more: dict[str, object], body: str | None, access: Access) -> None:
    assert read(page(ld=story_ld(**more), body=body)).access is access


def _boxed(story: tuple[str, ...], kind: str, call: str) -> bytes:
    return page(body="".join(f"<p>{text}</p>" for text in story) + f'</div><div class="{kind}">{call}')


@pytest.mark.parametrize("call", [
    "Subscribe to read more", "Subscribe to read more from the Ledger", "Sign up to keep up with the council",
    "Subscribe to our newsletter to keep reading about the river",
])  # fmt: skip
def test_a_box_that_sells_the_paper_under_a_whole_short_story_is_no_wall(call: str) -> None:
    assert read(_boxed((LEAD, *BODY[:3]), "subscribe-box", call)).access is Access.FULL


@pytest.mark.parametrize(("story", "kind", "call"), [
    ((LEAD, *BODY[:2], BODY[2][:-1] + " …"), "subscribe-box", "Subscribe to read more"),
    ((LEAD, *BODY[:3]), "paywall", "Subscribe to read more"),
    ((LEAD, *BODY[:3]), "subscribe-wall", "Subscribe to continue reading"),
    ((LEAD, *BODY[:3]), "subscriber-only", "Subscribe to read more of this story"),
    ((LEAD, *BODY[:3]), "subscribe-box", "Subscribe to read the full story"),
])  # fmt: skip
def test_a_box_that_keeps_from_the_rest_of_a_story_is_a_wall(story: tuple[str, ...], kind: str, call: str) -> None:
    assert read(_boxed(story, kind, call)).access is Access.PAYWALLED


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf16_without_a_mark_is_no_binary_file(codec: str) -> None:
    assert LEAD in read(page().decode().encode(codec), content_type="text/html; charset=utf-16").text
