"""The safe client in ordinary life: conditions, statuses, headers, connections, proxies."""

import multiprocessing
from datetime import UTC, datetime, timedelta

import pytest

from stories.ingestion import errors
from stories.ingestion.fetch import Fetcher, Wish
from stories.ingestion.fetch.statuses import parse_retry_after
from tests.patience import PATIENCE
from tests.stories.ingestion.web import USER_AGENT, local_settings, page, redirect, serve

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def test_a_page_comes_with_what_is_needed_to_ask_for_it_again() -> None:
    with serve() as site:
        site.pages["/feed"] = page(
            b"<rss/>",
            ETag='W/"a1"',
            Last_Modified="Mon, 05 Oct 2026 10:00:00 GMT",
            Content_Type='Text/XML; Charset="Latin1"',
        )
        found = Fetcher(site.settings()).fetch(site.url("/feed"))
    assert (found.status, found.body, found.not_modified) == (200, b"<rss/>", False)
    assert (found.etag, found.last_modified) == ('W/"a1"', "Mon, 05 Oct 2026 10:00:00 GMT")
    assert (found.headers["content-type"], found.charset) == ('Text/XML; Charset="Latin1"', "latin1")


def test_an_unchanged_page_costs_one_conditional_request_and_no_body() -> None:
    with serve() as site:
        site.pages["/"] = page(b"", 304, ETag='"a2"')
        wish = Wish(etag='"a1"', last_modified="Mon, 05 Oct 2026 10:00:00 GMT")
        found = Fetcher(site.settings()).fetch(site.url(), wish)
        assert found.not_modified
        assert found.etag == '"a2"'
        sent = site.requests[0].headers
        assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (wish.etag, wish.last_modified)
        assert len(site.requests) == 1


def test_not_modified_without_a_condition_is_no_answer() -> None:
    with serve() as site:
        site.pages["/"] = page(b"", 304)
        with pytest.raises(errors.BrokenAnswer):
            Fetcher(site.settings()).fetch(site.url())


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
        found = Fetcher(site.settings()).fetch(site.url())
    assert set(found.headers) == {"date", "link"}


def test_the_robot_says_who_it_is_and_how_to_reach_its_people() -> None:
    with serve() as site:
        site.pages["/"] = page()
        Fetcher(site.settings()).fetch(site.url(), Wish(accept="application/rss+xml", credentials={"user-agent": "x"}))
        assert site.requests[0].headers["User-Agent"] == USER_AGENT
        assert site.requests[0].headers["Accept"] == "application/rss+xml"


@pytest.mark.parametrize(
    ("status", "headers", "kind", "outcome", "wait"),
    [
        (404, {}, errors.NotFound, errors.Outcome.BACK_OFF, None),
        (410, {}, errors.Gone, errors.Outcome.STOP, None),
        (401, {}, errors.AccessDenied, errors.Outcome.BACK_OFF, None),
        (451, {}, errors.AccessDenied, errors.Outcome.BACK_OFF, None),
        (418, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (204, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (300, {}, errors.StatusError, errors.Outcome.BACK_OFF, None),
        (429, {}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=15)),
        (429, {"Retry_After": "120"}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=2)),
        (503, {"Retry_After": "120"}, errors.RateLimited, errors.Outcome.WAIT, timedelta(minutes=2)),
        (503, {}, errors.ServerFault, errors.Outcome.BACK_OFF, None),
        (500, {"Retry_After": "120"}, errors.ServerFault, errors.Outcome.BACK_OFF, None),
    ],
)
def test_a_status_says_what_becomes_of_its_source(
    status: int, headers: dict[str, str], kind: type, outcome: errors.Outcome, wait: timedelta | None
) -> None:
    with serve() as site:
        site.pages["/"] = page(b"", status, **headers)
        with pytest.raises(errors.StatusError) as caught:
            Fetcher(site.settings()).fetch(site.url())
    error = caught.value
    assert (type(error), error.status, error.outcome, error.retry_after) == (kind, status, outcome, wait)
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 90 ", 90),
        ("99999999999999999999", 7 * 86400),
        ("Mon, 05 Oct 2026 12:01:00 GMT", 60),
        ("Mon, 05 Oct 2026 12:01:00 -0000", 60),
        ("Mon, 05 Oct 2020 12:00:00 GMT", 0),
        ("Mon, 05 Oct 9999 12:00:00 GMT", 7 * 86400),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
        (None, None),
        ("Mon, 99 Oct 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_within_a_week(value: str | None, seconds: int | None) -> None:
    assert parse_retry_after(value, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_what_a_stranger_wrote_is_shown_in_messages_without_tricks() -> None:
    with serve() as site:
        site.pages["/"] = redirect("gopher://evil.example/<script>alert(1)</script>" + "A" * 900)
        with pytest.raises(errors.BadRedirect) as caught:
            Fetcher(site.settings()).fetch(site.url())
    assert len(str(caught.value)) <= errors.LONGEST_MESSAGE
    assert errors.printable("a\u202eb\nc\x1b\ud800") == "a\ufffdb\ufffdc\ufffd\ufffd"


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
            with pytest.raises(errors.UnsafeAddress):
                fetcher.fetch(url)
        assert len(proxy.requests) == 1


def test_every_error_says_what_is_wrong_and_what_becomes_of_the_source() -> None:
    kinds = [
        errors.UnsafeURL("x", "it is odd"),
        errors.HostNotFound("news.example"),
        errors.TimedOut("news.example", "it fell silent"),
        errors.RobotsForbidden("http://news.example/a"),
        errors.HostBusy("news.example", 5),
        errors.HostResting("news.example", 60),
    ]
    for error in kinds:
        assert isinstance(error.outcome, errors.Outcome)
        assert str(error).endswith((".", "?"))
    assert errors.HostBusy("news.example", 5).retry_after == timedelta(seconds=5)
