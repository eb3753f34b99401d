"""Sources polled over real HTTP: nothing missed, nothing twice, and every failure in plain words."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stories.ingestion import intake, poll, reread
from stories.jobs.leases import LEASE, claim
from stories.models import Article, Entry, Source
from stories.sources.health import alarm
from tests.factories import NOW, make_article, make_body, make_issue, make_place, make_source, make_vote
from tests.stories.ingestion.web import Site, page, redirect

pytestmark = pytest.mark.django_db


def story(number: int, words: str = "The council of Gull Cove will vote on the pier on March 17.") -> bytes:
    body = "".join(
        f"<p>{words} This is paragraph {n} of story {number}, and it has words enough.</p>" for n in range(6)
    )
    return (
        f"<html lang=en><head><title>Story {number} of the pier</title>"
        f'<meta property="article:published_time" content="2026-03-09T1{number % 10}:00:00-05:00"></head>'
        f"<body><article><h1>Story {number} of the pier</h1>{body}</article></body></html>"
    ).encode()


def rss(site: Site, *numbers: int) -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><guid>story-{n}</guid><link>{site.url(f'/{n}.html')}</link>"
        f"<pubDate>Mon, 09 Mar 2026 1{n % 10}:00:00 -0500</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Beacon</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site(local_site: Site) -> Site:
    local_site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    for number in range(1, 4):
        local_site.pages[f"/{number}.html"] = page(story(number), Content_Type="text/html")
    local_site.pages["/feed"] = page(rss(local_site, 1, 2), Content_Type="application/rss+xml", ETag='"one"')
    return local_site


@pytest.fixture
def source(site: Site) -> Source:
    return make_source(url=site.url("/feed"))


def take_all_in(source: Source) -> None:
    for entry in Entry.objects.due(NOW).filter(source=source).order_by("id"):
        intake.take_in(entry, NOW)


def test_new_entries_become_stored_stories(source: Source) -> None:
    assert poll.poll(source, NOW) == 2
    take_all_in(source)
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Story 1 of the pier", "Story 2 of the pier"]
    assert not Entry.objects.due(NOW).exists()


def test_polling_again_takes_nothing_twice(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    site.pages["/feed"] = page(rss(site, 1, 2, 3))
    assert poll.poll(source, NOW) == 1
    take_all_in(source)
    assert Article.objects.count() == 3


def test_an_unchanged_source_costs_one_conditional_request(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    site.pages["/feed"] = page(b"", 304)
    before = len(site.requests)
    poll.poll(source, NOW)
    (asked,) = site.requests[before:]
    assert asked.headers["If-None-Match"] == '"one"'
    assert source.problem == ""


def test_a_server_that_ignores_conditions_is_seen_through_by_the_body(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(rss(site, 1, 2))
    poll.poll(source, NOW)
    said: list[str] = []
    assert poll.poll(source, NOW, said.append) == 0
    assert "It has not changed." in said


def test_a_failure_is_told_in_plain_words_and_backs_off(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"oops", 500)
    poll.poll(source, NOW)
    first = source.next_poll_at
    poll.poll(source, NOW)
    assert "500" in source.problem
    assert source.failures == 2
    assert source.next_poll_at > first


def test_a_page_instead_of_a_feed_is_told_as_that(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(story(1), Content_Type="text/html")
    poll.poll(source, NOW)
    assert "page" in source.problem
    assert not Entry.objects.exists()


def test_a_source_that_works_again_forgets_its_failures(source: Source, site: Site) -> None:
    good = site.pages["/feed"]
    site.pages["/feed"] = page(b"oops", 500)
    poll.poll(source, NOW)
    site.pages["/feed"] = good
    poll.poll(source, NOW)
    assert (source.failures, source.problem) == (0, "")


def test_a_source_gone_for_good_is_not_asked_again(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"", 410)
    poll.poll(source, NOW)
    assert source.gone_at == NOW
    assert not Source.objects.due(NOW + timedelta(days=900)).exists()


def test_a_source_that_asks_for_a_pause_gets_it(source: Source, site: Site) -> None:
    site.pages["/feed"] = page(b"", 429, Retry_After="7200")
    poll.poll(source, NOW)
    assert source.next_poll_at >= NOW + timedelta(hours=2)
    assert alarm(source, [], NOW) == ""


def test_a_permanent_move_is_believed_when_it_repeats(source: Source, site: Site) -> None:
    site.pages["/new-feed"], old = site.pages["/feed"], source.url
    site.pages["/feed"] = redirect("/new-feed", 301)
    poll.poll(source, NOW)
    poll.poll(source, NOW)
    assert source.url == old
    poll.poll(source, NOW)
    assert source.url == site.url("/new-feed")


def test_what_robots_txt_forbids_is_not_asked(source: Source, site: Site) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n")
    poll.poll(source, NOW)
    assert "robots.txt" in source.problem
    assert [request.path for request in site.requests] == ["/robots.txt"]


def test_two_workers_never_claim_the_same_source(source: Source) -> None:
    later = NOW + LEASE + timedelta(seconds=1)
    assert claim(Source.objects.due(NOW), NOW, 20) == [source.pk]
    assert claim(Source.objects.due(NOW), NOW, 20) == []
    assert claim(Source.objects.due(later), later, 20) == [source.pk]


def test_a_section_page_is_watched_for_new_stories(site: Site) -> None:
    links = "".join(f'<h2><a href="/{n}.html">Story {n} of the pier and the council</a></h2>' for n in (1, 2))
    site.pages["/news/"] = page(f"<html><body><main>{links}</main></body></html>".encode(), Content_Type="text/html")
    source = make_source(url=site.url("/news/"), kind=Source.Kind.PAGE, selector="main h2 a")
    assert poll.poll(source, NOW) == 2


def test_a_news_sitemap_is_read_through_its_index(site: Site) -> None:
    index = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site.url('/m.xml')}</loc></sitemap></sitemapindex>"
    urls = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{site.url('/1.html')}</loc></url></urlset>"
    site.pages["/map.xml"] = page(index.encode(), Content_Type="application/xml")
    site.pages["/m.xml"] = page(urls.encode(), Content_Type="application/xml")
    source = make_source(url=site.url("/map.xml"), kind=Source.Kind.SITEMAP)
    assert poll.poll(source, NOW) == 1


def test_words_that_must_or_must_not_occur_keep_stories_out(source: Source) -> None:
    source.must_have, source.must_not_have = ["story"], ["story 2"]
    poll.poll(source, NOW)
    assert dict(Entry.objects.values_list("guid", "state")) == {"story-1": "due", "story-2": "skipped"}


def test_the_story_is_taken_from_the_feed_where_its_page_is_closed(site: Site) -> None:
    words = "The council of Gull Cove will vote on the pier on March 17."
    site.pages["/feed"] = page(rss(site, 1).replace(b"<guid>", f"<description>{words}</description><guid>".encode()))
    source = make_source(url=site.url("/feed"), full_text=Source.FullText.FEED)
    poll.poll(source, NOW)
    take_all_in(source)
    assert Article.objects.get().versions.get().text == words
    assert [request.path for request in site.requests] == ["/robots.txt", "/feed"]


def test_the_same_guid_of_two_sources_is_two_entries_and_one_story(source: Source, site: Site) -> None:
    site.pages["/other-feed"] = site.pages["/feed"]
    other = make_source(url=site.url("/other-feed"), outlet=source.outlet)
    for one in (source, other):
        poll.poll(one, NOW)
        take_all_in(one)
    assert (Entry.objects.count(), Article.objects.count()) == (4, 2)


def test_items_that_point_inside_are_never_fetched(source: Source, site: Site) -> None:
    evil = b"<link>http://169.254.169.254/latest/</link>"
    feed = rss(site, 1, 2).replace(f"<link>{site.url('/1.html')}</link>".encode(), evil)
    site.pages["/feed"] = page(feed)
    poll.poll(source, NOW)
    take_all_in(source)
    assert Article.objects.count() == 1
    (refused,) = Entry.objects.exclude(problem="")
    assert "169.254.169.254" in refused.problem


def test_a_story_that_cannot_be_read_is_tried_again_and_then_told(source: Source, site: Site) -> None:
    site.pages["/1.html"] = page(b"%PDF-1.7 not a page", Content_Type="application/pdf")
    poll.poll(source, NOW)
    entry = Entry.objects.get(guid="story-1")
    for _ in range(intake.MOST_ATTEMPTS):
        assert entry.state == Entry.State.DUE
        intake.take_in(entry, NOW)
    assert entry.state == Entry.State.FAILED
    assert "PDF" in entry.problem


def test_a_changed_story_is_a_new_version_and_a_vanished_one_is_marked(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    article = Article.objects.get(title="Story 1 of the pier")
    site.pages["/1.html"] = page(story(1, "The council put the vote off to March 31."), Content_Type="text/html")
    reread.reread(article, NOW + timedelta(hours=1))
    assert article.versions.count() == 2
    site.pages["/1.html"] = page(b"", 404)
    reread.reread(article, NOW + timedelta(hours=6))
    article.refresh_from_db()
    assert article.vanished_at == NOW + timedelta(hours=6)
    assert article.versions.count() == 2


def test_a_story_that_leads_to_the_front_page_has_vanished(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    article = Article.objects.get(title="Story 1 of the pier")
    site.pages["/1.html"] = redirect("/front")
    site.pages["/front"] = page(story(9, "All the news of the week."), Content_Type="text/html")
    reread.reread(article, NOW + timedelta(hours=1))
    article.refresh_from_db()
    assert article.vanished_at == NOW + timedelta(hours=1)
    assert article.versions.count() == 1


def test_a_story_that_moved_within_its_site_is_the_same_story(source: Source, site: Site) -> None:
    poll.poll(source, NOW)
    take_all_in(source)
    article = Article.objects.get(title="Story 1 of the pier")
    site.pages["/new-name.html"] = page(story(1).replace(b"<h1>", b"<h1>Update: "), Content_Type="text/html")
    site.pages["/1.html"] = redirect("/new-name.html", 301)
    reread.reread(article, NOW + timedelta(hours=1))
    article.refresh_from_db()
    assert article.vanished_at is None
    assert Article.objects.count() == 2


def test_an_operator_who_pauses_a_source_while_it_is_polled_is_heard(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(paused=True)
    poll.poll(source, NOW)
    source.refresh_from_db()
    assert source.paused
    assert source.last_fetch_at == NOW


def test_stories_are_looked_at_more_often_when_a_vote_is_near(source: Source) -> None:
    issue = make_issue(body=make_body(place=make_place()))
    make_vote(issue, earliest=NOW.date() + timedelta(days=2))
    article = make_article(outlet=source.outlet, rereads=5)
    article.article_issues.create(issue=issue, state="accepted")
    reread.reread(article, NOW)
    assert article.next_reread_at is not None


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


def test_a_backfill_that_was_broken_off_goes_on_where_it_was(source: Source, site: Site, tmp_path: Any) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(site.url(f"/{n}.html") for n in (1, 2, 3)) + "\nfile:///etc/passwd\n")
    site.pages["/2.html"] = page(b"", 503)
    with pytest.raises(CommandError, match="1 stories could not be read"):
        call_command("backfill", str(source.pk), str(urls))
    asked = len(site.requests)
    site.pages["/2.html"] = page(story(2), Content_Type="text/html")
    Entry.objects.filter(state="due").update(next_try_at=NOW - timedelta(days=300))
    call_command("backfill", str(source.pk), str(urls))
    assert Article.objects.count() == 3
    assert [request.path for request in site.requests[asked:]] == ["/2.html"]


def test_feeds_go_out_and_come_back_as_opml(source: Source, tmp_path: Any, capsys: Any) -> None:
    call_command("export_opml")
    file = tmp_path / "feeds.opml"
    file.write_text(capsys.readouterr().out)
    Source.objects.all().delete()
    call_command("import_opml", str(file))
    assert Source.objects.get().url == source.url


def test_polling_one_source_shows_every_step(source: Source, capsys: Any) -> None:
    call_command("poll", "--source", str(source.pk), verbosity=2)
    said = capsys.readouterr().out
    for step in ("Asking", "lists 2 stories, 2 of them new", "stored", "Next look in"):
        assert step in said


def test_an_outlets_stories_belong_to_the_issues_its_source_is_kept_for(source: Source) -> None:
    issue = make_issue()
    source.issues.add(issue)
    poll.poll(source, NOW)
    take_all_in(source)
    assert set(issue.article_issues.values_list("state", flat=True)) == {"accepted"}
