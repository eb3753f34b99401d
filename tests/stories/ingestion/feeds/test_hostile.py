"""Whatever a server sends for a feed: entries or a clear reason, in bounded time and memory, and nothing fetched."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.ingestion.feeds import sitemap
from stories.ingestion.feeds.errors import EmptyFeedBody, FeedError, FeedTooLarge, HostileFeed, NotAFeed, SlowFeed
from stories.ingestion.feeds.read import read
from tests.patience import working_at_most
from tests.stories.ingestion.samples import item, page, rss


def _entities(*declarations: str) -> str:
    return f"<!DOCTYPE rss [{''.join(declarations)}]>"


LAUGHS = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]


@pytest.mark.parametrize("doctype", [
    _entities('<!ENTITY l0 "lol">', *LAUGHS),
    _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    _entities('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    _entities('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'),
    _entities('<!ENTITY x PUBLIC "p" "http://127.0.0.1:9/x">'),
    _entities('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'),
    "<!-- " + "x" * 9000 + " -->" + _entities('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "<!-- <a -->" + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    "<?note <a ?>" + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    f'<!--\n<!ENTITY a "{"A" * 50_000}">\n-->',
    '<?xml-stylesheet href="a"?><!-- <a -->' + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    _entities('<!ATTLIST rss x CDATA "<!--">', f'<!ENTITY a "{"A" * 50_000}">', '<!ATTLIST rss y CDATA "-->">'),
    _entities('<!ENTITY l0 "l">', '<!ENTITY l1 "&#38;l0;&#x26;l0;">', '<!ENTITY l9 "&#38;l1;&#038;l1;">'),
])  # fmt: skip
def test_entities_that_expand_or_reach_out_are_refused(doctype: str) -> None:
    with pytest.raises(HostileFeed, match="entities"):
        read(rss(item(title="&x;&a;&l9;"), doctype=doctype))


def test_entities_after_rubbish_that_a_parser_would_skip_are_refused_too() -> None:
    with pytest.raises(HostileFeed):
        read(rss(item(title="&a;"), declaration="<a><?xml?>", doctype=_entities(f'<!ENTITY a "{"A" * 50_000}">')))


def test_entities_hidden_in_another_encoding_are_refused_too() -> None:
    text = rss(item(title="&x;"), doctype=_entities('<!ENTITY x SYSTEM "file:///etc/passwd">')).decode()
    with pytest.raises(HostileFeed):
        read(text.encode("utf-16"))


def test_a_story_about_entities_defines_none() -> None:
    said = '<![CDATA[<p>They sent <!DOCTYPE x [<!ENTITY a "AAAAAAAAAAAAAAAAAAAA">]> to the county.</p>]]>'
    assert len(read(rss(item(1, description=said), doctype="<!-- Beacon -->")).entries) == 1


def test_a_doctype_is_never_fetched_and_an_entity_for_one_character_is_honest() -> None:
    outside = rss(item(1), doctype='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">')
    assert len(read(outside).entries) == 1
    known = _entities('<!ENTITY nbsp "&#160;">', '<!ENTITY amp "&#38;#38;">', "<!ENTITY hr '--'>")
    (entry,) = read(rss(item(1, title="Fees&nbsp;rise"), doctype=known)).entries
    assert entry.title == "Fees rise"


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


def test_sections_that_are_never_closed_take_no_time() -> None:
    with working_at_most(20):
        assert read(b"<rss><pubDate>& " + b"<![CDATA[" * 450_000).entries == ()


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_of_100_000_entries_a_thousand_are_read() -> None:
    data = rss("".join(item(n, description="", title="T", link=f"https://l.example/{n}") for n in range(100_000)))
    tracemalloc.start()
    with working_at_most(10):
        found = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(found.entries), found.truncated, found.entries[0].id) == (1000, True, "ledger-0")
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


def test_millions_of_ampersands_take_little_memory() -> None:
    tracemalloc.start()
    found = read(rss(item(1, description="& " * 2_000_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.entries) == 1
    assert peak < 80_000_000


def test_a_feed_that_takes_too_long_is_given_up_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.ingestion.feeds.read._SECONDS", 0.005)
    monkeypatch.setattr("stories.jobs.deadline._AGAIN", 0.005)  # the first may fall into a destructor
    with pytest.raises(SlowFeed, match="longer than"):
        read(rss("".join(item(number) for number in range(5_000))))


def test_a_title_of_10_mb_is_cut() -> None:
    (entry,) = read(rss(item(1, title="A" * 10_000_000))).entries
    assert len(entry.title) == 500


def test_nuls_and_lone_surrogates_are_gone() -> None:
    (entry,) = read(rss(item(1)).replace(b"Story", b"St\x00ory")).entries
    assert entry.title == "Story number 1"
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "t",
        "items": [{"id": "1\u0000", "title": "a\ud800b", "content_html": "<p>x\ud800</p>"}],
    }
    (entry,) = read(json.dumps(told).encode()).entries
    assert (entry.id, entry.title, entry.content_text) == ("1", "ab", "x")


@pytest.mark.parametrize("reference", [
    "&#xD800;", "&#xdfff;", "&#55296;", "&#xD83D;&#xDE00;", "&#0;", "&#x110000;", "&#99999999999;", "&#xFFFF;",
])  # fmt: skip
@pytest.mark.parametrize("dated", [{}, {"pubDate": ""}])
def test_a_reference_to_no_character_costs_no_other_entry(reference: str, dated: dict[str, str]) -> None:
    bad, good = read(rss(item(1, title=f"Pier {reference}vote", **dated) + item(2))).entries
    assert bad.title.replace("\ufffd", "").replace("\uffff", "") == "Pier vote"
    assert (bad.url, good.title) == ("https://ledger.example/news/1", "Story number 2")


def _json_feed(*items: object) -> bytes:
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "Beacon", "items": items, "authors": 7}
    return json.dumps(told).encode()


@pytest.mark.parametrize("bad", [None, "x", 3, [], {}])
def test_an_item_that_is_none_costs_a_json_feed_no_other(bad: object) -> None:
    story = {"id": 7, "url": "https://l.example/7", "title": "Pier", "date_published": "2026-03-03T18:20:00-06:00"}
    (entry,) = read(_json_feed(story, bad)).entries
    assert (entry.id, entry.url, entry.title) == ("7", "https://l.example/7", "Pier")
    assert entry.published_at == datetime.fromisoformat("2026-03-04T00:20:00+00:00")


@pytest.mark.parametrize("when", [1_795_342_800, "yesterday", "4", None, [], "2026-13-45"])
def test_a_json_feed_date_that_tells_no_instant_is_none(when: object) -> None:
    told = {"id": "1", "title": "Pier", "date_published": when, "authors": [None, "x", {"name": "Mara Quist"}]}
    (entry,) = read(_json_feed(told)).entries
    assert (entry.title, entry.published_at, entry.authors) == ("Pier", None, ("Mara Quist",))


def test_json_of_millions_of_values_is_refused() -> None:
    with working_at_most(5), pytest.raises(HostileFeed, match="more values"):
        read(_json_feed().replace(b"[]", b"[" + b"{}," * 2_000_000 + b"{}]"))


def test_a_lying_charset_and_utf7_are_seen_through() -> None:
    said = '<?xml version="1.0" encoding="{}"?>'
    latin = rss(item(1, title="Caf\xe9 opens"), declaration=said.format("utf-8")).decode().encode("latin-1")
    assert read(latin).entries[0].title == "Café opens"
    assert read(rss(item(1, title="Café opens"), declaration=said.format("utf-16"))).entries[0].title == "Café opens"
    seven = rss(item(1, title="+ADw-script+AD4-"), declaration=said.format("utf-7"))
    assert read(seven).entries[0].title == "+ADw-script+AD4-"


@pytest.mark.parametrize("when", [
    "Tue, 03 Mar 0000 18:20:00 GMT", "0000-03-03T18:20:00Z", "Tue, 03 Mar 9999 18:20:00 GMT",
    "9999-12-31T23:59:59Z", "soon",
])  # fmt: skip
def test_dates_out_of_mind_are_no_dates(when: str) -> None:
    assert read(rss(item(1, pubDate=when))).entries[0].published_at is None


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a@b.example/", "http:///x"]
)
def test_links_that_are_not_of_the_web_are_left_out(link: str) -> None:
    (entry,) = read(rss(item(1, link=link)), "https://ledger.example/feed").entries
    assert entry.url == ""


def test_scripts_in_title_and_author_are_gone_and_bidi_controls_too() -> None:
    bad = "&lt;script&gt;alert(1)&lt;/script&gt;"
    (entry,) = read(rss(item(1, title=f"{bad}Vote \u202enwod", author=f"{bad}Mara"))).entries
    assert (entry.title, entry.authors) == ("Vote nwod", ("Mara",))


def test_error_texts_hold_nothing_of_what_was_sent() -> None:
    with pytest.raises(NotAFeed) as caught:
        read(b"<html><title><script>alert(1)</script>\xe2\x80\xae</title><body>x</body></html>")
    assert "script" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_feed_or_a_reason(data: bytes) -> None:
    reasons: list[str] = []
    for wrapped in (data, rss("<item><title>x</title>").replace(b"x<", data + b"<")):
        try:
            read(wrapped)
        except FeedError as error:
            reasons.append(str(error))
    assert all(reasons)
