"""What there is to follow at an address, and how its newest story would be read."""

import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.ingestion.errors import RobotsForbidden
from stories.models import Source
from stories.sources.discover import AddingError, _is_without_connection, find_offer, preview, with_scheme
from tests.factories import make_place
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


def test_a_source_of_which_no_story_can_be_read_is_refused_with_the_reasons(site: Site, capsys: Any) -> None:
    site.pages["/1.html"], site.pages["/2.html"] = page(b"", 403), PDF
    with pytest.raises(CommandError, match="--full-text feed"):
        call_command("add_source", site.url("/feed"), "--yes")
    said = capsys.readouterr().err
    assert "403" in said
    assert "PDF" in said
    assert not Source.objects.exists()


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


def test_a_site_typed_without_a_scheme_is_asked_in_the_open_where_it_has_no_other_way(site: Site) -> None:
    assert find_offer(f"127.0.0.1:{site.port}/feed").url == site.url("/feed")
    with pytest.raises(AddingError):
        find_offer(f"https://127.0.0.1:{site.port}/feed")


def test_what_a_site_answers_over_a_secure_connection_is_not_asked_for_in_the_open(site: Site) -> None:
    site.pages["/feed"] = page(b"", 404)
    with pytest.raises(AddingError, match="answered 404"):
        find_offer(f"127.0.0.1:{site.port}/feed")
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /")
    assert not _is_without_connection(RobotsForbidden("https://ledger.example/"))
    assert _is_without_connection(RobotsForbidden("https://ledger.example/", unreadable_because="TLS"))


def home(site: Site, body: str) -> None:
    site.pages["/"] = page(f"<html><body>{body}</body></html>".encode(), Content_Type="text/html")


@pytest.mark.parametrize("link", [
    '<a href="/x/48">RSS</a>', '<a href="/x/48"><img src=i.png alt="RSS feed"></a>',
    '<a href="/x/48" title="News feed">+</a>',
    '<a href="http://[bad">RSS</a><a href="/x/48">Subscribe by RSS</a>',
])  # fmt: skip
def test_a_link_called_rss_leads_to_the_feed_whatever_its_address(site: Site, link: str) -> None:
    home(site, link)
    site.pages["/x/48"] = site.pages["/feed"]
    assert find_offer(site.url("/")).url == site.url("/x/48")


def test_a_link_called_rss_may_lead_to_a_page_that_names_the_feeds(site: Site) -> None:
    home(site, '<a href="/service">RSS</a>')
    site.pages["/service"] = page(b'<html><body><a href="/feed">Council</a></body></html>', Content_Type="text/html")
    assert find_offer(site.url("/")).url == site.url("/feed")


def test_a_site_whose_feeds_name_each_other_in_a_circle_is_given_up(site: Site) -> None:
    home(site, '<a href="/service">RSS</a>')
    site.pages["/service"] = page(b'<html><body><a href="/">RSS</a><a href="/service">RSS</a></body></html>')
    with pytest.raises(AddingError, match="no feed and no links"):
        find_offer(site.url("/"))
    assert len(site.requests) < 12


URLSET = "<urlset>{}</urlset>"


@pytest.mark.parametrize("body", ["", '<html><body><div id="app"></div></body></html>'])
@pytest.mark.parametrize("named", [True, False])
def test_a_home_page_of_nothing_but_a_program_is_followed_by_its_sitemap(site: Site, body: str, named: bool) -> None:
    site.pages["/"] = page(body.encode(), Content_Type="text/html")
    del site.pages["/feed"]
    urls = "".join(f"<url><loc>{site.url(f'/{n}.html')}</loc></url>" for n in (1, 2))
    site.pages["/maps/news.xml" if named else "/sitemap.xml"] = page(URLSET.format(urls).encode())
    if named:
        theirs = "Sitemap: https://elsewhere.example/news.xml\nSitemap: javascript:x\n"
        maps = "".join(f"Sitemap: {site.url(path)}\n" for path in ("/all.xml", "/maps/news.xml"))
        site.pages["/robots.txt"] = page(f"{theirs}{maps}".encode())
    offer = find_offer(site.url("/"))
    assert (offer.kind, len(offer.stories)) == ("sitemap", 2)
    assert "/all.xml" not in [request.path for request in site.requests]


def test_a_file_of_a_calendars_type_that_is_none_is_told_as_what_it_is(site: Site) -> None:
    for number, (body, kind) in enumerate([(b"BEGIN:VCARD\r\nEND:VCARD", ""), (b"x", "text/calendar")]):
        site.pages[f"/{number}.ics"] = page(body, Content_Type=kind)
        with pytest.raises(AddingError, match="calendar"):
            find_offer(site.url(f"/{number}.ics"))


def test_a_site_is_asked_with_the_headers_that_its_source_will_have(site: Site) -> None:
    home(site, '<a href="/feed">RSS</a>')
    find_offer(site.url("/"), request_headers={"X-Key": "1"})
    asked = {request.path: request.headers.get("X-Key") for request in site.requests}
    assert (asked["/"], asked["/feed"]) == ("1", "1")


def test_the_story_shown_is_one_that_the_rules_take(site: Site) -> None:
    shown = preview(find_offer(site.url("/feed")), url_rules=["not /2"]).page
    assert shown
    assert shown.title == "Story 1 of the pier"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ledger.example", "https://ledger.example"),
        ("feed://ledger.example", "http://ledger.example"),
        ("http://ledger.example/x", "http://ledger.example/x"),
    ],
)
def test_an_address_without_a_scheme_means_https(typed: str, meant: str) -> None:
    assert with_scheme(typed) == meant


ICS = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:%s\r\nSUMMARY:City Council\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
LEGISTAR = (
    '<table class="rgMasterTable" id="gridCalendar"><tr><th class="rgHeader">Name</th>'
    '<th class="rgHeader">Meeting Date</th></tr><tr class="rgRow"><td>City Council</td><td>{}</td></tr></table>'
)
CIVICPLUS = (
    '<h2>City Council</h2><table><tr class="catAgendaRow"><td><a href="/AgendaCenter/ViewFile/Agenda/_{}-7">A</a></td>'
    "</tr></table>"
)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(days=9)


def calendars(site: Site) -> dict[str, str]:
    """A calendar of each kind, by its kind, at its address."""
    day = soon()
    event = {"EventId": 1, "EventBodyName": "City Council", "EventDate": f"{day:%Y-%m-%d}T00:00:00"}
    pages = {
        "/council.ics": ("ical", ICS % f"{day:%Y%m%d}T180000".encode(), "text/calendar"),
        "/Calendar.aspx": ("legistar", LEGISTAR.format(f"{day:%m/%d/%Y}").encode(), "text/html"),
        "/v1/cove/Events?all=1": ("legistar_api", json.dumps([event]).encode(), "application/json"),
        "/v1/cove/Events/1/EventItems": ("", b"[]", "application/json"),
        "/AgendaCenter": ("civicplus", CIVICPLUS.format(f"{day:%m%d%Y}").encode(), "text/html"),
    }
    for path, (_, body, kind) in pages.items():
        site.pages[path] = page(body, Content_Type=kind)
    return {kind: path for path, (kind, _, _) in pages.items() if kind}


@pytest.mark.parametrize("kind", ["ical", "legistar", "legistar_api", "civicplus"])
def test_a_bodys_own_calendar_is_known_by_itself(site: Site, kind: str) -> None:
    offer = find_offer(site.url(calendars(site)[kind]))
    assert (offer.kind, offer.is_calendar, len(offer.stories)) == (kind, True, 1)
    assert offer.stories[0].title.startswith("City Council, ")
    assert preview(offer).page is None


@pytest.mark.parametrize("kind", ["ical", "legistar", "civicplus"])
def test_a_page_that_only_links_to_a_calendar_leads_to_it(site: Site, kind: str) -> None:
    path = calendars(site)[kind]
    home(site, f'<p>Welcome</p><a href="{path}">Meetings</a> <a href="/about">About the town</a>')
    offer = find_offer(site.url("/"))
    assert (offer.kind, offer.url) == (kind, site.url(path))


def test_a_webcal_address_on_a_host_without_a_secure_way_is_followed_in_the_open(local_site: Site) -> None:
    path = calendars(local_site)["ical"]
    subscribe = local_site.url(path).replace("http://", "webcal://")
    home(local_site, f'<p>Welcome</p><a href="{subscribe}">Subscribe</a>')
    assert find_offer(local_site.url("/")).url == local_site.url(path)
    assert find_offer(subscribe).url == local_site.url(path)


def test_a_news_site_with_a_calendar_of_events_is_followed_by_its_feed(site: Site) -> None:
    path = calendars(site)["ical"]
    home(site, f'<a href="{path}">Events</a><a href="/feed">RSS</a>')
    assert find_offer(site.url("/")).kind == "feed"
    assert path not in [request.path for request in site.requests]
    assert find_offer(site.url("/"), kind="ical").url == site.url(path)


def test_a_page_without_the_kind_of_calendar_that_is_wished_offers_none(site: Site) -> None:
    home(site, "<p>Welcome</p>")
    with pytest.raises(AddingError, match="no feed and no links"):
        find_offer(site.url("/"), kind="civicplus")


def test_a_calendar_is_followed_as_an_official_record_of_its_place(site: Site, capsys: Any) -> None:
    url, place = site.url(calendars(site)["ical"]), make_place("Gull Cove")
    call_command("add_source", url, "--outlet", "Gull Cove City Council", "--place", place.slug, "--yes")
    source = Source.objects.get()
    assert (source.kind, source.rank, source.outlet.place) == ("ical", "record", place)
    said = capsys.readouterr().out
    assert "A calendar (iCalendar) at" in said
    assert "with 1 meeting ahead" in said
    call_command("add_source", url, "--preview", "--minutes", "60")
    assert "Nothing was changed." in capsys.readouterr().out


def test_a_calendar_of_nowhere_is_not_followed(site: Site) -> None:
    with pytest.raises(CommandError, match="--place"):
        call_command("add_source", site.url(calendars(site)["ical"]), "--outlet", "A council", "--yes")
    assert not Source.objects.exists()
