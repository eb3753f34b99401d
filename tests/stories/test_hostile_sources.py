"""Feeds and pages that mean harm, over real HTTP, as far as the database and the desk: nothing lost, hung or run."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from stories.ingestion import fetcher, intake, poll
from stories.models import Article, Entry, Source
from tests.factories import NOW, make_source
from tests.patience import working_at_most
from tests.stories.ingestion.beacon import story
from tests.stories.ingestion.web import Site, page, serve

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
MEBIBYTE = 1024 * 1024


@pytest.fixture
def site(local_site: Site) -> Site:
    local_site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    for number in range(1, 10):
        local_site.pages[f"/{number}.html"] = page(story(number), Content_Type="text/html")
    return local_site


def item(title: str = "Pier", guid: str = "", link: str = "", more: str = "") -> str:
    return f"<item><title>{title}</title><guid>{guid or link}</guid><link>{link}</link>{more}</item>"


def polled(site: Site, *items: str, path: str = "/feed", **fields: Any) -> Source:
    """A source whose feed has these items, polled once and its stories taken in."""
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    site.pages[path] = page(body.encode("utf-8", "surrogatepass"), Content_Type="application/rss+xml")
    source = make_source(url=site.url(path), **fields)
    poll.poll(source, NOW)
    for entry in Entry.objects.due(NOW).filter(source=source).order_by("id")[:20]:
        intake.take_in(entry, NOW)
    return source


def shown(article: Article, client: Client) -> str:
    """The story on the desk and in public."""
    client.force_login(User.objects.get_or_create(username="curator", is_superuser=True)[0])
    urls = [reverse("desk-story", args=[article.pk]), article.get_absolute_url()]
    return "".join(client.get(url).content.decode() for url in urls)


def test_two_stories_under_one_guid_are_both_taken_and_one_story_listed_twice_is_one(site: Site) -> None:
    """Some sites give all their items the same GUID; the link then tells them apart."""
    links = [site.url(f"/{number}.html") for number in (1, 2, 2)]
    source = polled(site, *(item(guid="same", link=link) for link in links))
    poll.poll(source, NOW)
    assert source.entries.count() == 2
    assert Article.objects.count() == 2


def test_a_guid_of_another_source_takes_nothing_from_it(site: Site) -> None:
    first = polled(site, item(guid="tag:1", link=site.url("/1.html")))
    thief = polled(site, item("Mine now", "tag:1", site.url("/2.html")), path="/thief")
    assert first.entries.get().article.title == "Story 1 of the pier"
    assert thief.entries.get().article.title == "Story 2 of the pier"


def test_a_source_cannot_rewrite_another_outlets_story_by_calling_it_its_own(site: Site) -> None:
    """The address counts that was fetched where the page names another host's as its canonical one."""
    victim = polled(site, item(link=site.url("/1.html"))).entries.get().article
    with serve() as other:
        other.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
        false = story(7, "Lies about the pier.").replace(
            b"<head>", f'<head><link rel="canonical" href="{site.url("/1.html")}">'.encode()
        )
        other.pages["/7.html"] = page(false, Content_Type="text/html")
        from django.conf import settings

        settings.FETCH_LOOPBACK_PORTS = [site.port, other.port]
        fetcher.polite_fetcher.cache_clear()
        polled(site, item(link=other.url("/7.html")), path="/other")
    assert victim.versions.count() == 1
    assert "Lies" not in victim.versions.get().text
    assert Article.objects.count() == 2


def test_of_a_hundred_thousand_entries_a_bounded_number_is_taken_in_bounded_time(site: Site) -> None:
    items = [f"<item><link>{site.url(f'/{n}')}</link></item>" for n in range(100_000)]
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()
    assert len(body) < 10_000_000
    site.pages["/feed"] = page(body, Content_Type="application/rss+xml")
    source = make_source(url=site.url("/feed"))
    with working_at_most(10):
        poll.poll(source, NOW)
    assert 0 < source.entries.count() <= 2000


@pytest.mark.parametrize(
    "date",
    ["Mon, 01 Jan 0000 00:00:00 GMT", "0000-00-00T00:00:00Z", "Fri, 31 Dec 9999 23:59:59 -1200",
     "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "yesterday", "Tue, 10 Mar 2026 09:00:00", "-1"],
)  # fmt: skip
def test_a_date_that_cannot_be_does_not_stop_a_story(site: Site, date: str, client: Client) -> None:
    source = polled(site, item(link=site.url("/1.html"), more=f"<pubDate>{date}</pubDate>"))
    poll.poll(source, NOW + timedelta(hours=1))
    assert source.problem == ""
    assert NOW < source.next_poll_at < NOW + timedelta(days=2)
    assert source.entries.get().article is not None


@pytest.mark.parametrize("date", ["0000-00-00T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_page_of_an_impossible_date_is_stored_and_shown(site: Site, date: str, client: Client) -> None:
    site.pages["/1.html"] = page(
        story(1).replace(b"2026-03-09T11:00:00-05:00", date.encode()), Content_Type="text/html"
    )
    article = polled(site, item(link=site.url("/1.html"))).entries.get().article
    assert article is not None
    assert "Story 1 of the pier" in shown(article, client)


def test_a_title_of_many_megabytes_is_cut(site: Site) -> None:
    title = "Pier " * (3 * MEBIBYTE // 5)
    site.pages["/1.html"] = page(story(1).replace(b"Story 1 of the pier", title.encode()), Content_Type="text/html")
    entry = polled(site, item(title, "g", site.url("/1.html"))).entries.get()
    assert len(entry.title) <= 1000
    assert entry.article is None or len(entry.article.title) <= 1000


def test_nul_lone_surrogates_and_bidi_controls_do_no_harm(site: Site, client: Client) -> None:
    evil = "Pier\x00 \ud800 \u202egnp.exe\u202c"
    site.pages["/1.html"] = page(
        story(1).replace(b"Story 1 of the pier", evil.encode("utf-8", "surrogatepass")), Content_Type="text/html"
    )
    entry = polled(site, item(evil.replace("\x00", "&#0;"), "g\u202e", site.url("/1.html"))).entries.get()
    assert entry.article is not None
    assert "\x00" not in entry.article.title
    assert "\u202e" not in shown(entry.article, client)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,<b>hi</b>", "file:///etc/passwd", "http://127.1/", "http://2130706433/x",
     "http://169.254.169.254/latest/", "http://[::1]/", "http://user@127.0.0.1/", "gopher://127.0.0.1/",
     "//127.0.0.1:1/x", "http://127.0.0.1\\@outlet.example/", "vbscript:x", "http:///x"],
)  # fmt: skip
def test_a_link_that_leads_nowhere_good_is_never_asked(site: Site, link: str) -> None:
    polled(site, item(guid="g", link=link.replace("<", "&lt;")))
    assert {request.path for request in site.requests} == {"/robots.txt", "/feed"}
    assert not Article.objects.exists()


def test_nothing_of_a_page_is_markup_on_ours(site: Site, client: Client) -> None:
    told = {
        "@type": "NewsArticle",
        "headline": f"Pier {SCRIPT}",
        "author": {"@type": "Person", "name": f"A {SCRIPT} Quill"},
        "datePublished": "2026-03-09T09:00:00Z",
        "correction": f"Correction: {SCRIPT} was wrong.",
        "url": "javascript:alert(2)",
        "image": "javascript:alert(3)",
    }
    script = json.dumps(told).replace("</", "<\\/")
    evil = story(
        1, "He wrote &lt;script&gt;alert(1)&lt;/script&gt; and &lt;img src=x onerror=alert(4)&gt; on the wall."
    )
    head = (
        f'<link rel="canonical" href="javascript:alert(5)"><script type="application/ld+json">{script}</script></head>'
    )
    site.pages["/1.html"] = page(evil.replace(b"</head>", head.encode()), Content_Type="text/html")
    article = polled(site, item(f"<![CDATA[Pier {SCRIPT}]]>", "g", site.url("/1.html"))).entries.get().article
    html = shown(article, client)
    assert SCRIPT not in html
    assert "<img src=x" not in html
    assert 'href="javascript:' not in html
    assert article.url == site.url("/1.html")
    assert not article.image_url.startswith("javascript")


def test_what_a_server_says_of_its_failure_is_told_without_its_markup(site: Site) -> None:
    site.pages["/feed"] = page(SCRIPT.encode() * 50, 500, X_Why=SCRIPT)
    source = make_source(url=site.url("/feed"))
    poll.poll(source, NOW)
    assert "500" in source.problem
    assert "<script" not in source.problem


FILE = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>'
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>Please accept cookies</body></html>", b'{"version": 1}', b"\x1f\x8b broken", b"\xff\xfe\x00",
     FILE, LAUGHS, b"<rss>" * 200_000],
)  # fmt: skip
def test_what_is_no_feed_is_told_and_the_other_sources_go_on(site: Site, body: bytes) -> None:
    site.pages["/bad"] = page(body, Content_Type="application/rss+xml")
    bad = make_source(url=site.url("/bad"))
    poll.poll(bad, NOW)
    assert not bad.entries.exists()
    assert "root:" not in bad.problem
    assert polled(site, item(link=site.url("/1.html"))).entries.get().article is not None
