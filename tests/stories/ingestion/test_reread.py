"""A known story looked at again: changed, moved, vanished, or carried by its feed."""

from datetime import timedelta

import pytest

from stories.ingestion import poll, reread
from stories.models import Article, Source
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_issue,
    make_place,
    make_source,
    make_vote,
)
from tests.stories.ingestion.beacon import (
    WALL,
    carries,
    poll_and_take_in,
    shows,
    story,
    take_all_in,
)
from tests.stories.ingestion.web import Site, page, redirect

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


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


def test_stories_are_looked_at_more_often_when_a_vote_is_near(source: Source) -> None:
    issue = make_issue(body=make_body(place=make_place()))
    make_vote(issue, earliest=NOW.date() + timedelta(days=2))
    article = make_article(outlet=source.outlet, rereads=5)
    article.article_issues.create(issue=issue, state="accepted")
    reread.reread(article, NOW)
    assert article.next_reread_at is not None


def test_a_story_carried_by_its_feed_is_not_read_from_its_walled_page_later(site: Site) -> None:
    carries(site, "Ana Marsh is for it.")
    article = poll_and_take_in(make_source(url=site.url("/feed"), full_text=Source.FullText.FEED))
    shows(site, "<p>Subscribe to read on about the pier and everything else that the Beacon tells.</p>", WALL)
    reread.reread(article, LATER)
    assert [version.number for version in article.versions.all()] == [1]
    assert not any(asked.path == "/1.html" for asked in site.requests)
