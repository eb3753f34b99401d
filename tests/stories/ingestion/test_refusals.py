"""A known story read again: what was whole stays whole, what was removed stays removed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.ingestion import reread
from stories.models import Article, Entry, Source
from tests.factories import NOW, make_finding, make_person, make_source
from tests.stories.ingestion.beacon import WALL, carries, poll_and_take_in, rss, shows, story
from tests.stories.ingestion.web import Site, page

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def site(local_site: Site) -> Site:
    local_site.pages["/1.html"] = page(story(1), Content_Type="text/html")
    local_site.pages["/feed"] = page(rss(local_site, 1), Content_Type="application/rss+xml")
    return local_site


@pytest.fixture
def article(site: Site) -> Article:
    """The story of the pier, taken in from its page."""
    return poll_and_take_in(make_source(url=site.url("/feed")))


def test_a_wall_put_up_later_does_not_cut_a_story_known_whole(article: Article, site: Site) -> None:
    shows(site, "<p>The council of Gull Cove will vote on the pier on March 17, and it has words enough.</p>" * 2, WALL)
    reread.reread(article, LATER)
    article.refresh_from_db()
    assert not article.partial
    assert article.versions.count() == 1


def test_a_story_first_seen_behind_a_wall_is_whole_when_the_wall_goes(site: Site) -> None:
    shows(site, "<p>The council of Gull Cove will vote on the pier on March 17, and it has words enough.</p>" * 2, WALL)
    article = poll_and_take_in(make_source(url=site.url("/feed")))
    assert article.partial
    site.pages["/1.html"] = page(story(1), Content_Type="text/html")
    reread.reread(article, LATER)
    article.refresh_from_db()
    assert not article.partial
    assert article.versions.count() == 2


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (
            "Page not found",
            "We looked everywhere for what you asked. Try the search box above, or go to our first page.",
        ),
        (
            "Gull Cove Beacon",
            "Down for maintenance. Our computers are getting some rest; we are back in an hour or so.",
        ),
    ],
)
def test_word_that_a_story_is_gone_is_no_version_of_it(article: Article, site: Site, title: str, words: str) -> None:
    shows(site, f"<p>{words}</p>", title=title)
    reread.reread(article, LATER)
    article.refresh_from_db()
    assert article.title == "Story 1 of the pier"
    assert article.versions.count() == 1
    assert article.vanished_at == LATER


def test_a_story_that_comes_back_has_not_vanished(article: Article, site: Site) -> None:
    shows(site, "<p>Down for maintenance. Our computers are getting some rest.</p>", title="Gull Cove Beacon")
    reread.reread(article, LATER)
    site.pages["/1.html"] = page(story(1), Content_Type="text/html")
    reread.reread(article, LATER + timedelta(hours=1))
    article.refresh_from_db()
    assert article.vanished_at is None


def test_a_short_notice_in_place_of_a_long_story_is_still_its_version(article: Article, site: Site) -> None:
    shows(site, "<p>The Beacon has taken this report back: the council never spoke about it at all.</p>")
    reread.reread(article, LATER)
    assert article.versions.count() == 2


def removed(article: Article) -> Person:
    person = make_person("Dana Whitlock")
    make_finding(article, "pier", person=person)
    curation.redact_person(person, User.objects.create(username="ana"), NOW, "asked for")
    return person


def test_what_was_removed_from_a_story_stays_removed_when_it_is_listed_again(article: Article, site: Site) -> None:
    removed(article)
    site.pages["/1.html"] = page(story(1, "Dana Whitlock has said more about the pier."), Content_Type="text/html")
    other = make_source(url=site.url("/other"))
    site.pages["/other"] = page(rss(site, 1), Content_Type="application/rss+xml")
    poll_and_take_in(other, NOW + timedelta(minutes=5))
    article.refresh_from_db()
    assert article.next_reread_at is None
    Entry.objects.filter(source=other).update(state=Entry.State.DUE, next_try_at=LATER)
    poll_and_take_in(other, LATER)
    article.refresh_from_db()
    assert (article.fingerprint, article.next_reread_at) == ([], None)
    assert [version.text for version in article.versions.all()] == [""]


def test_what_was_removed_does_not_come_back_with_the_feed_that_carries_it(site: Site) -> None:
    carries(site, "Dana Whitlock is for it.")
    source = make_source(url=site.url("/feed"), full_text=Source.FullText.FEED)
    article = poll_and_take_in(source)
    removed(article)
    for guid in ("story-1", "story-1-again"):
        carries(site, "Dana Whitlock is for it, and said why.", guid)
        poll_and_take_in(source, LATER)
    assert [version.text for version in article.versions.all()] == [""]
    assert {entry.content for entry in source.entries.all()} == {""}
