"""A source goes in once, whatever its newest item is, and can be followed in another way later."""
# ruff: noqa: F811

import warnings
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.ingestion.save import outlet_for
from stories.models import Outlet, Source
from stories.sources.discover import with_scheme
from stories.sources.follow import outlet_named
from tests.factories import make_issue, make_outlet, make_source
from tests.stories.ingestion.test_poll import rss, site, source, story  # noqa: F401
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db
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


def test_a_source_followed_already_is_changed_as_the_options_say(source: Source, capsys: Any) -> None:
    issue = make_issue()
    call_command(
        "add_source", source.url, "--minutes", "45", "--must-not-have", "obituary", "--full-text", "feed", "--paused",
        "--issue", issue.slug, "--outlet", "Gull Cove Beacon", "--yes",
    )  # fmt: skip
    said = capsys.readouterr().out
    for line in ("interval minutes: none → 45", "must not have: none → obituary", "full text: page → feed",
                 "paused: no → yes", f"issues: none → {issue}", "→ Gull Cove Beacon"):  # fmt: skip
        assert line in said
    source.refresh_from_db()
    assert (source.interval_minutes, source.must_not_have, source.paused) == (45, ["obituary"], True)
    assert (source.outlet.name, source.issues.get()) == ("Gull Cove Beacon", issue)
    call_command(
        "add_source", source.url, "--minutes", "0", "--must-not-have", "", "--no-paused", "--issue", "", "--yes"
    )
    source.refresh_from_db()
    assert (source.interval_minutes, source.must_not_have, source.paused) == (None, [], False)
    assert not source.issues.exists()
    assert source.full_text == "feed"


def test_a_source_followed_already_is_not_added_twice(source: Source) -> None:
    with pytest.raises(CommandError, match="followed already"):
        call_command("add_source", source.url, "--yes")
    assert Source.objects.count() == 1


def test_outlets_whose_names_have_no_latin_letter_are_told_apart() -> None:
    first, other = outlet_named("Новости", "https://a.example/feed"), outlet_named("Вести", "https://a.example/feed")
    assert (first.slug, other.slug) == ("a-example", "a-example-2")
    assert outlet_named("новости ", "https://b.example/") == first
    assert Outlet.objects.count() == 2


def test_an_outlet_can_be_named_by_its_slug() -> None:
    outlet = make_outlet("Gull Cove Beacon")
    assert outlet_named(outlet.slug, "https://a.example/feed") == outlet


def test_hosts_in_other_letters_are_outlets_of_their_own() -> None:
    first, other = outlet_for("https://новости.example/", ""), outlet_for("https://вести.example/", "")
    assert first != other


def test_all_that_is_followed_goes_out_and_comes_back_with_its_outlet(tmp_path: Any, capsys: Any) -> None:
    outlet = make_outlet("Gull Cove Beacon", url="https://beacon.example/")
    make_source(outlet, url="https://beacon.example/feed")
    make_source(outlet, url="https://beacon.example/news", kind="page", selector="main a")
    make_source(outlet, url="https://beacon.example/map.xml", kind="sitemap")
    before = set(Source.objects.values_list("url", "kind", "selector", "outlet__name"))
    call_command("export_opml")
    file = tmp_path / "feeds.opml"
    said = capsys.readouterr()
    assert "2 section pages and sitemaps" in said.err
    assert "Gull Cove Beacon: /feed" in said.out
    file.write_text(said.out)
    Source.objects.all().delete()
    call_command("import_opml", str(file))
    assert set(Source.objects.values_list("url", "kind", "selector", "outlet__name")) == before
