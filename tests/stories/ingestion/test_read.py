"""Live blogs: every part is stored under its time, and one that grows makes versions without flooding."""

from datetime import UTC, datetime, timedelta

import pytest

from stories.ingestion import intake, poll, reread
from stories.ingestion.pages.page import LivePart, Page
from stories.ingestion.read import with_parts
from stories.models import Article, Entry
from tests.factories import NOW, make_source
from tests.stories.ingestion.live_blog import live_blog
from tests.stories.ingestion.web import Site, page


@pytest.fixture
def site(local_site: Site) -> Site:
    local_site.pages["/robots.txt"] = page(b"User-agent: *\nAllow: /\n")
    return local_site


def feed(site: Site, parts: int) -> bytes:
    """Each part is an item of its own, as many sites list them."""
    items = "".join(
        f"<item><title>Part {n}</title><guid>part-{n}</guid><link>{site.url('/live')}#part-{n}</link></item>"
        for n in range(parts)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Beacon</title>{items}</channel></rss>'.encode()


def look(site: Site, parts: int, now: datetime) -> None:
    """The site has so many parts; the feed is polled and what is due is done."""
    site.pages["/live"] = page(live_blog(parts), Content_Type="text/html")
    site.pages["/feed"] = page(feed(site, parts))
    source = Entry.objects.first().source if Entry.objects.exists() else make_source(url=site.url("/feed"))
    poll.poll(source, now)
    for entry in Entry.objects.due(now):
        intake.take_in(entry, now)
    for article in Article.objects.due_for_rereading(now):
        reread.reread(article, now)


@pytest.mark.django_db
def test_no_part_of_a_live_blog_is_lost_though_the_page_shows_the_newest_alone(site: Site) -> None:
    look(site, 9, NOW)
    version = Article.objects.get().versions.get()
    for number in range(9):
        assert version.text.count(f"Resident number {number} told") == 1
    headings = [version.text[start:end] for start, end in version.headings]
    assert "March 10, 2026, 6:02 p.m.: Speaker 2 is heard" in headings


@pytest.mark.django_db
def test_a_live_blog_that_lists_each_part_is_read_now_and_then_not_for_each(site: Site) -> None:
    for minutes in range(0, 120, 5):
        look(site, 4 + minutes // 5, NOW + timedelta(minutes=minutes))
    article = Article.objects.get()
    assert Entry.objects.filter(article=article).count() == 27
    assert 2 <= article.versions.count() <= 5
    assert sum(request.path == "/live" for request in site.requests) <= 5
    look(site, 27, NOW + timedelta(hours=30))
    assert "Resident number 26 told" in article.versions.latest("number").text


def test_parts_without_a_time_or_title_join_without_a_heading() -> None:
    part = LivePart("", "The doors are open.", None)
    dated = LivePart("", "The vote is over.", datetime(2026, 3, 10, 20, 5, tzinfo=UTC))
    found = with_parts(Page("Live", "Lead.", live_parts=(part, dated)))
    assert found.text == "Lead.\n\nMarch 10, 2026, 8:05 p.m.\n\nThe vote is over.\n\nThe doors are open."
    assert [found.text[start:end] for start, end in found.headings] == ["March 10, 2026, 8:05 p.m."]
    assert with_parts(plain := Page("Story", "Words.")) == plain
