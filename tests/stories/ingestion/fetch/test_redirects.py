"""Redirects: which are followed, and what goes along."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from stories.ingestion.errors import BadRedirect, IngestionError, Outcome, TooManyRedirects, UnsafeAddress, UnsafeURL
from stories.ingestion.fetch import Fetcher, Wish
from stories.ingestion.fetch.fetched import Fetched
from stories.ingestion.fetch.redirects import Journey, Redirect
from stories.ingestion.fetch.settings import FetchSettings
from stories.ingestion.fetch.urls import Target, check_url
from tests.stories.ingestion.fetch.test_addresses import NOT_PUBLIC
from tests.stories.ingestion.fetch.test_urls import CONFUSING, OBFUSCATED, OTHER_SCHEMES
from tests.stories.ingestion.web import USER_AGENT, page, redirect, serve


def journey(url: str, wish: Wish = Wish(), **changes: object) -> Journey:  # noqa: B008
    settings = FetchSettings(user_agent=USER_AGENT, **changes)  # type: ignore[arg-type]
    return Journey(url, check_url(url), wish, settings)


def test_a_redirect_leads_to_the_page_and_the_final_address_is_told() -> None:
    with serve() as site:
        site.pages |= {"/old": redirect("/new?a=b"), "/new?a=b": page(b"agenda")}
        fetched = Fetcher(site.settings()).fetch(site.url("/old"))
    assert (fetched.body, fetched.url, fetched.moved_to) == (b"agenda", site.url("/new?a=b"), None)
    assert fetched.requested_url == site.url("/old")
    assert fetched.hops == (site.url("/old"), site.url("/new?a=b"))


def test_only_permanent_redirects_from_the_start_on_move_a_source() -> None:
    with serve() as site:
        site.pages |= {
            "/a": redirect("/b", 301),
            "/b": redirect("/c", 308),
            "/c": redirect("/d", 302),
            "/d": redirect("/e", 301),
            "/e": page(),
        }
        fetcher = Fetcher(site.settings())
        assert fetcher.fetch(site.url("/a")).moved_to == site.url("/c")
        assert fetcher.fetch(site.url("/c")).moved_to is None
        assert fetcher.fetch(site.url("/d")).moved_to == site.url("/e")


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    with serve() as site:
        site.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(1, 20)}
        site.pages["/6"] = page(b"the end")
        assert Fetcher(site.settings()).fetch(site.url("/1")).body == b"the end"
        site.requests.clear()
        site.pages["/6"] = redirect("/7")
        with pytest.raises(TooManyRedirects, match="more than 5 times"):
            Fetcher(site.settings()).fetch(site.url("/1"))
        assert len(site.requests) == 6


def test_a_circle_ends_when_it_closes() -> None:
    with serve() as site:
        site.pages |= {"/a": redirect("/b"), "/b": redirect("/a#again")}
        with pytest.raises(TooManyRedirects, match="in a circle"):
            Fetcher(site.settings()).fetch(site.url("/a"))
        assert len(site.requests) == 2


INSIDE = [f"http://[{a}]/" if ":" in a else f"http://{a}/" for a in NOT_PUBLIC if "%" not in a]
REFUSED_AS_WRITTEN = (
    OBFUSCATED + OTHER_SCHEMES + [u for u in CONFUSING if u.startswith("http:") and not {*"\r\n\0"} & {*u}]
)


@pytest.mark.parametrize("location", INSIDE + REFUSED_AS_WRITTEN)
def test_a_redirect_is_checked_like_the_first_address(location: str) -> None:
    sendable = location.encode("utf-8").decode("latin-1")  # as http.server will write it
    with serve() as site:
        site.pages["/"] = redirect(sendable)
        with pytest.raises(IngestionError) as refused:
            Fetcher(site.settings()).fetch(site.url())
        assert isinstance(refused.value, BadRedirect | UnsafeAddress)
        assert refused.value.outcome is Outcome.BACK_OFF
        assert len(site.requests) == 1


@pytest.mark.parametrize("location", ["//10.0.0.1/x", "http://127.0.0.1:1/", "//[::1]/", "https://localhost/"])
def test_a_redirect_to_another_port_or_host_inside_is_not_followed(location: str) -> None:
    with serve() as site:
        site.pages["/"] = redirect(location)
        with pytest.raises((BadRedirect, UnsafeAddress)):
            Fetcher(site.settings()).fetch(site.url())


def test_a_secure_page_does_not_lead_to_an_open_one_unless_a_setting_lets_it() -> None:
    with pytest.raises(BadRedirect, match="from a secure to an open"):
        journey("https://news.example/").follow(Redirect(301, "http://news.example/"))
    let = journey("https://news.example/", allow_downgrade=True)
    let.follow(Redirect(301, "http://news.example/"))
    assert let.target.url == "http://news.example/"


def test_a_secure_page_does_not_lead_to_a_file() -> None:
    with pytest.raises(BadRedirect, match="does not begin with http"):
        journey("https://news.example/").follow(Redirect(302, "file:///etc/passwd"))


def test_credentials_go_to_the_first_host_alone_and_do_not_come_back() -> None:
    wish = Wish(credentials={"Authorization": "Basic c2VjcmV0", "Cookie": "id=1"}, etag='"1"')
    way = journey("https://news.example/feed", wish)
    way.follow(Redirect(302, "/feed2"))
    assert way.wish.credentials == wish.credentials
    way.follow(Redirect(302, "https://cdn.example/feed"))
    assert way.wish.credentials == {}
    assert way.wish.etag == '"1"'
    way.follow(Redirect(302, "https://news.example/feed3"))
    assert way.wish.credentials == {}


def test_credentials_are_not_sent_to_another_port() -> None:
    with serve() as first, serve() as second:
        first.pages["/"] = redirect(second.url("/page"))
        second.pages["/page"] = page()
        both = first.settings(loopback_ports=frozenset({first.port, second.port}))
        Fetcher(both).fetch(first.url(), Wish(credentials={"Authorization": "Basic c2VjcmV0"}))
    assert first.requests[0].headers["Authorization"] == "Basic c2VjcmV0"
    assert "Authorization" not in second.requests[0].headers


def test_a_location_in_letters_beyond_ascii_is_followed() -> None:
    with serve() as site:
        site.pages["/"] = redirect("/año nuevo".encode().decode("latin-1"))
        site.pages["/a%C3%B1o%20nuevo"] = page(b"agenda")
        assert Fetcher(site.settings()).fetch(site.url()).body == b"agenda"


def test_an_unsafe_first_address_stops_its_source_but_a_bad_redirect_only_backs_off() -> None:
    assert UnsafeURL("x", "y").outcome is Outcome.STOP
    assert BadRedirect("http://a.example/", "x", "y").outcome is Outcome.BACK_OFF


def test_a_gate_is_passed_for_each_host_on_the_way() -> None:

    passed: list[str] = []

    @contextmanager
    def gate(target: Target) -> Iterator[None]:
        passed.append(target.authority)
        yield

    with serve() as first, serve() as second:
        first.pages["/"] = redirect(second.url("/page"))
        second.pages["/page"] = page()
        both = first.settings(loopback_ports=frozenset({first.port, second.port}))
        fetched: Fetched = Fetcher(both).fetch(first.url(), gate=gate)
    assert passed == [f"127.0.0.1:{first.port}", f"127.0.0.1:{second.port}"]
    assert fetched.status == 200
