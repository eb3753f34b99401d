"""What there is to follow at an address, and how its newest story would be read."""

import warnings
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.models import Source
from stories.sources.discover import find_offer, preview, with_scheme
from tests.stories.ingestion.beacon import rss
from tests.stories.ingestion.live_blog import live_blog
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db


def test_a_live_blog_is_previewed_with_the_parts_that_its_page_leaves_to_scripts(site: Site) -> None:
    site.pages["/1.html"] = page(live_blog(9), Content_Type="text/html")
    site.pages["/feed"] = page(rss(site, 1), Content_Type="application/rss+xml")
    shown = preview(find_offer(site.url("/feed"))).page
    assert shown is not None
    assert [shown.text.count(f"Resident number {number} told") for number in range(9)] == [1] * 9


def test_a_site_is_followed_from_its_home_page(site: Site, capsys: Any) -> None:
    home = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Home</body></html>'
    site.pages["/"] = page(home, Content_Type="text/html")
    call_command("add_source", site.url("/"), "--outlet", "Gull Cove Beacon", "--yes")
    source = Source.objects.get()
    said = capsys.readouterr().out
    assert (source.url, source.outlet.name) == (site.url("/feed"), "Gull Cove Beacon")
    assert "Story 2" in said
    assert "Its newest story would be read so" in said


def test_a_site_with_nothing_to_follow_says_what_to_try(site: Site) -> None:
    site.pages["/"] = page(b"<html><body><p>Nothing here.</p></body></html>", Content_Type="text/html")
    with pytest.raises(CommandError, match="section page"):
        call_command("add_source", site.url("/"), "--yes")


PDF = page(b"%PDF-1.7 not a page", Content_Type="application/pdf")


EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Beacon</title></channel></rss>'


def test_where_the_newest_item_is_no_page_the_next_one_is_shown(site: Site, capsys: Any) -> None:
    site.pages["/2.html"] = PDF
    call_command("add_source", site.url("/feed"), "--yes")
    said = capsys.readouterr()
    assert "Story 1 of the pier" in said.out
    assert "/2.html" in said.err
    assert "PDF" in said.err
    assert Source.objects.get().url == site.url("/feed")


def test_a_source_whose_stories_are_walled_can_be_followed_with_a_warning(site: Site, capsys: Any) -> None:
    site.pages["/1.html"] = site.pages["/2.html"] = page(b"", 403)
    call_command("add_source", site.url("/feed"), "--yes")
    assert "--full-text feed" in capsys.readouterr().err
    assert Source.objects.get().outlet.name == "Beacon"


def test_the_words_of_a_feed_are_shown_where_its_pages_are_walled(site: Site, capsys: Any) -> None:
    site.pages["/1.html"] = page(b"", 403)
    words = "The council of Gull Cove put the vote on the pier off."
    site.pages["/feed"] = page(rss(site, 1).replace(b"<guid>", f"<description>{words}</description><guid>".encode()))
    call_command("add_source", site.url("/feed"), "--full-text", "feed", "--yes")
    assert words in capsys.readouterr().out
    assert "/1.html" not in [request.path for request in site.requests]


def test_a_feed_that_lists_nothing_yet_is_a_feed(site: Site) -> None:
    site.pages["/feed"] = page(EMPTY, Content_Type="application/rss+xml")
    call_command("add_source", site.url("/feed"), "--yes")
    assert Source.objects.get().kind == Source.Kind.FEED


def test_a_sitemap_is_known_by_itself_and_without_a_parsers_warning(site: Site) -> None:
    urls = f"<url><loc>{site.url('/1.html')}</loc></url>"
    xml = f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    site.pages["/map.xml"] = page(xml.encode(), Content_Type="application/xml")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        call_command("add_source", site.url("/map.xml"), "--yes")
    assert Source.objects.get().kind == Source.Kind.SITEMAP


def test_xml_that_is_nothing_to_follow_is_told_without_a_parsers_warning(site: Site) -> None:
    site.pages["/x.xml"] = page(b"<?xml version='1.0'?><thing/>", Content_Type="application/xml")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        with pytest.raises(CommandError, match="no feed and no links"):
            call_command("add_source", site.url("/x.xml"), "--yes")


def test_a_section_page_without_a_link_for_its_selector_is_not_followed(site: Site) -> None:
    with pytest.raises(CommandError, match="--selector"):
        call_command("add_source", site.url("/1.html"), "--selector", ".none a", "--yes")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ledger.example", "https://ledger.example"), ("http://ledger.example/x", "http://ledger.example/x")],
)
def test_an_address_without_a_scheme_means_https(typed: str, meant: str) -> None:
    assert with_scheme(typed) == meant
