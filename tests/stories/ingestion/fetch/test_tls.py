"""TLS is verified for the name that was asked, though the connection goes to a checked address."""

import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from stories.ingestion.errors import IngestionError, TimedOut, TlsFailed
from stories.ingestion.fetch import Fetcher, Wish
from tests.patience import PATIENCE, over_within
from tests.stories.ingestion.web import Site, page, serve

AUTHORITY = trustme.CA()


@pytest.fixture
def ca_file(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(path)
    return path


def server_context(*names: str, authority: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def news() -> Iterator[Site]:
    with serve(server_context("news.example")) as site:
        site.pages["/"] = page(b"agenda")
        yield site


def fetcher_for(site: Site, ca_file: Path | None, **changes: object) -> Fetcher:
    return Fetcher(site.settings(ca_file=ca_file, **changes), resolver=lambda _host, _port: ["127.0.0.1"])


def test_a_site_with_a_valid_certificate_is_read(news: Site, ca_file: Path) -> None:
    fetcher = fetcher_for(news, ca_file)
    assert fetcher.fetch(f"https://news.example:{news.port}/").body == b"agenda"
    assert fetcher.fetch(f"https://news.example:{news.port}/").body == b"agenda"
    assert len({request.client_port for request in news.requests}) == 1


def test_the_server_is_told_the_name_that_was_asked(ca_file: Path) -> None:
    told: list[str | None] = []
    context = server_context("news.example")
    context.sni_callback = lambda _sock, name, _context: told.append(name)
    with serve(context) as site:
        site.pages["/"] = page()
        fetcher_for(site, ca_file).fetch(f"https://news.example:{site.port}/")
    assert told == ["news.example"]


def test_a_certificate_for_another_name_is_refused(news: Site, ca_file: Path) -> None:
    with pytest.raises(TlsFailed, match="certificate is not valid"):
        fetcher_for(news, ca_file).fetch(f"https://other.example:{news.port}/")
    assert news.requests == []


def test_a_certificate_of_an_unknown_authority_is_refused(news: Site) -> None:
    with pytest.raises(TlsFailed, match="certificate is not valid"):
        fetcher_for(news, None).fetch(f"https://news.example:{news.port}/")
    assert news.requests == []


def test_a_bare_address_needs_a_certificate_of_its_own(news: Site, ca_file: Path) -> None:
    with pytest.raises(TlsFailed):
        fetcher_for(news, ca_file).fetch(f"https://127.0.0.1:{news.port}/")
    with serve(server_context("127.0.0.1")) as site:
        site.pages["/"] = page(b"agenda")
        assert fetcher_for(site, ca_file).fetch(site.url()).body == b"agenda"


def test_a_server_that_speaks_no_tls_is_told(ca_file: Path) -> None:
    with serve() as site, pytest.raises(IngestionError) as caught:
        fetcher_for(site, ca_file).fetch(f"https://news.example:{site.port}/")
    assert isinstance(caught.value, TlsFailed)
    assert str(caught.value).isprintable()


def test_a_byte_a_second_over_tls_ends_at_the_deadline(news: Site, ca_file: Path) -> None:
    def dribble(handler: BaseHTTPRequestHandler) -> None:
        ends = time.monotonic() + PATIENCE
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while time.monotonic() < ends:
            handler.wfile.write(b"x")
            time.sleep(0.1)

    news.pages["/"] = dribble
    with over_within(PATIENCE / 2), pytest.raises(TimedOut):
        fetcher_for(news, ca_file, deadline=0.8).fetch(f"https://news.example:{news.port}/")


def test_a_handshake_that_never_ends_is_given_up(ca_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site = Site(silent.getsockname()[1], "https")
        with over_within(PATIENCE / 2), pytest.raises(TimedOut):
            fetcher_for(site, ca_file, deadline=0.5).fetch(f"https://news.example:{site.port}/", Wish())
