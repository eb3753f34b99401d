"""What a server sends for a feed is bounded and told for what it is before any parser sees it."""

import tracemalloc
from collections.abc import Callable

import pytest

from stories.ingestion.feeds import sitemap
from stories.ingestion.feeds.errors import EmptyFeedBody, FeedError, FeedTooLarge, HostileFeed, NotAFeed
from stories.ingestion.feeds.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import item, page, rss


@pytest.mark.parametrize("data", [
    b"<a>" * 200_000,
    rss("<item><title>x</title><description>" + "<a>" * 200_000 + "</description></item>"),
    rss("<item><title>x</title>" + "<b>" * 200_000 + "</b>" * 200_000 + "</item>"),
])  # fmt: skip
def test_200_000_nested_tags_are_refused_at_once(data: bytes) -> None:
    with working_at_most(5), pytest.raises(HostileFeed, match="levels deep"):
        read(data)


@pytest.mark.parametrize(("data", "error", "words"), [
    (b"", EmptyFeedBody, "nothing"),
    (b" \r\n ", EmptyFeedBody, "nothing"),
    (page(), NotAFeed, "a web page"),
    (b"<html><body><form><input type=password></form></body></html>", NotAFeed, "a login"),
    (b"<!DOCTYPE html><html><body>We use cookies. Accept all cookies</body></html>", NotAFeed, "accept cookies"),
    (b"<html><body>Checking your browser</body></html>", NotAFeed, "robots"),
    (b"%PDF-1.7 x", NotAFeed, "a PDF"),
    (b"hello", NotAFeed, "no feed"),
    (b'{"error": "gone"}', NotAFeed, "neither RSS"),
    (b'<?xml version="1.0"?><note><to>x</to></note>', NotAFeed, "neither RSS"),
    (b"<rss>" + b" " * 17_000_000, FeedTooLarge, "larger"),
])  # fmt: skip
def test_what_is_no_feed_is_told_as_what_it_is(data: bytes, error: type[FeedError], words: str) -> None:
    with pytest.raises(error, match=words):
        read(data)


@pytest.mark.parametrize("data", [
    b"<!-- -->" * 400 + b"<x>",
    b"<?x?>" * 700 + b"<!doctype x>" * 90 + b"<x",
    b"<?xml?>" + b"<!-- -->" * 500_000 + b"<!-- <!ENTITY",
    b"<?xml?>" + b"<?" * 1_000_000 + b"<!ENTITY ",
    b"<?xml?><!DOCTYPE x [" + b"<!ENTITY " * 500_000,
])  # fmt: skip
def test_a_prologue_without_end_takes_no_time(data: bytes) -> None:
    with working_at_most(5), pytest.raises((NotAFeed, HostileFeed)):
        read(data)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_of_100_000_entries_a_thousand_are_read() -> None:
    data = rss("".join(item(n, description="", title="T", link=f"https://l.example/{n}") for n in range(100_000)))
    tracemalloc.start()
    with working_at_most(10):
        feed = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(feed.entries), feed.truncated, feed.entries[0].id) == (1000, True, "ledger-0")
    assert peak < 100_000_000


@pytest.mark.parametrize("count", [4_000, 100_000])
def test_of_very_many_undated_entries_a_thousand_are_read(count: int) -> None:
    data = rss("".join(f"<item><guid>g{n}</guid><title>a</title></item>" for n in range(count)))
    with working_at_most(5):
        assert len(read(data).entries) == 1000


@pytest.mark.parametrize("reader", [read, sitemap.read])
def test_millions_of_tags_are_refused_before_they_fill_the_memory(reader: Callable[[bytes], object]) -> None:
    with working_at_most(5), pytest.raises(HostileFeed, match="more tags"):
        reader(rss("<item><title>x</title><description>" + "<a/>" * 2_000_000 + "</description></item>"))


def test_a_lying_charset_and_utf7_are_seen_through() -> None:
    said = '<?xml version="1.0" encoding="{}"?>'
    latin = rss(item(1, title="Caf\xe9 opens"), declaration=said.format("utf-8")).decode().encode("latin-1")
    assert read(latin).entries[0].title == "Café opens"
    assert read(rss(item(1, title="Café opens"), declaration=said.format("utf-16"))).entries[0].title == "Café opens"
    seven = rss(item(1, title="+ADw-script+AD4-"), declaration=said.format("utf-7"))
    assert read(seven).entries[0].title == "+ADw-script+AD4-"


@pytest.mark.parametrize("notice", [
    b"Notice: Undefined index: lang in /srv/rss.php on line 4\n",
    b"<br />\n<b>Warning</b>: x in <b>/srv/rss.php</b><br />\n",
    b"Deprecated: a < b\n\n", "Achtung: überholt\n".encode(),
])  # fmt: skip
@pytest.mark.parametrize("declaration", ['<?xml version="1.0"?>', ""])
def test_a_notice_of_the_server_before_the_feed_is_passed_over(notice: bytes, declaration: str) -> None:
    assert len(read(notice + rss(declaration=declaration)).entries) == 2


@pytest.mark.parametrize("data", [
    b"%PDF-1.7 <rdf:RDF xmlns:x='y'> metadata", b"<html><body><pre><rss version=2></pre></body></html>",
    b"words " * 2000 + b"<rss><channel></channel></rss>", b"BEGIN:VCALENDAR <?xml ?><rss></rss>",
])  # fmt: skip
def test_what_holds_a_feeds_first_tag_somewhere_is_no_feed(data: bytes) -> None:
    with pytest.raises(NotAFeed):
        read(data)


def test_a_calendar_is_told_as_one() -> None:
    with pytest.raises(NotAFeed, match="a calendar"):
        read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_entities_behind_a_notice_are_refused_all_the_same() -> None:
    with pytest.raises(HostileFeed):
        read(b"Notice: x\n" + rss(doctype='<!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaa">]>'))
