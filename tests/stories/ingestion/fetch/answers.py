"""Answers of badly behaved servers, bombs among them, and the error that a fetch of one ends in."""

import gzip
import io
import time
from http.server import BaseHTTPRequestHandler

import brotli
import pytest

from stories.ingestion.errors import IngestionError
from stories.ingestion.fetch import Fetcher
from tests.patience import PATIENCE
from tests.stories.ingestion.web import Page, raw, serve

MEBIBYTE = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\n"


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
