"""Sitemaps give their stories, newest first; an index gives its maps."""

import gzip
from datetime import UTC, datetime

import pytest

from stories.ingestion.feeds.errors import FeedError, FeedTooLarge, HostileFeed, NotAFeed
from stories.ingestion.feeds.sitemap import read

NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://ledger.example/news/1</loc><lastmod>2026-03-01</lastmod></url>
<url><loc>https://ledger.example/news/2?utm_source=map</loc><news:news><news:publication_date>2026-03-03T18:20:00-06:00</news:publication_date>
<news:title>Fees &amp; fares rise</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://ledger.example/old.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>https://ledger.example/new.xml</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize("data", [NEWS.encode(), gzip.compress(NEWS.encode())])
def test_a_news_sitemap_gives_titles_and_instants_newest_first(data: bytes) -> None:
    newest, older = read(data).entries
    assert (newest.url, newest.title) == ("https://ledger.example/news/2", "Fees & fares rise")
    assert newest.published_at == datetime(2026, 3, 4, 0, 20, tzinfo=UTC)
    assert (older.url, older.updated_at) == ("https://ledger.example/news/1", datetime(2026, 3, 1))


def test_an_index_gives_its_maps_newest_first() -> None:
    assert [child.url for child in read(INDEX.encode()).children] == [
        "https://ledger.example/new.xml",
        "https://ledger.example/old.xml",
    ]


def test_of_a_great_map_the_newest_thousand_are_kept() -> None:
    urls = "".join(
        f"<url><loc>https://ledger.example/n/{n}</loc><lastmod>20{n % 20 + 10}-01-01</lastmod></url>"
        for n in range(5_000)
    )
    found = read(f"<urlset>{urls}</urlset>".encode())
    assert (len(found.entries), found.truncated) == (1000, True)
    assert found.entries[0].updated_at == datetime(2029, 1, 1)


@pytest.mark.parametrize(("data", "error"), [
    (gzip.compress(b"\n" * 40_000_000), FeedTooLarge),
    (b"\x1f\x8b broken", NotAFeed),
    (b"<rss></rss>", NotAFeed),
    (b"<html></html>", NotAFeed),
    (b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>', HostileFeed),
])  # fmt: skip
def test_what_is_no_sitemap_is_told(data: bytes, error: type[FeedError]) -> None:
    with pytest.raises(error):
        read(data)
