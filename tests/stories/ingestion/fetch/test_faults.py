"""Answers that are not proper HTTP are told in plain words, and what follows them is no answer of theirs."""

import socket
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from stories.ingestion.errors import BadEncoding, BrokenAnswer
from stories.ingestion.fetch import Fetcher
from tests.patience import PATIENCE
from tests.stories.ingestion.fetch.answers import OK, fetch_error
from tests.stories.ingestion.web import page, raw, serve


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_page_that_is_not_compressed_as_it_says_is_told(encoding: str) -> None:
    assert isinstance(fetch_error(page(b"<html>plain</html>", Content_Encoding=encoding)), BadEncoding)


@pytest.mark.parametrize("declared", [b"1000", b"6"])
def test_a_body_shorter_than_its_content_length_is_not_taken_for_whole(declared: bytes) -> None:
    assert isinstance(fetch_error(raw(OK, b"Content-Length: " + declared, b"\r\n\r\nshort")), BrokenAnswer)


def test_what_follows_after_a_content_length_is_not_read_as_the_next_answer() -> None:
    answer, sent = OK + b"Content-Length: 4\r\n\r\n", threading.Event()

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer + b"good" + answer + b"evil")
        handler.connection.shutdown(socket.SHUT_WR)
        handler.close_connection = True
        sent.set()

    with serve() as site:
        site.pages["/"] = send
        site.pages["/next"] = page(b"next")
        fetcher = Fetcher(site.settings())
        assert fetcher.fetch(site.url()).body == b"good"
        assert sent.wait(PATIENCE)
        assert fetcher.fetch(site.url("/next")).body == b"next"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\0\0",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\nx",
        b"HTTP/9.9 200\r\n\r\nx",
        OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nshort",
        OK + b"Content-Length: -5\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nx\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nsh",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ],
)
def test_what_is_not_http_is_told_in_plain_words(answer: bytes) -> None:
    error = fetch_error(raw(answer))
    assert str(error).isprintable()
    assert "Error" not in str(error)
