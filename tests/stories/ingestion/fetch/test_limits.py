"""Bombs, endless and slow answers: a fetch ends in bounded time and memory, whatever a server sends."""

import gzip
import io
import socket
import subprocess
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import brotli
import pytest

from stories.ingestion.errors import BadEncoding, BrokenAnswer, EmptyAnswer, IngestionError, TimedOut, TooLarge
from stories.ingestion.fetch import Fetcher, Wish
from tests.patience import PATIENCE, over_within, wait_until
from tests.stories.ingestion.web import Page, page, raw, serve

MEBIBYTE = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\n"


def gzip_bomb(unpacked: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(unpacked // MEBIBYTE):
            file.write(bytes(MEBIBYTE))
    return packed.getvalue()


def brotli_bomb(unpacked: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    packed = b"".join(packer.process(bytes(MEBIBYTE)) for _ in range(unpacked // MEBIBYTE))
    return packed + packer.finish()


def chunked(body: bytes, **headers: str) -> Page:
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return raw(OK, head.encode(), b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body), body, b"\r\n0\r\n\r\n")


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Page:
    """`head`, then `piece` for as long as anybody could wait."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        ends = time.monotonic() + PATIENCE
        handler.wfile.write(head)
        while time.monotonic() < ends:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return send


def fetch_error(answer: Page, **changes: object) -> IngestionError:
    with serve() as site:
        site.pages["/"] = answer
        with pytest.raises(IngestionError) as caught:
            Fetcher(site.settings(**changes)).fetch(site.url())
    return caught.value


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_compressed_page_is_unpacked(encoding: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}[encoding]
    text = b"The council meets on Tuesday. " * 5000
    with serve() as site:
        site.pages["/"] = page(pack(text), Content_Encoding=encoding)
        site.pages["/chunked"] = chunked(pack(text), Content_Encoding=encoding)
        assert Fetcher(site.settings()).fetch(site.url()).body == text
        assert Fetcher(site.settings()).fetch(site.url("/chunked")).body == text


MEASURE = """
import resource, sys
from stories.ingestion.errors import TooLarge
from stories.ingestion.fetch import Fetcher, FetchSettings
port = int(sys.argv[1])
settings = FetchSettings("Civictrack-Test (+https://civictrack.example)", loopback_ports=frozenset({port}))
fetcher = Fetcher(settings)
fetcher.fetch(f"http://127.0.0.1:{port}/warm")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[2:]:
    try:
        fetcher.fetch(f"http://127.0.0.1:{port}{path}")
    except TooLarge:
        continue
    raise SystemExit(f"{path} went through")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_decompression_bombs_leave_memory_flat() -> None:
    """A quarter of a gibibyte each, gzip and brotli, in one piece and chunked; in a process of its own."""
    bombs = {"gzip": gzip_bomb(256 * MEBIBYTE), "br": brotli_bomb(256 * MEBIBYTE)}
    with serve() as site:
        site.pages["/warm"] = page(gzip.compress(bytes(MEBIBYTE)), Content_Encoding="gzip")
        paths = []
        for encoding, bomb in bombs.items():
            assert len(bomb) < 2 * MEBIBYTE
            site.pages[f"/{encoding}"] = page(bomb, Content_Encoding=encoding)
            site.pages[f"/{encoding}-chunked"] = chunked(bomb, Content_Encoding=encoding)
            paths += [f"/{encoding}", f"/{encoding}-chunked"]
        command = [sys.executable, "-c", MEASURE, str(site.port), *paths]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 32, f"{done.stdout} MiB more"


def test_a_bomb_of_many_empty_members_ends() -> None:
    """Nothing ever comes out of it, so no limit on what comes out would end it."""
    error = fetch_error(page(gzip.compress(b"") * 200_000, Content_Encoding="gzip"), deadline=2.0)
    assert isinstance(error, TimedOut | EmptyAnswer)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br,gzip", "zstd", "compress", "x" * 500])
def test_a_coding_that_was_not_offered_or_stacked_is_not_unpacked(encoding: str) -> None:
    assert isinstance(fetch_error(page(gzip.compress(b"x"), Content_Encoding=encoding)), BadEncoding)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_page_that_is_not_compressed_as_it_says_is_told(encoding: str) -> None:
    assert isinstance(fetch_error(page(b"<html>plain</html>", Content_Encoding=encoding)), BadEncoding)


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


def test_a_body_is_limited_unpacked_as_well_as_packed() -> None:
    error = fetch_error(page(gzip.compress(bytes(200_000)), Content_Encoding="gzip"), max_bytes=100_000)
    assert isinstance(error, TooLarge)
    assert "unpacked" in str(error)


def test_a_body_that_is_not_packed_may_be_as_long_as_one_that_is() -> None:
    with serve() as site:
        site.pages["/"] = page(bytes(100_000))
        assert len(Fetcher(site.settings(max_bytes=100_000)).fetch(site.url()).body) == 100_000
        with pytest.raises(TooLarge):
            Fetcher(site.settings(max_bytes=99_999)).fetch(site.url())


def test_a_body_that_says_it_is_too_long_is_not_begun() -> None:
    done = threading.Event()

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(OK + b"Content-Length: 99999999999\r\n\r\n")
        done.wait(PATIENCE)  # not a byte of it comes

    with over_within(PATIENCE / 2):
        assert isinstance(fetch_error(send), TooLarge)
    done.set()


def test_a_limit_can_cut_instead_of_refusing() -> None:
    with serve() as site:
        site.pages["/robots.txt"] = page(gzip.compress(b"a" * 200_000), Content_Encoding="gzip")
        wish = Wish(max_bytes=1000, truncate=True)
        assert Fetcher(site.settings()).fetch(site.url("/robots.txt"), wish).body == b"a" * 1000


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
