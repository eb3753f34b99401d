"""Connections: TLS verified for the name that was asked, one for all pages of a host, a proxy only where one is set."""

import multiprocessing
import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from stories.ingestion.errors import IngestionError, TimedOut, TlsFailed, UnsafeAddress
from stories.ingestion.fetch import Fetcher, Wish
from tests.patience import PATIENCE, over_within
from tests.stories.ingestion.web import Site, local_settings, page, serve

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


def test_pages_of_one_host_come_over_one_connection() -> None:
    with serve() as site:
        site.pages |= {"/a": page(), "/b": page(b"", 304), "/c": page()}
        fetcher = Fetcher(site.settings())
        for path in ("/a", "/b", "/c"):
            fetcher.fetch(site.url(path), Wish(etag='"1"'))
        assert len({request.client_port for request in site.requests}) == 1


def fetch_in_child(fetcher: Fetcher, url: str) -> None:
    fetcher.fetch(url)


def test_a_forked_worker_makes_connections_of_its_own() -> None:
    with serve() as site:
        site.pages["/"] = page()
        fetcher = Fetcher(site.settings())
        fetcher.fetch(site.url())
        child = multiprocessing.get_context("fork").Process(target=fetch_in_child, args=(fetcher, site.url()))
        child.start()
        child.join(PATIENCE)
        assert child.exitcode == 0
        fetcher.fetch(site.url())
        parent, child_port, parent_again = (request.client_port for request in site.requests)
        assert parent == parent_again != child_port


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"])
def test_a_proxy_of_the_environment_is_not_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as site, serve() as proxy:
        monkeypatch.setenv(name, proxy.url())
        site.pages["/"] = page(b"direct")
        assert Fetcher(site.settings()).fetch(site.url()).body == b"direct"
        assert proxy.requests == []


def test_a_proxy_is_used_when_a_setting_names_it_and_names_are_still_checked() -> None:
    answers = {"news.example": ["93.184.215.14"], "inside.example": ["10.0.0.1"]}
    with serve() as proxy:
        proxy.pages["http://news.example/"] = page(b"by proxy")
        fetcher = Fetcher(local_settings(proxy=proxy.url()), resolver=lambda host, _port: answers[host])
        assert fetcher.fetch("http://news.example/").body == b"by proxy"
        for url in ("http://inside.example/", "http://127.0.0.1/", "http://169.254.169.254/latest"):
            with pytest.raises(UnsafeAddress):
                fetcher.fetch(url)
        assert len(proxy.requests) == 1
