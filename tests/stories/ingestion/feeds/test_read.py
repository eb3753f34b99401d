"""RSS, Atom, RDF and JSON Feed become the same entries: plain titles, aware dates, addresses of the web."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.ingestion.feeds.errors import FeedError, SlowFeed
from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss

SHARED = Path(__file__).parents[5] / "shared" / "bench" / "feeds"

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Harrow Ledger</title><link href="https://ledger.example/"/><id>tag:ledger.example,2026:feed</id>
<updated>2026-03-04T00:20:00Z</updated><entry><title type="html">Fees &amp;amp; fares rise</title>
<link rel="alternate" href="/news/7"/><id>tag:ledger.example,2026:7</id><published>2026-03-03T18:20:00-06:00</published>
<updated>2026-03-03T19:00:00-06:00</updated><author><name>Mara Quist</name></author>
<summary>Short.</summary><content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://ledger.example/"><title>Harrow Ledger</title>
<link>https://ledger.example/</link></channel><item rdf:about="https://ledger.example/news/7"><title>Fees rise</title>
<link>https://ledger.example/news/7</link><dc:date>2026-03-03T18:20:00-06:00</dc:date>
<dc:creator>Mara Quist</dc:creator>
</item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harrow Ledger",
    "items": [
        {
            "id": "7",
            "url": "https://ledger.example/news/7",
            "title": "Fees rise",
            "content_html": "<p>One.</p><p>Two.</p>",
            "date_published": "2026-03-03T18:20:00-06:00",
            "authors": [{"name": "Mara Quist"}],
        }
    ],
}
WHEN = datetime(2026, 3, 4, 0, 20, tzinfo=UTC)


@pytest.mark.parametrize("data", [ATOM.encode(), RDF.encode(), json.dumps(JSON).encode(), rss(item(7))])
def test_each_kind_of_feed_yields_address_title_and_instant(data: bytes) -> None:
    (entry,) = read(data, "https://ledger.example/feed").entries
    assert (entry.url, entry.published_at) == ("https://ledger.example/news/7", WHEN)
    assert entry.title


def test_an_atom_entry_is_read_whole() -> None:
    (entry,) = read(ATOM.encode(), "https://ledger.example/feed").entries
    assert (entry.id, entry.title, entry.authors) == ("tag:ledger.example,2026:7", "Fees & fares rise", ("Mara Quist",))
    assert entry.updated_at == datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
    assert (entry.summary_text, entry.content_text) == ("Short.", "One.\n\nTwo.")


def test_a_feed_says_how_long_it_may_be_kept() -> None:
    assert read(rss()).ttl_minutes == 30
    assert (
        read(
            rss().replace(
                b"<ttl>30</ttl>", b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
            )
        ).ttl_minutes
        == 30
    )
    assert read(ATOM.encode()).ttl_minutes is None


def test_the_feeds_site_is_known() -> None:
    assert read(rss(), "https://feeds.example/ledger").site_url == "https://ledger.example/"
    assert read(rss().replace(b"https://ledger.example/<", b"javascript:alert(1)<")).site_url == ""


def test_undated_entries_are_read_by_the_patient_parser() -> None:
    entries = read(rss(item(1, pubDate="") + item(2))).entries
    assert [entry.published_at for entry in entries] == [None, WHEN]


@pytest.mark.parametrize("dated", [0, 1])
def test_no_date_is_read_into_a_guid(dated: int) -> None:
    entries = read(rss(item(9) * dated + item(1, pubDate="", guid="4") + item(2, pubDate="", guid="20260102"))).entries
    assert [entry.published_at for entry in entries[-2:]] == [None, None]


def test_a_feed_that_is_not_well_formed_is_read_all_the_same() -> None:
    broken = rss(item(1, title="Fees & fares <b>rise") + item(2)).replace(b"</channel></rss>", b"")
    assert [entry.url for entry in read(broken).entries] == [
        "https://ledger.example/news/1",
        "https://ledger.example/news/2",
    ]


def test_a_pictures_title_is_not_the_storys() -> None:
    pictured = item(1).replace("<item>", "<item><media:title>A picture</media:title>")
    (entry,) = read(rss(pictured).replace(b"<rss", b'<rss xmlns:media="http://search.yahoo.com/mrss/"')).entries
    assert entry.title == "Story number 1"


def test_a_feed_with_a_prefix_throughout_is_read() -> None:
    text = rss(item(1)).decode().replace("<", "<r:").replace("<r:/", "</r:").replace("<r:?", "<?")
    spaced = text.replace("<r:rss", '<r:rss xmlns:r="http://backend.userland.com/rss2"')
    (entry,) = read(spaced.replace("&lt;p>", "&lt;p&gt;").encode()).entries
    assert (entry.title, entry.url) == ("Story number 1", "https://ledger.example/news/1")


def test_an_atom_entrys_own_feed_is_not_its_link() -> None:
    data = ATOM.replace(
        '<link rel="alternate" href="/news/7"/>', '<link rel="self" href="/7.atom"/><link href="/news/7"/>'
    )
    (entry,) = read(data.encode(), "https://ledger.example/feed").entries
    assert entry.url == "https://ledger.example/news/7"


def test_an_old_atom_feed_with_encoded_titles_is_read() -> None:
    old = ATOM.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#").replace("updated>", "modified>")
    encoded = old.replace('<title type="html">Fees &amp;amp; fares rise', '<title mode="base64">RmVlcyByaXNl')
    (entry,) = read(encoded.encode(), "https://ledger.example/feed").entries
    assert entry.title == "Fees rise"


@pytest.mark.parametrize(("data", "language"), [
    (rss(declaration="").replace(b"<ttl>", b"<language>en_us</language><ttl>"), "en-us"),
    (RDF.replace("<link>", "<dc:language>de</dc:language><link>", 1).encode(), "de"),
    (ATOM.encode(), "en"),
    (json.dumps({**JSON, "language": "fr"}).encode(), "fr"),
    (rss(), ""),
])  # fmt: skip
def test_a_feed_says_its_language(data: bytes, language: str) -> None:
    assert read(data).language == language


@pytest.mark.parametrize("data", [
    rss().replace(b"<ttl>", b"<description>News &amp;amp; views</description><ttl>"),
    ATOM.replace("<id>", '<subtitle type="html">News &amp;amp; views</subtitle><id>', 1).encode(),
    json.dumps({**JSON, "description": "News &amp; views"}).encode(),
])  # fmt: skip
def test_a_feed_says_what_it_is(data: bytes) -> None:
    assert read(data).description == "News & views"


def test_a_channel_of_the_oldest_kind_is_a_feed() -> None:
    feed = read(b'<CHANNEL><TITLE>Harrow Ledger</TITLE><ITEM HREF="https://ledger.example/news/7"/></CHANNEL>')
    assert (feed.title, [entry.url for entry in feed.entries]) == ("Harrow Ledger", ["https://ledger.example/news/7"])


def test_a_feed_that_calls_itself_a_web_page_is_a_feed() -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://ledger.example/x.dtd">'
    assert len(read(rss(doctype=doctype)).entries) == 2


def test_a_date_without_zone_stays_without_and_a_named_zone_is_heeded() -> None:
    data = rss(item(1, pubDate="Tue, 03 Mar 2026 18:20:00") + item(2, pubDate="Tue, 03 Mar 2026 18:20:00 CST"))
    assert [entry.published_at for entry in read(data).entries] == [datetime(2026, 3, 3, 18, 20), WHEN]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/bench/feeds is not there")
def test_every_real_feed_yields_entries() -> None:
    empty = [path.name for path in SHARED.iterdir() if not read(path.read_bytes()).entries]
    assert empty == []


def test_a_feed_that_takes_too_long_is_given_up_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.ingestion.feeds.read._SECONDS", 0.005)
    monkeypatch.setattr("stories.jobs.deadline._AGAIN", 0.005)  # the first may fall into a destructor
    with pytest.raises(SlowFeed, match="longer than"):
        read(rss("".join(item(number) for number in range(5_000))))


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
