"""The cases of ../shared/cases/ingestion: what each must give, a test a row, by the id that the row has there.

A case that is still wrong stands in WRONG and is expected to fail; whoever mends it takes it out, or its test fails.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stories.ingestion import intake, poll
from stories.ingestion.feeds.feed import Feed
from stories.ingestion.feeds.read import read as read_feed
from stories.ingestion.pages.errors import BotWall, CookieWall, NotAPage, PageError
from stories.ingestion.pages.page import Access, Page
from stories.ingestion.pages.read import read as read_page
from stories.models import Article, Entry, Source
from tests.factories import NOW, make_outlet, make_place, make_source
from tests.stories.ingestion.beacon import story
from tests.stories.ingestion.samples import item, rss
from tests.stories.ingestion.web import Page as Answer
from tests.stories.ingestion.web import Site, page, redirect

CASES = Path(__file__).parents[4] / "shared" / "cases" / "ingestion"
STORY = "https://ledger.example/news/bridge-plan/"
PARAGRAPHS = (
    "The Harrow City Council will vote", "Council member Luis Peña", "Public works director", "Residents of the east",
    "The council’s finance committee", "A study paid for by the county",
)  # fmt: skip
RSS = "application/rss+xml"
tested: set[str] = set()

# Cases that are not right yet; none today.
WRONG: frozenset[str] = frozenset()


def case(name: str) -> pytest.MarkDecorator:
    """Marks the test of one case, which must fail while the case is wrong."""
    tested.add(name)
    return pytest.mark.xfail(name in WRONG, reason="still wrong", strict=True)


def cases(ids: Iterable[str]) -> list[object]:
    return [pytest.param(name, id=name, marks=case(name)) for name in ids]


def given(kind: str, name: str, suffix: str) -> bytes:
    """The input of a case; skips where it is not there."""
    path = CASES / kind / f"{name}.{suffix}"
    if not path.exists():
        pytest.skip("../shared/cases/ingestion is not beside the project")
    return path.read_bytes()


# Feeds


def titled(*titles: str) -> Callable[[Feed], bool]:
    return lambda feed: [entry.title for entry in feed.entries] == list(titles)


def counted(entries: int) -> Callable[[Feed], bool]:
    return lambda feed: len(feed.entries) == entries


def at(url: str) -> Callable[[Feed], bool]:
    return lambda feed: [entry.url for entry in feed.entries] == [url]


def dated(utc: str) -> Callable[[Feed], bool]:
    """The first entry's time in UTC, as far as it is said."""

    def check(feed: Feed) -> bool:
        moment = feed.entries[0].published_at
        return moment is not None and moment.astimezone(UTC).isoformat().startswith(utc)

    return check


def undated(*places: int) -> Callable[[Feed], bool]:
    return lambda feed: [n for n, entry in enumerate(feed.entries) if entry.published_at is None] == list(places)


def both(*checks: Callable[[Feed], bool]) -> Callable[[Feed], bool]:
    return lambda feed: all(check(feed) for check in checks)


FEEDS: dict[str, Callable[[Feed], bool]] = {
    "f01": titled("Mayor to axe 'Free Ride' day"),
    "f03": titled("Council sets March hearing"),
    "f04": at("https://ledger.example/ongoing/When/2026/03/03/Bridge-Vote"),
    "f06": lambda feed: len({entry.id for entry in feed.entries}) == 10,
    "f07": dated("2026-03-04T03:30"),
    "f08": dated("2026-04-30T06:57"),
    "f09": lambda feed: f"{feed.entries[0].published_at:%F %R}" == "2026-06-29 15:07",
    "f10": dated("2026-03-05T06:01"),
    "f11": lambda feed: undated(0)(feed) or dated("2026-03-02")(feed),
    "f13": counted(1),
    "f14": counted(1),
    "f15b": counted(1),
    "f16": lambda feed: len(feed.entries) == 1 and not re.search("[Ã�]|â€", feed.entries[0].title),
    "f16b": titled("Someone’s ballot"),
    "f17": titled("Peña – “no” vote"),
    "f19": both(at("https://ledger.example/a/hearing-1.html"), dated("2026-03-11T17:22")),
    "f20": titled("Council sets hearing"),
    "f20b": both(titled("Council sets hearing"), at("https://ledger.example/n/1")),
    "f21": titled("Council sets hearing"),
    "f22": titled("Council sets hearing"),
    "f23": lambda feed: feed.title == "Harrow Ledger",
    "f23b": lambda feed: feed.title == "Harrow Ledger",
    "f25": both(counted(2), undated(0, 1)),
    "f25b": both(counted(3), undated(1)),
    "f26": counted(1),
    "f27": titled("Muñoz out"),
    "f27b": titled("Muñoz out"),
    "f28": dated("2026-03-04T00:05"),
    "f29": titled("Jenny’s ward letter & notes"),
    "f31": at("https://ledger.example/articles/26/03/hearing"),
    "f32": at("https://harrow.legistar.com/MeetingDetail.aspx?ID=1200001&GUID=3EC5EB40-64B1-43BA-BDA6-4C1BFC7143B0"),
    "f33": lambda feed: len({entry.id for entry in feed.entries}) == 2,
}
SERVED_AS = {"f13": "text/html", "f16b": "", "f27b": f"{RSS}; charset=utf-8; charset=utf-8"}


@pytest.mark.parametrize("name", cases(FEEDS))
def test_a_feed_gives_what_its_case_says(name: str) -> None:
    feed = read_feed(given("feeds", name, "xml"), "https://ledger.example/ongoing/feed.xml", SERVED_AS.get(name, RSS))
    assert FEEDS[name](feed)


@case("f34")
def test_of_a_huge_feed_with_its_oldest_first_the_newest_are_read() -> None:
    days = [NOW - timedelta(hours=5000 - n) for n in range(5000)]
    feed = read_feed(rss("".join(item(n, pubDate=f"{day:%a, %d %b %Y %T} +0000") for n, day in enumerate(days))))
    assert (len(feed.entries), feed.truncated) == (1000, True)
    assert max(entry.published_at for entry in feed.entries if entry.published_at) == days[-1]


# Pages


def by(*people: str, agency: str = "") -> Callable[[Page], bool]:
    return lambda read: (read.byline, read.agency) == (people, agency)


def holds(*lines: str, lacks: tuple[str, ...] = (), access: str = "") -> Callable[[Page], bool]:
    def check(read: Page) -> bool:
        told = all(line in read.text for line in lines) and not any(line in read.text for line in lacks)
        return told and access in ("", read.access)

    return check


whole = holds(*PARAGRAPHS, access="full")
brief = holds("The council meets Tuesday at 6 p.m.", "Residents may speak", lacks=("ookie", "CAPTCHA"))
PAGES: dict[str, Callable[[Page], bool]] = {
    "p01": by("ABBY GOODWIN", "TOM KAPLAN", "ROBERT PEREZ"),
    "p02": by("Devin Cole"),
    "p03": by("Maggie Hale", "Shane Gold", "Mike Crow"),
    "p05": by("John Smit"),
    "p06": by("Laura Topol"),
    "p07": by("Sarah Gooding"),
    "p07b": by("Sarah Gooding"),
    "p08": by("David Carn", "Steve Gutt"),
    "p09b": by("Aaron Burch"),
    "p10": by("JANE DOLAN", agency="Associated Press"),
    "p15": whole,
    "p15b": whole,
    "p16": holds("Peña voted no on the bonds.", "Falk voted yes on the bonds.", "Orr | Yes", "Vance | No"),
    "p16b": lambda read: whole(read) and len(read.text.split("\n\n")) == 6,
    "p18": lambda read: read.access == Access.PARTIAL,
    "p23": lambda read: whole(read) and "Subscribe" not in read.text and read.canonical_url == STORY,
    "p24": holds(*PARAGRAPHS, lacks=("school board", "Lund", "six forums"), access="full"),
    "p26": whole,
    "p27": lambda read: [read.text[a:b] for a, b in read.headings] == ["What happens next, officials say"],
    "p28": whole,
    "p29": lambda read: len([part for part in read.live_parts if part.published_at]) == 6,
    "p31": holds(*PARAGRAPHS[:3], lacks=("paid subscriber", "Sign in"), access="paywalled"),
    "p33": lambda read: read.access == Access.PAYWALLED,
    "p35": holds(*PARAGRAPHS, lacks=("Read Next", "Top school chief", "flood of 2019", "originally published")),
    "p36": whole,
    "p37": lambda read: "3/10/2026" in read.title and holds(*(f"second reading {n}" for n in range(1, 9)))(read),
    "p38": by("Nora Eck"),
    "p39": lambda read: read.canonical_url == STORY,
    "x01": holds(*PARAGRAPHS, "Vote: December 15, 2026 at 6 p.m."),
    "x02": holds(*PARAGRAPHS, "The vote is December 15, 2026, at 6 p.m."),
    "x04": holds(*PARAGRAPHS, "Updated: The vote is now March 10, 2026"),
    "x06": holds(*PARAGRAPHS, "More on the March 10 vote: it needs four of seven members"),
    "x10": brief,
    "x12": brief,
    "x30": by("Jane Dolan"),
    "x32": by("JANE DOLAN", agency="Associated Press"),
    "x33": by("Jane Dolan"),
    "x35": by("Jane Dolan"),
    "x36": by(),
    "x38": by("Jane Dolan"),
}
# A page that is no whole story: refused with this reason, or read and marked partial where that will do.
REFUSED: dict[str, type[PageError]] = {
    "p19": PageError, "p20": BotWall, "p20b": PageError, "p20d": PageError, "p21": PageError, "p22": CookieWall,
    "p30": NotAPage,
}  # fmt: skip
# On the clock of a paper in Chicago, as far as it is said.
PRINTED = {
    "p11": "2026-03-03T18:05:00-06:00",
    "p12": None,
    "p12b": None,
    "p13": "2026-03-03T21:30:00-06:00",
    "p13b": "2026-03-03T21:30:00-06:00",
    "p13c": "2026-03-03",
    "p14": None,
    "x20": "2026-03-05",
    "x22": None,
    "x23": "2026-03-05T18:05:00-06:00",
    "x25": None,
    "x26": "2026-03-05T18:05:00-06:00",
}


@pytest.mark.parametrize("name", cases(PAGES))
def test_a_page_gives_what_its_case_says(name: str) -> None:
    assert PAGES[name](read_page(given("pages", name, "html"), STORY, "text/html"))


@pytest.mark.parametrize("name", cases(REFUSED))
def test_what_is_no_whole_story_is_refused_or_marked(name: str) -> None:
    body, refusal = given("pages", name, "html"), None
    try:
        marked = read_page(body, STORY, "text/html").access != Access.FULL
    except PageError as error:
        marked, refusal = False, error
    assert isinstance(refusal, REFUSED[name]) or (marked and name in ("p19", "p21"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", cases(PRINTED))
def test_a_page_was_printed_when_its_case_says(name: str, local_site: Site) -> None:
    article, expected = take_in(local_site, html(given("pages", name, "html"))).article, PRINTED[name]
    assert article
    local = article.published_local
    assert local is None if expected is None else (local and local.isoformat().startswith(expected))


# Sites


def lists(*items: str) -> Answer:
    return page(rss("".join(items)), Content_Type=RSS)


def chicago_source(site: Site) -> Source:
    place = make_place(time_zone="America/Chicago", ocd_division_id="ocd-division/country:us/state:il/place:harrow")
    return make_source(make_outlet(place=place), url=site.url("/feed"), place=place)


def take_all_in(source: Source, later: timedelta = timedelta(0)) -> None:
    poll.poll(source, NOW + later)
    for entry in Entry.objects.due(NOW + later).filter(source=source).order_by("id"):
        intake.take_in(entry, NOW + later)


def take_in(site: Site, answer: Answer, path: str = "/story.html", pub_date: str = "") -> Entry:
    """Takes in what this answer gives as a source's only story."""
    site.pages[path] = answer
    site.pages["/feed"] = lists(item(link=site.url(path), guid=path, pubDate=pub_date, description=""))
    take_all_in(chicago_source(site))
    return Entry.objects.get()


def html(body: bytes, status: int = 200) -> Answer:
    return page(body, status, Content_Type="text/html; charset=utf-8")


@case("f12")
@pytest.mark.django_db
def test_a_feeds_time_without_a_zone_is_its_places(local_site: Site) -> None:
    source = chicago_source(local_site)
    local_site.pages["/feed"] = page(given("feeds", "f12", "xml"), Content_Type=RSS)
    poll.poll(source, NOW)
    moment = source.entries.get().published_at
    assert moment is None or moment.astimezone(UTC).isoformat() == "2026-03-04T03:30:00+00:00"


@case("q01")
@pytest.mark.django_db
def test_a_server_that_says_not_modified_hides_a_new_story_for_less_than_a_day(local_site: Site) -> None:
    stories, lie = [item(1)], {"Last_Modified": "Fri, 01 Mar 2041 10:00:00 GMT", "Content_Type": RSS}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        conditional = {"If-Modified-Since", "If-None-Match"} & set(handler.headers)
        (page(b"", 304, **lie) if conditional else page(rss("".join(stories)), **lie))(handler)

    local_site.pages["/feed"], source = answer, chicago_source(local_site)
    for hours in (0, 6, 12, 18):
        poll.poll(source, NOW + timedelta(hours=hours))
        stories[1:] = [item(2)]
    assert source.entries.count() == 2


@case("q02")
@pytest.mark.django_db
def test_a_story_with_a_new_headline_address_and_guid_is_one_story(local_site: Site) -> None:
    old, new = local_site.url("/bridge-plan.html"), local_site.url("/council-votes.html")
    take_in(local_site, html(story(1)), "/bridge-plan.html")
    renamed = story(1).replace(b"Story 1 of the pier", b"Council of Gull Cove votes for the pier")
    local_site.pages["/bridge-plan.html"] = redirect(new, 301)
    local_site.pages["/council-votes.html"] = html(renamed)
    local_site.pages["/feed"] = lists(item(1, title="Council votes", link=new, guid="anew"))
    take_all_in(Source.objects.get(), timedelta(hours=2))
    assert old != new
    assert Article.objects.get().versions.count() == 2


@case("q04")
@pytest.mark.django_db
def test_a_feeds_own_time_beats_a_guess_from_the_address(local_site: Site) -> None:
    body = re.sub(rb"<time.*?</time>", b"", given("pages", "p07", "html"))
    article = take_in(local_site, html(body), "/2026/03/06/bridge/", "Tue, 03 Mar 2026 18:05:00 -0600").article
    assert article
    assert article.published_local
    assert article.published_local.isoformat() == "2026-03-03T18:05:00-06:00"


@case("q06")
@pytest.mark.django_db
def test_not_found_at_first_sight_is_no_story(local_site: Site) -> None:
    entry = take_in(local_site, html(given("pages", "p21", "html")))
    assert entry.problem or (entry.article and (entry.article.partial or entry.article.vanished_at))


@case("q07")
@pytest.mark.django_db
def test_a_refusal_by_status_is_told_and_tried_later(local_site: Site) -> None:
    entry = take_in(local_site, html(given("pages", "p20b", "html"), 403))
    assert (entry.state, "403" in entry.problem, entry.next_try_at > NOW) == ("due", True, True)


@case("q08")
@pytest.mark.django_db
def test_a_page_that_leads_to_a_request_for_consent_is_no_story(local_site: Site) -> None:
    local_site.pages["/consent?continue=story"] = html(given("pages", "p22", "html"))
    entry = take_in(local_site, redirect("/consent?continue=story"))
    assert not Article.objects.exists()
    assert "cookies" in entry.problem


@case("q11")
@pytest.mark.django_db
def test_a_calendar_is_a_kind_of_source_or_plainly_none(local_site: Site) -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260310T180000\r\nSUMMARY:City Council\r\nEND:VEVENT\r\n"
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n{event}END:VCALENDAR\r\n".encode()
    local_site.pages["/meetings.ics"] = page(body, Content_Type="text/calendar")
    try:
        call_command("add_source", local_site.url("/meetings.ics"), "--yes")
        said = Source.objects.get().kind
    except CommandError as error:
        said = str(error)
    assert "calendar" in said


@case("q12")
@pytest.mark.django_db
def test_a_home_page_without_links_is_followed_by_its_sitemap(local_site: Site) -> None:
    pages, paths = local_site.pages, [f"/news/{n}.html" for n in (1, 2)]
    pages.update({path: html(story(n)) for n, path in enumerate(paths)})
    pages["/"] = html(b'<html><body><div id="root"></div></body></html>')
    index = f"<sitemapindex><sitemap><loc>{local_site.url('/news.xml')}</loc></sitemap></sitemapindex>"
    urls = "".join(f"<url><loc>{local_site.url(path)}</loc><lastmod>2026-03-09</lastmod></url>" for path in paths)
    pages["/sitemap.xml"] = page(index.encode(), Content_Type="text/xml")
    pages["/news.xml"] = page(f"<urlset>{urls}</urlset>".encode(), Content_Type="text/xml")
    call_command("add_source", local_site.url("/"), "--yes")
    assert Source.objects.get().kind == "sitemap"


@case("q14")
@pytest.mark.django_db
def test_the_feed_of_stories_is_found_behind_the_one_of_comments(local_site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="Ledger » {}" href="{}">'
    head = link.format("Comments Feed", "/comments/feed/") + link.format("Feed", "/posts/feed/")
    local_site.pages["/"] = html(f"<html><head>{head}</head><body>Ledger</body></html>".encode())
    local_site.pages["/comments/feed/"] = lists(item(1, title="On a story", link=local_site.url("/1.html#c1")))
    local_site.pages["/posts/feed/"] = lists(item(1, link=local_site.url("/1.html")))
    local_site.pages["/1.html"] = html(story(1))
    call_command("add_source", local_site.url("/"), "--yes")
    assert Source.objects.get().url == local_site.url("/posts/feed/")


@case("q15")
@pytest.mark.django_db
def test_a_list_of_feeds_is_followed_each_once_and_what_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = make_source(url="https://ledger.example/feed")
    outlines = (
        '<outline type="include" text="More" xmlUrl="https://lists.example/more.opml"/>'
        '<outline type="rss" text="Beacon" xmlUrl="feed://beacon.example/rss"/>'
        '<outline type="rss" text="Ledger" xmlUrl="https://ledger.example/feed?utm_source=reader"/>'
    )
    file = tmp_path / "feeds.opml"
    file.write_text(f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>')
    call_command("import_opml", str(file))
    (source,) = Source.objects.exclude(pk=known.pk)
    assert source.url.partition(":")[2] == "//beacon.example/rss"
    told = "".join(capsys.readouterr())
    assert "lists.example/more.opml" in told


@case("q17")
@pytest.mark.django_db
def test_a_backfill_tells_of_each_line_that_gives_no_story(
    local_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(local_site, html(story(1)))
    local_site.pages["/2.html"] = html(story(2))
    local_site.pages["/agenda.pdf"] = page(given("pages", "p30", "html"), Content_Type="application/pdf")
    lines = ["rubbish", local_site.url("/agenda.pdf"), local_site.url("/story.html"), local_site.url("/2.html")]
    (tmp_path / "urls").write_text("\n".join(lines))
    with pytest.raises(CommandError):
        call_command("backfill", str(Source.objects.get().pk), str(tmp_path / "urls"))
    told = capsys.readouterr().err
    assert all(line in told for line in ("rubbish: ", "/agenda.pdf: This is a PDF"))
    assert Article.objects.count() == 2


@case("q18")
@pytest.mark.django_db
def test_a_host_that_speaks_no_tls_is_asked_without(local_site: Site) -> None:
    local_site.pages["/feed"] = lists(item(1, link=local_site.url("/1.html")))
    local_site.pages["/1.html"] = html(story(1))
    call_command("add_source", f"127.0.0.1:{local_site.port}/feed", "--yes")
    assert Source.objects.get().url == local_site.url("/feed")


def test_every_case_has_its_test() -> None:
    table = CASES / "README.md"
    if not table.exists():
        pytest.skip("../shared/cases/ingestion is not beside the project")
    assert tested == set(re.findall(r"^\| ([a-z]\d\d[a-z]?) \|", table.read_text(encoding="utf-8"), re.M))
