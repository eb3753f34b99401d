"""Headers of a source's own: what may be one, and to whom it may go."""

import pytest

from stories.ingestion import fetcher, poll, reread
from stories.ingestion.request_headers import MOST_HEADERS, HeaderError, checked, parsed, sent
from stories.models import Article, Source
from tests.factories import NOW
from tests.stories.ingestion.beacon import take_all_in
from tests.stories.ingestion.web import Site, redirect, serve

SECRET = {"X-Reader-Key": "k3y"}


def test_headers_are_written_as_http_writes_them() -> None:
    assert parsed(["Accept-Language: es, en;q=0.5", "Cookie: seen=yes; a=b:c", ""]) == {
        "Accept-Language": "es, en;q=0.5",
        "Cookie": "seen=yes; a=b:c",
    }


@pytest.mark.parametrize(("line", "words"), [
    ("no colon", "is no header"),
    (": x", "no name"),
    ("X Y: 1", "no name"),
    ("X-Ünicode: 1", "no name"),
    ("X-Key: a\r\nHost: evil.example", "can't be sent"),
    ("X-Key: a\nb", "can't be sent"),
    ("X-Key: \x00", "can't be sent"),
    ("X-Key: ☃", "can't be sent"),
    ("X-Key:", "can't be sent"),
    (f"X-Key: {'a' * 1001}", "can't be sent"),
    ("Host: evil.example", "own to send"),
    ("user-agent: Mozilla/5.0", "own to send"),
    ("Content-Length: 5", "own to send"),
    ("Transfer-Encoding: chunked", "own to send"),
    ("If-None-Match: x", "own to send"),
    ("Proxy-Authorization: x", "own to send"),
])  # fmt: skip
def test_what_can_not_be_a_header_is_told_without_its_value(line: str, words: str) -> None:
    with pytest.raises(HeaderError, match=words) as told:
        parsed([line])
    assert "evil" not in str(told.value)


def test_there_are_not_many_headers_and_none_is_named_twice() -> None:
    with pytest.raises(HeaderError, match="at most"):
        checked({f"X-{n}": "1" for n in range(MOST_HEADERS + 1)})
    with pytest.raises(HeaderError, match="twice"):
        checked({"X-Key": "1", "x-key": "2"})


@pytest.mark.parametrize(("url", "goes"), [
    ("https://ledger.example/news/1", True),
    ("https://www.ledger.example/news/1", True),
    ("https://feeds.ledger.example/rss", True),
    ("http://www.ledger.example/news/1", False),
    ("https://ledger.example.evil.example/", False),
    ("https://elsewhere.example/news/1", False),
    ("https:///", False),
])  # fmt: skip
def test_headers_go_to_the_sources_own_site_alone(url: str, goes: bool) -> None:
    assert bool(sent(SECRET, "https://ledger.example/feed", url)) == goes


def test_what_another_hand_wrote_into_the_table_is_not_sent() -> None:
    written = {"X-Key": "a\r\nX-Evil: 1", "Host": "evil.example", "X-Number": 5, **SECRET}
    assert sent(written, "https://a.example/f", "https://a.example/1") == SECRET


@pytest.mark.django_db
def test_a_source_its_stories_and_their_later_looks_are_asked_with_its_headers(source: Source, site: Site) -> None:
    source.request_headers = {**SECRET, "Accept": "application/rss+xml"}
    source.save()
    poll.poll(source, NOW)
    take_all_in(source)
    reread.reread(Article.objects.earliest("pk"), NOW)
    asked = [request for request in site.requests if request.path != "/robots.txt"]
    assert {request.path for request in asked} == {"/feed", "/1.html", "/2.html"}
    assert {request.headers.get("X-Reader-Key") for request in asked} == {"k3y"}
    assert {request.headers.get("Accept") for request in asked} == {"application/rss+xml"}
    robots = next(request for request in site.requests if request.path == "/robots.txt")
    assert "X-Reader-Key" not in robots.headers


@pytest.mark.django_db
@pytest.mark.parametrize("status", [302, 301])
def test_no_redirect_takes_headers_elsewhere(source: Source, site: Site, settings: object, status: int) -> None:
    with serve() as other:
        settings.FETCH_LOOPBACK_PORTS = [site.port, other.port]  # type: ignore[attr-defined]
        fetcher.polite_fetcher.cache_clear()
        other.pages["/feed"] = site.pages["/feed"]
        site.pages["/feed"], before = redirect(other.url("/feed"), status), source.url
        source.request_headers = SECRET
        for _ in range(poll.TIMES_BEFORE_MOVING + 2):
            poll.poll(source, NOW)
        assert source.url == before
        assert ("where its headers don't go" in source.problem) == (status == 301)
        assert {request.path for request in other.requests} == {"/robots.txt", "/feed"}
        assert not any("X-Reader-Key" in request.headers for request in other.requests)
