"""Stories taken in a few at a time: kept together, told apart when one fails, and none fetched twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories.ingestion import intake, poll
from stories.ingestion.intake import Intake
from stories.models import Article, ArticleVersion, Entry, Source
from tests.factories import NOW, make_issue, make_source
from tests.stories.ingestion.beacon import carries, poll_and_take_in, rss, story, take_all_in
from tests.stories.ingestion.web import Page as Answer
from tests.stories.ingestion.web import Site, page, redirect

pytestmark = pytest.mark.django_db
NUMBERS = range(1, 7)


@pytest.fixture
def site(local_site: Site) -> Site:
    for number in NUMBERS:
        local_site.pages[f"/{number}.html"] = page(story(number, f"Boat {number} is in."), Content_Type="text/html")
    local_site.pages["/feed"] = page(rss(local_site, 1, 2), Content_Type="application/rss+xml")
    return local_site


@pytest.fixture
def source(site: Site) -> Source:
    return make_source(url=site.url("/feed"))


def listed(source: Source, *urls: str) -> list[Entry]:
    known = source.entries.count()
    rows = [
        Entry(source=source, guid=str(known + n), url=url, next_try_at=NOW, seen_at=NOW) for n, url in enumerate(urls)
    ]
    return Entry.objects.bulk_create(rows)


def taken_in(entries: list[Entry], at_once: int) -> Intake:
    batch = Intake.of(entries, NOW, at_once)
    for entry in entries:
        batch.take_in(entry, NOW)
    batch.keep(NOW)
    return batch


def states(source: Source) -> list[str]:
    return list(source.entries.order_by("pk").values_list("state", flat=True))


def test_stories_kept_together_cost_little_more_than_one(source: Source, site: Site) -> None:
    first, *others = listed(source, *(site.url(f"/{n}.html") for n in NUMBERS))
    with CaptureQueriesContext(connection) as alone:
        taken_in([first], 1)
    with CaptureQueriesContext(connection) as together:
        taken_in(others, len(others))
    assert len(together) < 2 * len(alone)
    assert ArticleVersion.objects.count() == len(NUMBERS)
    assert states(source) == ["done"] * len(NUMBERS)


def test_a_story_that_cannot_be_kept_does_not_take_the_others_with_it(source: Source, site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stories_article ADD CHECK (title <> 'Story 2 of the pier')")
    entries = listed(source, *(site.url(f"/{n}.html") for n in NUMBERS))
    batch = taken_in(entries, len(entries))
    assert states(source) == ["done", "due", *["done"] * 4]
    assert entries[1].pk not in batch.stored
    entries[1].refresh_from_db()
    assert "fault of this program" in entries[1].problem


def test_a_story_listed_twice_is_fetched_once(source: Source, site: Site) -> None:
    url = site.url("/1.html")
    taken_in(listed(source, url, site.url("/2.html"), url), 10)
    assert [request.path for request in site.requests].count("/1.html") == 1
    assert (ArticleVersion.objects.count(), states(source)) == (2, ["done"] * 3)
    taken_in(listed(source, url), 10)
    assert [request.path for request in site.requests].count("/1.html") == 1
    assert states(source) == ["done"] * 4


def test_two_addresses_that_lead_to_one_story_are_one_story(source: Source, site: Site) -> None:
    site.pages["/short"] = site.pages["/short?again"] = redirect("/1.html")
    taken_in(listed(source, site.url("/short"), site.url("/1.html"), site.url("/short?again")), 10)
    assert Article.objects.get().url == site.url("/1.html")
    assert (ArticleVersion.objects.count(), states(source)) == (1, ["done"] * 3)


def test_the_story_is_taken_from_the_feed_where_its_page_is_closed(site: Site) -> None:
    words = "The council of Gull Cove will vote on the pier on March 17."
    site.pages["/feed"] = page(rss(site, 1).replace(b"<guid>", f"<description>{words}</description><guid>".encode()))
    source = make_source(url=site.url("/feed"), full_text=Source.FullText.FEED)
    poll.poll(source, NOW)
    take_all_in(source)
    assert Article.objects.get().versions.get().text == words
    assert [request.path for request in site.requests] == ["/robots.txt", "/feed"]


def test_a_story_that_cannot_be_read_is_tried_again_and_then_told(source: Source, site: Site) -> None:
    site.pages["/1.html"] = page(b"Busy.", Content_Type="text/plain")
    poll.poll(source, NOW)
    entry = Entry.objects.get(guid="story-1")
    for _ in range(intake.MOST_ATTEMPTS):
        assert entry.state == Entry.State.DUE
        intake.take_in(entry, NOW)
    assert entry.state == Entry.State.FAILED
    assert "not an HTML page" in entry.problem


@pytest.mark.parametrize("answer", [
    page(b"%PDF-1.7 not a page", Content_Type="application/pdf"),
    page(b"%PDF-1.7 not a page", Content_Type="text/html"),
    page(b"", Content_Type="application/pdf", Content_Length="90000000"),
])  # fmt: skip
def test_a_pdf_is_given_up_at_once_for_one_plain_reason(source: Source, site: Site, answer: Answer) -> None:
    site.pages["/1.html"] = answer
    poll.poll(source, NOW)
    entry = Entry.objects.get(guid="story-1")
    intake.take_in(entry, NOW)
    assert (entry.state, entry.problem) == (Entry.State.FAILED, "This is a PDF, not an HTML page.")


def test_an_outlets_stories_are_proposed_for_the_issues_its_source_is_kept_for(source: Source) -> None:
    issue = make_issue()
    source.issues.add(issue)
    poll.poll(source, NOW)
    take_all_in(source)
    assert set(issue.article_issues.values_list("state", flat=True)) == {"proposed"}


def test_a_story_edited_in_its_feed_is_a_new_version(site: Site) -> None:
    carries(site, "Ana Marsh is for it.")
    source = make_source(url=site.url("/feed"), full_text=Source.FullText.FEED)
    article = poll_and_take_in(source)
    carries(site, "Ana Marsh is against it.")
    assert poll.poll(source, NOW + timedelta(minutes=10)) == 0
    poll_and_take_in(source, NOW + timedelta(minutes=10))
    assert "against" in article.versions.latest("number").text
