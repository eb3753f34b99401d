"""Whatever a server sends for a page is parsed in bounded time, or told as what it is."""

import pytest

from stories.ingestion.errors import Outcome
from stories.ingestion.pages.document import parse, refuse_type
from stories.ingestion.pages.errors import (
    AFile,
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


@pytest.mark.parametrize(("content_type", "kind"), [
    ("application/pdf", "a PDF"), ("Application/PDF; charset=x", "a PDF"), ("image/jpeg", "an image"),
    ("text/calendar; charset=utf-8", "a calendar"), ("application/vnd.ms-excel", "an office document"),
])  # fmt: skip
def test_a_file_is_known_by_its_type_and_given_up_at_once(content_type: str, kind: str) -> None:
    with pytest.raises(AFile, match=kind) as told:
        refuse_type(content_type)
    assert told.value.outcome == Outcome.STOP


@pytest.mark.parametrize(
    "content_type", ["", "text/html", "text/plain", "application/xhtml+xml", "application/octet-stream"]
)
def test_what_may_be_a_page_is_read(content_type: str) -> None:
    refuse_type(content_type)


def test_words_that_are_no_page_may_be_one_the_next_time() -> None:
    with pytest.raises(NotAPage) as told:
        parse(b"Busy, come back later.")
    assert told.value.outcome != Outcome.STOP
