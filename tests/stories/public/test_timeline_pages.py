"""Which entries stand on which page of a timeline."""

from collections.abc import Callable
from datetime import UTC, date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories.evidence.book import Book
from stories.models import Article, ArticleIssue, Quote
from stories.public.stances import previous_stands
from stories.public.timeline import TimelineEntry
from stories.public.timeline_pages import Outline, OutlineEntry, Selection, outline, records_of
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_position
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Position, Vote
from votes.moves import moves

pytestmark = pytest.mark.django_db

WORDS = "We wait."


@pytest.fixture
def issue() -> Issue:
    return make_issue()


def story(issue: Issue, days: int, *, says: bool = True, **fields: object) -> Article:
    """A story of so many days ago, in which somebody says something, or nothing was found."""
    article = make_article(WORDS, published_at=NOW - timedelta(days=days), **fields)
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    if says:
        quote(issue, article)
    return article


def quote(issue: Issue, *articles: Article) -> Quote:
    said = Quote.objects.create(text=WORDS, type="direct", label="a clerk", issue=issue)
    for article in articles:
        make_finding(article, WORDS, state="accepted", quote=said, issue=issue)
    return said


def call(issue: Issue, days: int, url: str = "") -> Vote:
    assert issue.body
    said = Citation("It is in May.", "The clerk", url)
    return schedule.create(issue, issue.body, "Adopt it", said, NOW - timedelta(days=days))


def page(issue: Issue, outlined: list[OutlineEntry], *positions: Position, **asked: object) -> list[TimelineEntry]:
    records, book = records_of(outlined, issue, positions, [], Selection(**asked)), Book()
    records.read(book)
    return records.entries(book, UTC, {})


def stories(outlined: Outline) -> list[int | None]:
    return [entry.story for entry in outlined.entries]


def test_stories_and_moves_told_elsewhere_are_outlined_newest_first_copies_with_their_originals(issue: Issue) -> None:
    old, new = story(issue, 9), story(issue, 1)
    story(issue, 0, original=old)
    vote = call(issue, 4)
    told = [(entry.story, entry.move is not None) for entry in outline(issue, moves(vote), 9).entries]
    assert told == [(new.pk, False), (None, True), (old.pk, False)]


def test_a_move_that_a_story_tells_stands_under_the_story(issue: Issue) -> None:
    article = story(issue, 1, url="https://reed.example/moved", says=False)
    vote = call(issue, 0, article.url)
    assert stories(outline(issue, moves(vote), 9)) == [article.pk]
    assert stories(outline(issue, moves(vote), 9, Selection("votes"))) == [article.pk]
    assert stories(outline(issue, moves(vote), 9, Selection("quotes"))) == []


def test_a_quote_stands_on_the_page_of_its_first_report_only(issue: Issue) -> None:
    old, new = story(issue, 9, says=False), story(issue, 1)
    quote(issue, old, new)
    first, second = outline(issue, [], 9).entries
    assert [(entry.article, len(entry.items)) for entry in page(issue, [first])] == [(new, 1)]
    assert [(entry.article, len(entry.items)) for entry in page(issue, [second])] == [(old, 1)]


def test_a_story_that_told_nothing_first_stands_among_every_report_alone(issue: Issue) -> None:
    old, late = story(issue, 9, says=False), story(issue, 1, says=False)
    quote(issue, old, late)
    assert stories(outline(issue, [], 9)) == [old.pk]
    every = outline(issue, [], 9, Selection("stories"))
    assert stories(every) == [late.pk, old.pk]
    assert [len(entry.items) for entry in page(issue, every.entries, kind="stories")] == [0, 1]


def test_pages_follow_each_other_without_a_gap_also_where_many_appeared_at_one_moment(issue: Issue) -> None:
    for days in (0, 1, 1, 1, 1, 2, 3):
        story(issue, days)
    moved = [move for days in (1, 1, 2) for move in moves(call(issue, days))]
    keys, before = [], None
    while True:
        shown = outline(issue, moved, 3, before=before)
        assert shown.newer == (before is not None)
        keys += [entry.key for entry in shown.entries]
        if not shown.older:
            break
        before = keys[-1]
    assert len(keys) == 10
    assert keys == sorted(keys, reverse=True)
    back = outline(issue, moved, 3, after=keys[6])
    assert ([entry.key for entry in back.entries], back.newer, back.older) == (keys[3:6], True, True)
    start = outline(issue, moved, 3, after=keys[2])
    assert ([entry.key for entry in start.entries], start.newer, start.older) == (keys[:3], False, True)


def test_a_page_is_of_what_is_asked_for(issue: Issue) -> None:
    ada, bo = make_official("Ada Reed"), make_official("Bo Lund")
    words = story(issue, 1)
    told = {}
    for days, person, stance in ((9, ada, "support"), (5, bo, "oppose"), (3, ada, "oppose")):
        article = story(issue, days, says=False)
        position = make_position(person, issue, stance=stance, since=date(2026, 3, 10) - timedelta(days=days))
        make_finding(article, WORDS, "position", "evidence", state="accepted", position=position)
        told[days] = article.pk
    changes = previous_stands(list(issue.positions.newest_first()))
    asked = {"quotes": [words.pk], "positions": [told[3], told[5], told[9]], "changes": [told[3]], "votes": []}
    for kind, expected in asked.items():
        assert stories(outline(issue, [], 9, Selection(kind, changes=changes))) == expected, kind
    assert stories(outline(issue, [], 9, Selection(person=ada.pk))) == [told[3], told[9]]
    assert stories(outline(issue, [], 9, Selection("quotes", person=ada.pk))) == []


def test_the_last_page_reads_no_more_than_the_first_and_no_table_from_end_to_end(issue: Issue) -> None:
    for days in range(40):
        story(issue, days)
    keys = [entry.key for entry in outline(issue, [], 99).entries]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # In a small database reading all is cheapest; in a large one no plan may have to.
        cursor.execute("SET LOCAL enable_seqscan = off")
    for before in (None, keys[30]):
        with CaptureQueriesContext(connection) as asked:
            outline(issue, [], 5, before=before)
        [query] = asked.captured_queries
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan" not in plan, plan
        assert "appearance_newest" in plan, plan
        assert "Sort" not in plan.split("appearance_newest")[0], plan


def test_a_pages_records_are_loaded_in_as_many_queries_for_fifteen_stories_as_for_one(
    issue: Issue, django_assert_num_queries: Callable[..., object]
) -> None:
    for days in range(15):
        story(issue, days)
    entries = outline(issue, [], 15).entries
    with CaptureQueriesContext(connection) as few:
        records_of(entries[:1], issue, [], [])
    with django_assert_num_queries(len(few)):  # type: ignore[attr-defined]
        records_of(entries, issue, [], [])
