"""Copies stand under the earliest telling."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from stories.grouping import group
from stories.models import Article, Outlet
from tests.factories import NOW, make_article, make_outlet
from tests.stories.ingestion.test_copies import FOOTER, story


def told(text: str, hours: int = 0, outlet: Outlet | None = None) -> Article:
    """A story out so many hours after NOW, stored and grouped."""
    article = make_article(text, outlet=outlet, published_at=NOW + timedelta(hours=hours))
    group(article, text)
    return article


def original_of(article: Article) -> int | None:
    article.refresh_from_db()
    return article.original_id


@pytest.mark.django_db
def test_a_copy_stands_under_the_story_it_copies() -> None:
    text = story(1, 40)
    first, copy, other = told(text), told(f"{text} {FOOTER}", 5), told(story(2, 40), 6)
    assert original_of(copy) == first.pk
    assert original_of(first) is None
    assert original_of(other) is None


@pytest.mark.django_db
def test_a_quarter_of_a_story_stands_under_it() -> None:
    text = story(1, 60)
    first, part = told(text), told(text[: len(text) // 4], 5)
    assert original_of(part) == first.pk


@pytest.mark.django_db
def test_the_earliest_telling_is_the_original_in_whatever_order_they_are_read() -> None:
    text = story(1, 40)
    third, second = told(text, 9), told(text, 5)
    assert original_of(third) == second.pk
    first = told(text, 1)
    assert [original_of(article) for article in (first, second, third)] == [None, first.pk, first.pk]


@pytest.mark.django_db
def test_a_roundup_of_two_stories_does_not_make_them_one() -> None:
    one, two = told(story(1, 30)), told(story(2, 30), 1)
    roundup = told(f"{story(1, 30)} {story(2, 30)}", 8)
    assert original_of(roundup) == one.pk
    assert original_of(two) is None


@pytest.mark.django_db
def test_an_outlets_long_footer_makes_no_copies_of_its_briefs() -> None:
    outlet = make_outlet()
    briefs = [told(f"{story(seed, 4)} {FOOTER}", seed, outlet) for seed in range(10, 22)]
    again = told(f"{story(21, 4)} {FOOTER}", 30, outlet)
    assert [original_of(brief) for brief in briefs[6:]] == [None] * 6
    assert original_of(again) == briefs[-1].pk


@pytest.mark.django_db
def test_a_story_told_again_months_later_is_a_new_one() -> None:
    text = story(1, 40)
    told(text)
    assert original_of(told(text, 24 * 90)) is None


@pytest.mark.django_db
def test_a_copy_is_looked_up_in_the_index_however_many_stories_there_are() -> None:
    """Read row by row, this many take a tenth of a second and more; by index a few milliseconds."""
    Article.objects.bulk_create(
        Article(
            outlet=outlet, url=f"https://outlet.example/{number}", title="x", first_read_at=NOW, last_read_at=NOW,
            published_at=NOW, fingerprint=list(range(number * 100, number * 100 + 100)),
        )
        for outlet in [make_outlet()]
        for number in range(3000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stories_article")
    with CaptureQueriesContext(connection) as captured:
        told(story(1, 40))
    lookup = next(query["sql"] for query in captured if "INTERSECT" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {lookup}")
        assert "article_fingerprint" in str(cursor.fetchall())
    assert any("enable_seqscan = off" in query["sql"] for query in captured)


@pytest.mark.django_db
def test_a_story_read_again_keeps_its_place() -> None:
    text = story(1, 40)
    first, copy = told(text), told(text, 5)
    group(first, f"{text} One more sentence came later that day.")
    group(copy, text)
    assert (original_of(first), original_of(copy)) == (None, first.pk)


@pytest.mark.django_db
def test_a_story_too_short_to_compare_stands_alone() -> None:
    told("Watch live")
    assert original_of(told("Watch live", 1)) is None


@pytest.mark.django_db
def test_the_agency_is_kept_as_the_page_says_or_else_as_the_story_is_signed() -> None:
    assert told(f"ALDER FALLS (AP) — {story(1, 5)}").agency == "Associated Press"
    named = make_article(story(2, 5), agency="Valley Wire")
    group(named, story(2, 5))
    named.refresh_from_db()
    assert named.agency == "Valley Wire"


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_two_copies_at_once_find_each_other() -> None:
    text = story(1, 40)
    articles = [make_article(text, published_at=NOW + timedelta(minutes=number)) for number in range(4)]
    ready = threading.Barrier(4)

    def work(article: Article) -> None:
        ready.wait()
        group(article, text)
        connections.close_all()

    workers = [threading.Thread(target=work, args=(article,)) for article in articles]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [original_of(article) for article in articles] == [None, *[articles[0].pk] * 3]
