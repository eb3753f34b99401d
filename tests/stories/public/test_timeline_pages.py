"""Which reports stand on which page of a timeline."""

from datetime import UTC, timedelta

import pytest

from stories.evidence.book import Book
from stories.models import Article, ArticleIssue, Quote
from stories.public.timeline import TimelineEntry
from stories.public.timeline_pages import OutlineEntry, outline, records_of
from tests.factories import NOW, make_article, make_finding, make_issue
from votes import schedule
from votes.citation import Citation
from votes.models import Issue
from votes.moves import moves

pytestmark = pytest.mark.django_db

WORDS = "We wait."


@pytest.fixture
def issue() -> Issue:
    return make_issue()


def story(issue: Issue, days: int, **fields: object) -> Article:
    article = make_article(WORDS, published_at=NOW - timedelta(days=days), **fields)
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    return article


def page(issue: Issue, outlined: list[OutlineEntry]) -> list[TimelineEntry]:
    records, book = records_of(outlined, issue, [], []), Book()
    records.read(book)
    return records.entries(book, UTC, {})


def test_stories_and_moves_told_elsewhere_are_outlined_newest_first_copies_under_their_originals(issue: Issue) -> None:
    old, new = story(issue, 9), story(issue, 1)
    copy = story(issue, 0, original=old)
    assert issue.body
    said = Citation("It is in May.", "The clerk", "")
    vote = schedule.create(issue, issue.body, "Adopt it", said, NOW - timedelta(days=4))
    told = [(entry.stories, entry.move is not None) for entry in outline(issue, moves(vote))]
    assert told == [((new.pk,), False), ((), True), ((old.pk, copy.pk), False)]


def test_a_move_that_a_story_tells_stands_under_the_story(issue: Issue) -> None:
    article = story(issue, 1, url="https://reed.example/moved")
    assert issue.body
    said = Citation("It is in May.", "The Reed", article.url)
    vote = schedule.create(issue, issue.body, "Adopt it", said, NOW)
    assert [entry.stories for entry in outline(issue, moves(vote))] == [(article.pk,)]


def test_a_quote_stands_on_the_page_of_its_first_report_only(issue: Issue) -> None:
    old, new = story(issue, 9), story(issue, 1)
    quote = Quote.objects.create(text=WORDS, type="direct", label="a clerk", issue=issue)
    for article in (old, new):
        make_finding(article, WORDS, state="accepted", quote=quote, issue=issue)
    first, second = outline(issue, [])
    assert [(entry.article, len(entry.items)) for entry in page(issue, [first])] == [(new, 0)]
    assert [(entry.article, len(entry.items)) for entry in page(issue, [second])] == [(old, 1)]
