"""The safe client in ordinary life: conditions, headers, empty pages, connections given back."""

from pathlib import Path

import pytest

from stories.ingestion.errors import BrokenAnswer, EmptyAnswer, IngestionError
from stories.ingestion.fetch import Fetcher, Wish
from tests.patience import wait_until
from tests.stories.ingestion.fetch.answers import OK, fetch_error
from tests.stories.ingestion.web import USER_AGENT, page, raw, redirect, serve


def test_an_unchanged_page_costs_one_conditional_request_and_no_body() -> None:
    with serve() as site:
        site.pages["/"] = page(b"", 304, ETag='"a2"')
        wish = Wish(etag='"a1"', last_modified="Mon, 05 Oct 2026 10:00:00 GMT")
        fetched = Fetcher(site.settings()).fetch(site.url(), wish)
        assert fetched.not_modified
        assert fetched.etag == '"a2"'
        sent = site.requests[0].headers
        assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (wish.etag, wish.last_modified)
        assert len(site.requests) == 1


def test_not_modified_without_a_condition_is_no_answer() -> None:
    with serve() as site:
        site.pages["/"] = page(b"", 304)
        with pytest.raises(BrokenAnswer):
            Fetcher(site.settings()).fetch(site.url())


def test_the_robot_says_who_it_is_and_how_to_reach_its_people() -> None:
    with serve() as site:
        site.pages["/"] = page()
        Fetcher(site.settings()).fetch(site.url(), Wish(accept="application/rss+xml", credentials={"user-agent": "x"}))
        assert site.requests[0].headers["User-Agent"] == USER_AGENT
        assert site.requests[0].headers["Accept"] == "application/rss+xml"


def test_an_empty_page_is_told() -> None:
    assert isinstance(fetch_error(page(b"")), EmptyAnswer)
    with serve() as site:
        site.pages["/robots.txt"] = page(b"")
        assert Fetcher(site.settings()).fetch(site.url("/robots.txt"), Wish(may_be_empty=True)).body == b""


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_worker_fetching_a_hundred_broken_answers_keeps_no_connection_open() -> None:
    with serve() as site:
        site.pages["/"] = raw(OK, b"Content-Length: 50\r\n\r\nshort")
        fetcher = Fetcher(site.settings())
        before = open_files()
        for _ in range(100):
            with pytest.raises(BrokenAnswer):
                fetcher.fetch(site.url())
        wait_until(lambda: open_files() < before + 10, "the site, which is in this process, has closed its ends")


def test_what_is_sent_to_an_address_arrives_with_its_headers_and_is_answered_by_a_status_alone() -> None:
    with serve() as site:
        site.pages["/hook"] = page(b"x" * 100_000, 202)
        assert Fetcher(site.settings()).post(site.url("/hook"), b"{}", {"webhook-id": "7"}) == 202
        (sent,) = site.requests
        assert (sent.body, sent.headers["webhook-id"], sent.headers["User-Agent"]) == (b"{}", "7", USER_AGENT)


def test_what_is_sent_goes_nowhere_else() -> None:
    """A redirect could lead it inside."""
    with serve() as site:
        site.pages["/hook"] = redirect("/elsewhere", 307)
        assert Fetcher(site.settings()).post(site.url("/hook"), b"{}", {}) == 307
        assert [request.path for request in site.requests] == ["/hook"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/hook", "http://localhost:{port}/hook", "http://[::1]:{port}/"]
)
def test_nothing_is_sent_to_a_private_address(url: str) -> None:
    with serve() as site:
        closed = site.settings(loopback_ports=frozenset(), extra_ports=frozenset({site.port}))
        with pytest.raises(IngestionError):
            Fetcher(closed).post(url.format(port=site.port), b"{}", {})
        assert site.requests == []
