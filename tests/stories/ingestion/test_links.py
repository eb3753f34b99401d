"""A section page gives its stories, a home page its feeds."""

import pytest

from stories.ingestion.links import LinksError, feed_guesses, feed_links, story_links

SITE = "https://ledger.example"
SECTION = """<html><body>
<nav><a href="/2026/03/03/nav-link-that-looks-like-a-story">A menu line with many words in it</a></nav>
<main><article><header><h2><a href="/2026/03/03/council-weighs-sale-of-waterworks?utm_source=home">Council weighs sale
of the old waterworks</a></h2></header><a href="/2026/03/03/council-weighs-sale-of-waterworks">Photo</a></article>
<article><a href="story/ferry-timetable-changes-in-may-48213">Ferry timetable changes again in May</a></article>
<a href="/tag/river">All stories about the river and its banks</a>
<a href="/author/mara-quist-of-the-ledger">Mara Quist</a>
<a href="https://rival.example/2026/03/03/a-scoop-of-another-paper">A scoop of another paper entirely</a>
<a href="javascript:alert('many words in this one too')">Run this script now please</a>
<a href="data:text/html,x">Some data with many words here</a><a href="/about">About us</a><a href="#top">Top</a>
</main><aside class="picks">
<a href="/2026/02/01/an-older-story-picked-by-editors">An older story picked by editors</a></aside>
<footer><a href="/2026/01/01/footer-link-with-a-long-slug">A footer line with many words</a></footer></body></html>"""


def test_stories_of_a_section_page_are_found_in_order_each_once() -> None:
    found = story_links(SECTION.encode(), f"{SITE}/news/")
    assert [(link.url, link.title) for link in found] == [
        (f"{SITE}/2026/03/03/council-weighs-sale-of-waterworks", "Council weighs sale of the old waterworks"),
        (f"{SITE}/news/story/ferry-timetable-changes-in-may-48213", "Ferry timetable changes again in May"),
    ]


def test_a_selector_says_where_to_look() -> None:
    assert [link.url for link in story_links(SECTION.encode(), SITE, "aside.picks")] == [
        f"{SITE}/2026/02/01/an-older-story-picked-by-editors"
    ]
    assert len(story_links(SECTION.encode(), SITE, "main article a")) == 2


def test_a_selector_that_is_no_css_is_told() -> None:
    with pytest.raises(LinksError, match="not valid CSS"):
        story_links(SECTION.encode(), SITE, "a[[")


def test_a_page_of_100_000_links_gives_300() -> None:
    many = "".join(
        f'<a href="/2026/03/03/story-number-{n}-of-the-day">Story number {n} of the day</a>' for n in range(20_000)
    )
    assert len(story_links(f"<main>{many}</main>".encode(), SITE)) == 300


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff", b"%PDF-1.7", b"<a href='http://[::1'>words words words words</a>", b"<div>" * 50_000]
)
def test_any_page_gives_links_or_none(data: bytes) -> None:
    assert story_links(data, SITE) == ()


def test_declared_feeds_come_before_comment_feeds() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/" title="Comments">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/" title="Ledger">'
        '<link rel="alternate" type="application/json" href="/wp-json/x">'
        '<link rel="alternate" hreflang="es" href="/es/">'
    )
    assert [link.url for link in feed_links(head.encode(), SITE)] == [f"{SITE}/feed/", f"{SITE}/comments/feed/"]


def test_feeds_that_are_only_linked_are_found_too() -> None:
    body = '<a href="/rss.xml">RSS</a><a href="/news/feeding-the-ducks">Ducks</a><a href="javascript:rss">x</a>'
    assert [link.url for link in feed_links(body.encode(), SITE)] == [f"{SITE}/rss.xml"]


def test_usual_places_are_guessed_on_the_same_site() -> None:
    assert all(guess.startswith(f"{SITE}/") for guess in feed_guesses(f"{SITE}/news/"))
