"""RSS, Atom, RDF and JSON Feed become the same entries: plain titles, aware dates, addresses of the web."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stories.ingestion.feeds.markup import sanitise
from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss

SHARED = Path(__file__).parents[4] / "shared" / "bench" / "feeds"

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


def test_the_order_of_the_feed_is_kept() -> None:
    assert [entry.id for entry in read(rss(item(3) + item(1) + item(2))).entries] == [
        "ledger-3",
        "ledger-1",
        "ledger-2",
    ]


def test_an_entry_without_guid_is_known_by_its_address() -> None:
    (entry,) = read(rss(item(4, guid=""))).entries
    assert entry.id == entry.url == "https://ledger.example/news/4"


def test_an_entry_of_words_alone_is_kept_under_a_name_of_its_own() -> None:
    (entry,) = read(rss("<item><description>The pool is closed on Monday.</description></item>")).entries
    assert (entry.id[:7], entry.summary_text) == ("sha256:", "The pool is closed on Monday.")


def test_an_author_is_a_name_without_its_address() -> None:
    (entry,) = read(rss(item(1, author="mara@ledger.example (Mara Quist)"))).entries
    assert entry.authors == ("Mara Quist",)


def test_the_feeds_site_is_known() -> None:
    assert read(rss(), "https://feeds.example/ledger").site_url == "https://ledger.example/"
    assert read(rss().replace(b"https://ledger.example/<", b"javascript:alert(1)<")).site_url == ""


def test_the_same_guid_twice_is_one_entry() -> None:
    assert len(read(rss(item(4) + item(4))).entries) == 1


def test_a_guid_shared_by_two_addresses_identifies_neither() -> None:
    entries = read(rss(item(4, guid="1") + item(5, guid="1"))).entries
    assert [entry.id for entry in entries] == ["https://ledger.example/news/4", "https://ledger.example/news/5"]


def test_a_guid_that_is_anothers_address_does_not_become_the_link() -> None:
    (entry,) = read(rss(item(4, guid="https://rival.example/scoop"))).entries
    assert (entry.id, entry.url) == ("https://rival.example/scoop", "https://ledger.example/news/4")


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


def test_a_date_without_zone_is_utc_and_a_named_zone_is_heeded() -> None:
    data = rss(item(1, pubDate="Tue, 03 Mar 2026 18:20:00") + item(2, pubDate="Tue, 03 Mar 2026 18:20:00 CST"))
    assert [entry.published_at for entry in read(data).entries] == [datetime(2026, 3, 3, 18, 20, tzinfo=UTC), WHEN]


def test_relative_links_are_those_of_the_feeds_own_site() -> None:
    (entry,) = read(rss(item(1, link="/news/1", guid="x1")), "https://ledger.example/feed").entries
    assert entry.url == "https://ledger.example/news/1"


def test_sanitised_html_keeps_words_and_links_and_nothing_that_runs() -> None:
    kept = sanitise(
        '<p onclick="x()">A <a href="javascript:x()">b</a> <a href="https://ledger.example/">c</a></p>'
        "<script>x</script><img src=x>"
    )
    assert "onclick" not in kept
    assert "javascript" not in kept
    assert "script" not in kept
    assert "img" not in kept
    assert 'href="https://ledger.example/"' in kept


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/bench/feeds is not there")
def test_every_real_feed_yields_entries() -> None:
    empty = [path.name for path in SHARED.iterdir() if not read(path.read_bytes()).entries]
    assert empty == []
