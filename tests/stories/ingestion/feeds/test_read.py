"""RSS, Atom, RDF and JSON Feed become the same entries: plain titles, aware dates, addresses of the web."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("written", "read_as"), [
    ("Caf&eacute; owners &amp; tenants", "Caf\u00e9 owners & tenants"),
    ("Fees & fares rise", "Fees & fares rise"),
    ("The R&D levy", "The R&D levy"),
    ("A &madeup; word", "A &madeup; word"),
    ("The mayor doesn&#146;t sign", "The mayor doesn\u2019t sign"),
    ("<![CDATA[Fees &amp; fares]]>", "Fees & fares"),
    ("Water\u00adworks \u200bsold", "Waterworks sold"),
])  # fmt: skip
def test_a_title_keeps_its_words_however_carelessly_it_is_written(written: str, read_as: str) -> None:
    (first, second) = read(rss(item(1, title=written) + item(2))).entries
    assert (first.title, second.title) == (read_as, "Story number 2")


def test_words_after_a_comment_are_kept() -> None:
    data = rss(item(1, description="&lt;p&gt;The council &lt;!-- sic --&gt; met.&lt;/p&gt;"))
    assert read(data).entries[0].summary_text == "The council met."


def test_entities_after_a_section_of_cdata_are_seen() -> None:
    data = rss(item(1, description="<![CDATA[<p>Caf&eacute;</p>]]>") + item(2, title="Caf&eacute; opens"))
    assert [(entry.title, entry.summary_text) for entry in read(data).entries] == [
        ("Story number 1", "Caf\u00e9"),
        ("Caf\u00e9 opens", "The council met."),
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
    found = read(b'<CHANNEL><TITLE>Harrow Ledger</TITLE><ITEM HREF="https://ledger.example/news/7"/></CHANNEL>')
    assert (found.title, [entry.url for entry in found.entries]) == ("Harrow Ledger", ["https://ledger.example/news/7"])


def test_a_feed_that_calls_itself_a_web_page_is_a_feed() -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://ledger.example/x.dtd">'
    assert len(read(rss(doctype=doctype)).entries) == 2


def test_an_entry_with_a_name_and_nothing_else_is_told() -> None:
    (entry,) = read(rss("<item><author>Mara Quist</author></item>")).entries
    assert (entry.id[:7], entry.url, entry.authors) == ("sha256:", "", ("Mara Quist",))


def test_a_date_without_zone_is_utc_and_a_named_zone_is_heeded() -> None:
    data = rss(item(1, pubDate="Tue, 03 Mar 2026 18:20:00") + item(2, pubDate="Tue, 03 Mar 2026 18:20:00 CST"))
    assert [entry.published_at for entry in read(data).entries] == [datetime(2026, 3, 3, 18, 20, tzinfo=UTC), WHEN]


def test_relative_links_are_those_of_the_feeds_own_site() -> None:
    (entry,) = read(rss(item(1, link="/news/1", guid="x1")), "https://ledger.example/feed").entries
    assert entry.url == "https://ledger.example/news/1"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/bench/feeds is not there")
def test_every_real_feed_yields_entries() -> None:
    empty = [path.name for path in SHARED.iterdir() if not read(path.read_bytes()).entries]
    assert empty == []


@pytest.mark.parametrize("dated", [{}, {"pubDate": ""}])
@pytest.mark.parametrize("before", [0, 200])
def test_a_bare_ampersand_is_read_as_one_wherever_it_stands(dated: dict[str, str], before: int) -> None:
    link = "https://ledger.example/view.asp?a=1&id=2&copy=3"
    bad = item(999, title="Tram&T & x: Smith & Sons", link=link, **dated)
    found = read(rss("".join(item(number, description="words " * 20) for number in range(before)) + bad)).entries[-1]
    assert (found.url, found.title) == (link, "Tram&T & x: Smith & Sons")


def test_a_bare_ampersand_in_an_attribute_is_read_as_one() -> None:
    entry = (
        "<entry><title>A & B</title><id>i</id><updated>2026-03-03T10:00:00Z</updated>"
        '<link href="https://l.example/?x=1&y=2"/></entry>'
    )
    data = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entry}</feed>'.encode()
    assert [(row.title, row.url) for row in read(data).entries] == [("A & B", "https://l.example/?x=1&y=2")]
