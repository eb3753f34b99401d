"""Bombs and over-long bodies: what is unpacked of an answer is bounded, whatever a server sends."""

import gzip
import subprocess
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler

import brotli
import pytest

from stories.ingestion.errors import BadEncoding, EmptyAnswer, TimedOut, TooLarge
from stories.ingestion.fetch import Fetcher, Wish
from tests.patience import PATIENCE, over_within
from tests.stories.ingestion.fetch.answers import MEBIBYTE, OK, brotli_bomb, chunked, fetch_error, gzip_bomb
from tests.stories.ingestion.web import page, serve

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


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_compressed_page_is_unpacked(encoding: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}[encoding]
    text = b"The council meets on Tuesday. " * 5000
    with serve() as site:
        site.pages["/"] = page(pack(text), Content_Encoding=encoding)
        site.pages["/chunked"] = chunked(pack(text), Content_Encoding=encoding)
        assert Fetcher(site.settings()).fetch(site.url()).body == text
        assert Fetcher(site.settings()).fetch(site.url("/chunked")).body == text


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


def test_a_body_is_limited_unpacked_as_well_as_packed() -> None:
    error = fetch_error(page(gzip.compress(bytes(200_000)), Content_Encoding="gzip"), max_bytes=100_000)
    assert isinstance(error, TooLarge)
    assert "unpacked" in str(error)


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
