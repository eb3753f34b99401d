"""Whatever a server sends for a page is parsed in bounded time, or told as what it is."""

import pytest

from stories.ingestion.pages.errors import (
    EmptyPage,
    NotAPage,
    PageError,
    PageTooLarge,
)
from stories.ingestion.pages.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import LEAD, SHELL, page


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


def test_a_prologue_of_comments_takes_no_time() -> None:
    with working_at_most(5):
        assert read(b"<!-- -->" * 2_000 + page()).text.startswith(LEAD)


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote><p>"])
def test_200_000_nested_tags_cost_seconds_at_most(opening: str) -> None:
    page = SHELL.format(opening * 200_000 + "Words at the bottom")
    with working_at_most(10), pytest.raises(PageError) as caught:
        read(page)
    assert str(caught.value)


def test_a_title_of_10_mb_is_no_page() -> None:
    with pytest.raises(PageTooLarge):
        read(SHELL.replace("Harrow Ledger", "A" * 10_000_000))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf16_without_a_mark_is_no_binary_file(codec: str) -> None:
    assert LEAD in read(page().decode().encode(codec), content_type="text/html; charset=utf-16").text
