"""A section page gives its stories, a home page its feeds."""

import pytest

from stories.ingestion.feeds.section_page import LinksError, feed_guesses, feed_links, story_links

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
        (f"{SITE}/2026/02/01/an-older-story-picked-by-editors", "An older story picked by editors"),
    ]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/events/2026/03/03/council-to-meet-on-the-levy", "Council to meet on the levy in the old town hall"),
        ("/people/2026/03/03/mayor-leaves-after-the-vote", "Mayor leaves after the vote"),
        ("/topics/council/2026/03/03/date-set-for-the-levy", "Date set for the levy"),
        ("/weather/2026/03/03/storm-to-close-the-ferry", "Storm to close"),
        ("/people/mayor-leaves-after-the-vote-on-levy", "Mayor leaves after the vote on the levy"),
        ("/story.php?id=991234", "Council takes up a new levy for its schools next year"),
        ("/?p=99123", "Council takes up a new levy for its schools next year"),
        ("/council-weighs-levy", "Council weighs a levy after a long debate on roads"),
    ],
)
def test_stories_are_found_wherever_a_paper_files_them(path: str, words: str) -> None:
    found = story_links(f'<main><a href="{path}">{words}</a></main>'.encode(), f"{SITE}/news/")
    assert [link.title for link in found] == [words]


def test_stories_beside_and_above_the_others_are_found() -> None:
    data = """<header><a href="/subscribe-to-us-and-save-money">Subscribe to us and save a lot of money today</a>
    <a href="/news/council">Council</a>
    <h1><a href="/levy-goes-to-a-vote">The levy goes to a vote next week</a></h1></header>
    <aside><a href="/2026/03/03/ferry-runs-late-once-more">Ferry runs late once more this week</a>
    <a href="/puzzles/the-crossword-of-the-day">The crossword of the day for all readers</a></aside>"""
    found = story_links(data.encode(), f"{SITE}/news/")
    assert [link.url.removeprefix(SITE) for link in found] == [
        "/levy-goes-to-a-vote",
        "/2026/03/03/ferry-runs-late-once-more",
    ]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/topics/city-council-of-harrow", "All stories about the city council of Harrow Falls"),
        ("/people/mara-quist", "Mara Quist writes about schools and the river for us"),
        ("/events/2026/03/", "Everything that is on in Harrow Falls this March"),
        ("/subscribe-to-ledger", "Subscribe to the Ledger for a dollar a week today"),
        ("/news/council?page=31234", "More of what the council did in the years before"),
        ("/arts-and-culture", "Arts and culture"),
    ],
)
def test_lists_and_services_are_no_stories(path: str, words: str) -> None:
    assert story_links(f'<main><a href="{path}">{words}</a></main>'.encode(), f"{SITE}/news/") == ()


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
