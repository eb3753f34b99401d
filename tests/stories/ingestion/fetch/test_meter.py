"""Endless and slow answers: a fetch ends in bounded time and bytes, whatever a server sends."""

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from stories.ingestion.errors import BrokenAnswer, TimedOut, TooLarge
from stories.ingestion.fetch import Fetcher
from tests.patience import PATIENCE, over_within
from tests.stories.ingestion.fetch.answers import MEBIBYTE, OK, endless, fetch_error
from tests.stories.ingestion.web import page, serve


def test_a_byte_a_second_ends_at_the_deadline() -> None:
    head = OK + b"Content-Length: 1000000\r\n\r\n"
    with over_within(PATIENCE / 2):
        error = fetch_error(endless(head, b"x", 0.1), deadline=0.5)
    assert isinstance(error, TimedOut)
    assert "did not finish" in str(error)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 O", b"K"),
        (OK + b"X-Slow: ", b"a"),
        (OK, b"X-More: a\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
    ],
    ids=["status", "header", "headers", "continues", "chunks", "chunk size", "gzip members"],
)
def test_a_dribble_anywhere_in_the_answer_ends(head: bytes, piece: bytes) -> None:
    with over_within(PATIENCE / 2):
        error = fetch_error(endless(head, piece, 0.02), deadline=0.5)
    assert isinstance(error, TimedOut | BrokenAnswer)


def test_silence_ends_at_the_read_timeout() -> None:
    with over_within(PATIENCE / 2):
        error = fetch_error(endless(b"", b"", 0.5), read_timeout=0.3)
    assert isinstance(error, TimedOut)
    assert "silent" in str(error)


def test_the_deadline_counts_over_all_redirects() -> None:
    def slow_redirect(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        page(b"", 302, Location=f"/{len(handler.path)}" + handler.path.strip("/"))(handler)

    with serve() as site:
        site.pages = dict.fromkeys(["/", "/1", "/21", "/321", "/4321", "/54321"], slow_redirect)
        with pytest.raises(TimedOut):  # and not TooManyRedirects, which would come after six times as long
            Fetcher(site.settings(deadline=0.5)).fetch(site.url())


@pytest.mark.parametrize("head", [b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n4000000\r\n"])
def test_an_endless_body_ends_at_the_limit(head: bytes) -> None:
    error = fetch_error(endless(OK + head, bytes(65536)), max_wire_bytes=MEBIBYTE)
    assert isinstance(error, TooLarge)
    assert "1,048,576 bytes as sent" in str(error)


def test_endless_headers_end() -> None:
    for piece in (b"X-Pad: " + b"a" * 1000 + b"\r\n", b"a" * 1000):
        assert isinstance(fetch_error(endless(OK + b"X: ", piece), max_wire_bytes=MEBIBYTE), BrokenAnswer | TooLarge)


def test_a_body_that_is_not_packed_may_be_as_long_as_one_that_is() -> None:
    with serve() as site:
        site.pages["/"] = page(bytes(100_000))
        assert len(Fetcher(site.settings(max_bytes=100_000)).fetch(site.url()).body) == 100_000
        with pytest.raises(TooLarge):
            Fetcher(site.settings(max_bytes=99_999)).fetch(site.url())
