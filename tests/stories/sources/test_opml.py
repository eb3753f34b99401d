"""Feed lists come in from other readers and go out again unchanged."""

import pytest

from stories.ingestion.feeds.errors import FeedError
from stories.sources.opml import Outline, read, write

LISTED = (
    Outline("Harrow Ledger", "https://ledger.example/feed", "https://ledger.example/", "Harrow Falls/Papers"),
    Outline("Radio “Nine” & Sons", "https://radio.example/rss?a=1&b=2", "", "Harrow Falls"),
    Outline("City hall", "https://city.example/feed"),
    Outline(
        "Ledger: /news", "https://ledger.example/news", kind="page", outlet="Harrow Ledger", selector="main h2 > a"
    ),
    Outline("Ledger: /map", "https://ledger.example/map.xml", kind="sitemap", outlet="Harrow Ledger"),
)


def test_what_is_written_is_read_back() -> None:
    assert set(read(write(LISTED, "Harrow"))) == set(LISTED)


def test_another_programs_file_is_read_each_feed_once() -> None:
    data = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="News">
    <outline text="Ledger" type="rss" xmlUrl="https://ledger.example/feed"/><outline text="Again" xmlUrl="https://ledger.example/feed"/>
    <outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="None"/></outline></body></opml>"""
    assert read(data) == (Outline("Ledger", "https://ledger.example/feed", "", "News"),)


def test_what_is_no_feed_is_left_out_and_told() -> None:
    told: list[str] = []
    data = b"""<opml version="2.0"><body><outline type="include" text="More" url="https://lists.example/more.opml"/>
    <outline type="link" text="Home" url="https://ledger.example/"/><outline text="Bad" xmlUrl="javascript:alert(1)"/>
    <outline text="Folder"><outline type="rss" text="Good" xmlUrl="https://ledger.example/feed"/></outline></body></opml>"""
    assert [outline.title for outline in read(data, say=told.append)] == ["Good"]
    assert told == [
        "More is left out: https://lists.example/more.opml is another list, which is imported by itself.",
        "Home is left out: https://ledger.example/ is a link to a page or to another list, and no feed.",
        "Bad is left out: javascript:alert(1) is no address of the web.",
    ]


def test_what_a_file_says_is_told_without_what_could_mislead() -> None:
    told: list[str] = []
    read(f'<opml><body><outline text="{"A" * 900}\u202e" xmlUrl="x:y\u202e"/></body></opml>'.encode(), say=told.append)
    assert len(told[0]) < 400
    assert "\u202e" not in told[0]


def test_a_feed_under_the_scheme_of_feed_readers_is_one_of_the_web() -> None:
    data = b'<opml><body><outline xmlUrl="feed://ledger.example/rss"/><outline xmlUrl="feed:https://b.example/"/></body></opml>'
    assert [outline.feed_url for outline in read(data)] == ["http://ledger.example/rss", "https://b.example/"]


def test_control_characters_in_a_title_do_not_break_the_file() -> None:
    (outline,) = read(write([Outline("A\x00\x08\u202eB", "https://ledger.example/feed")], "T"))
    assert outline.title == "AB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<rss></rss>",
        b"<opml></opml>",
        b"words",
        b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///x">]><opml><body/></opml>',
    ],
)
def test_what_is_no_opml_is_told(data: bytes) -> None:
    with pytest.raises(FeedError):
        read(data)


@pytest.mark.parametrize("data", [b"", b"words", b"<html><body>A page</body></html>", b"%PDF-1.7"])
def test_of_a_file_no_server_is_blamed(data: bytes) -> None:
    with pytest.raises(FeedError) as told:
        read(data)
    assert "server" not in str(told.value)
    assert "file" in str(told.value)


def test_other_programs_take_no_section_page_for_a_feed() -> None:
    written = write([Outline("News", "https://ledger.example/news", kind="page")], "T")
    assert b"xmlUrl" not in written
