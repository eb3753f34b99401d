"""What is kept of an answer, and handed back with the next request."""

import pytest

from stories.ingestion.fetch import Fetcher, Wish
from tests.stories.ingestion.web import page, serve


def test_a_page_comes_with_what_is_needed_to_ask_for_it_again() -> None:
    with serve() as site:
        site.pages["/feed"] = page(
            b"<rss/>",
            ETag='W/"a1"',
            Last_Modified="Mon, 05 Oct 2026 10:00:00 GMT",
            Content_Type='Text/XML; Charset="Latin1"',
        )
        fetched = Fetcher(site.settings()).fetch(site.url("/feed"))
    assert (fetched.status, fetched.body, fetched.not_modified) == (200, b"<rss/>", False)
    assert (fetched.etag, fetched.last_modified) == ('W/"a1"', "Mon, 05 Oct 2026 10:00:00 GMT")
    assert (fetched.headers["content-type"], fetched.charset) == ('Text/XML; Charset="Latin1"', "latin1")


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', '"ⓐ"', "a" * 5000, "\0"])
def test_a_validator_that_cannot_stand_in_a_header_is_not_sent(etag: str) -> None:
    with serve() as site:
        site.pages["/"] = page()
        Fetcher(site.settings()).fetch(site.url(), Wish(etag=etag))
        assert "If-None-Match" not in site.requests[0].headers
        assert "X-Evil" not in site.requests[0].headers


def test_headers_with_control_characters_or_without_end_are_not_kept() -> None:
    with serve() as site:
        site.pages["/"] = page(ETag='"a\x1b[31m"', Content_Type="text/html" + " " * 5000, Link="</x>; rel=canonical")
        fetched = Fetcher(site.settings()).fetch(site.url())
    assert set(fetched.headers) == {"date", "link"}
