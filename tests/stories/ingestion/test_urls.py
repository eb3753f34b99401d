"""One address per story, and only addresses of the web."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.ingestion.urls import clean, is_same_site, is_web_url, listing_key, site_of, without_feed_scheme


@pytest.mark.parametrize(("seen", "kept"), [
    ("https://ledger.example/n/1?utm_source=x&utm_medium=y", "https://ledger.example/n/1"),
    ("https://ledger.example/n?id=7&fbclid=abc", "https://ledger.example/n?id=7"),
    ("https://ledger.example/n/1#comments", "https://ledger.example/n/1"),
    ("HTTPS://Ledger.Example:443/N/1", "https://ledger.example/N/1"),
    ("https://ledger.example/n/1/amp/", "https://ledger.example/n/1"),
    ("https://ledger.example/n/story.amp.html", "https://ledger.example/n/story.html"),
    ("https://ledger.example/n/1?output=amp", "https://ledger.example/n/1"),
    ("https://ledger.example/n?section=council&page=2", "https://ledger.example/n?page=2&section=council"),
    ("https://ledger.example/print", "https://ledger.example/print"),
])  # fmt: skip
def test_tracking_and_views_go_and_what_names_the_story_stays(seen: str, kept: str) -> None:
    assert clean(seen) == kept


@pytest.mark.parametrize("url", [
    "https://ledger.example/", "http://ledger.example:8080/x?y=z", "https://zeitung.example/übersicht", "https://bücher.example/a",
])  # fmt: skip
def test_addresses_of_the_web_pass(url: str) -> None:
    assert is_web_url(url)


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://ledger.example/", "//ledger.example/", "http:///x",
    "https://good@127.0.0.1/", "https://127.0.0.1\\@good.example/", "https://led\tger.example/", "https://led\nger.example/",
    "https://ledger.example:99999999/", "https://", "", "/news", "https://ledger.example/\u202egpj", "https://ledger.example:x/",
])  # fmt: skip
def test_everything_else_does_not(url: str) -> None:
    assert not is_web_url(url)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_and_cleaned(text: str) -> None:
    is_web_url(text)
    clean("https://ledger.example/" + text)


@pytest.mark.parametrize("copy", [
    "https://ledger.example/feed/", "http://www.ledger.example/feed", "https://Ledger.example/feed?utm_source=reader",
    "https://ledger.example:443/feed?fbclid=1&utm_medium=x",
])  # fmt: skip
def test_addresses_of_one_feed_have_one_key(copy: str) -> None:
    assert listing_key(copy) == listing_key("https://ledger.example/feed")


@pytest.mark.parametrize("other", [
    "https://ledger.example/feed?rss=1", "https://ledger.example/feed?cat=council", "https://ledger.example/",
    "https://ledger.example:8080/feed", "https://news.ledger.example/feed", "https://ledger.example/Feed",
])  # fmt: skip
def test_addresses_of_other_feeds_have_others(other: str) -> None:
    assert listing_key(other) != listing_key("https://ledger.example/feed")


@pytest.mark.parametrize(("written", "meant"), [
    ("feed://ledger.example/rss", "http://ledger.example/rss"),
    ("feed:https://ledger.example/rss", "https://ledger.example/rss"),
    ("FEED://ledger.example/rss", "http://ledger.example/rss"),
    ("https://ledger.example/feed:1", "https://ledger.example/feed:1"),
    ("feed:javascript:alert(1)", "javascript:alert(1)"),
    ("feed", "feed"),
])  # fmt: skip
def test_the_scheme_of_feed_readers_stands_for_the_webs(written: str, meant: str) -> None:
    assert without_feed_scheme(written) == meant


def test_one_site_is_one_domain_at_one_port() -> None:
    assert is_same_site("https://www.ledger.example/a", "https://ledger.example/b")
    assert not is_same_site("https://ledger.example:8443/a", "https://ledger.example/b")
    assert not is_same_site("https://ledger.example:x/a", "https://ledger.example/b")


def test_a_site_is_known_under_all_its_hosts() -> None:
    assert site_of("https://www.ledger.example/a") == site_of("https://amp.ledger.example/b") == "ledger.example"
    assert site_of("https://news.ledger.co.uk/") != site_of("https://rival.co.uk/")
