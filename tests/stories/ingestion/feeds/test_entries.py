"""Entries have an id, an address of the web, a date that may be and people's names, or none."""

import pytest

from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss


def test_a_title_of_10_mb_is_cut() -> None:
    (entry,) = read(rss(item(1, title="A" * 10_000_000))).entries
    assert len(entry.title) == 500


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


def test_the_same_guid_twice_is_one_entry() -> None:
    assert len(read(rss(item(4) + item(4))).entries) == 1


def test_a_guid_shared_by_two_addresses_identifies_neither() -> None:
    entries = read(rss(item(4, guid="1") + item(5, guid="1"))).entries
    assert [entry.id for entry in entries] == ["https://ledger.example/news/4", "https://ledger.example/news/5"]


def test_a_guid_that_is_anothers_address_does_not_become_the_link() -> None:
    (entry,) = read(rss(item(4, guid="https://rival.example/scoop"))).entries
    assert (entry.id, entry.url) == ("https://rival.example/scoop", "https://ledger.example/news/4")


def test_an_entry_with_a_name_and_nothing_else_is_told() -> None:
    (entry,) = read(rss("<item><author>Mara Quist</author></item>")).entries
    assert (entry.id[:7], entry.url, entry.authors) == ("sha256:", "", ("Mara Quist",))


def test_relative_links_are_those_of_the_feeds_own_site() -> None:
    (entry,) = read(rss(item(1, link="/news/1", guid="x1")), "https://ledger.example/feed").entries
    assert entry.url == "https://ledger.example/news/1"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"{}><title>Ledger</title><id>tag:l,1</id>
<updated>2026-03-03T10:00:00Z</updated><entry{}><title>Pier</title><link href="pier"{}/><id>tag:l,2</id>
<updated>2026-03-03T10:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize(("of_feed", "of_entry", "of_link", "url"), [
    ("", "", "", "https://ledger.example/a/pier"),
    ("https://cdn.example/b/", "", "", "https://cdn.example/b/pier"),
    ("/b/", "c/", "", "https://ledger.example/b/c/pier"),
    ("", "../c/", "", "https://ledger.example/c/pier"),
    ("https://cdn.example/b/", "c/", "d/", "https://cdn.example/b/c/d/pier"),
    ("javascript:alert(1)//", "", "", "https://ledger.example/a/pier"),
    ("data:text/html,", "", "", "https://ledger.example/a/pier"),
])  # fmt: skip
def test_a_relative_link_is_relative_to_the_bases_around_it(
    of_feed: str, of_entry: str, of_link: str, url: str
) -> None:
    bases = [f' xml:base="{base}"' if base else "" for base in (of_feed, of_entry, of_link)]
    (entry,) = read(ATOM.format(*bases).encode(), "https://ledger.example/a/feed.xml").entries
    assert entry.url == url
    assert entry.id == "tag:l,2"


def test_a_base_of_an_entrys_content_is_of_the_links_in_it_alone() -> None:
    content = (
        '<content type="html" xml:base="https://cdn.example/b/">&lt;p&gt;The pier stays.&lt;/p&gt;</content></entry>'
    )
    feed = ATOM.format("", "", "").replace("</entry>", content)
    (entry,) = read(feed.encode(), "https://ledger.example/a/feed.xml").entries
    assert (entry.url, entry.content_text) == ("https://ledger.example/a/pier", "The pier stays.")


def test_a_base_changes_nothing_about_links_that_are_whole() -> None:
    feed = ATOM.format(' xml:base="https://cdn.example/b/"', "", "").replace("pier", "https://ledger.example/pier")
    assert read(feed.encode(), "https://ledger.example/feed").entries[0].url == "https://ledger.example/pier"
