"""The months of an issue in a strip, and in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stories.models import ArticleIssue, Withdrawal
from stories.public.strip import Strip, story_days, strip
from tests.factories import NOW, make_article, make_issue, make_official, make_position
from tests.stories.public.test_pages import get, words
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Vote
from votes.moves import moves

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


def day(month: int, number: int) -> dict[str, str]:
    told = date(2026, month, number).isoformat()
    return {"earliest": told, "latest": told, "precision": "day"}


def slid(issue: Issue) -> Vote:
    """A vote whose date slid three times, and which was shelved in the end."""
    assert issue.body
    said = Citation("", "The clerk", "")
    times = [NOW - timedelta(days=days) for days in (60, 40, 20, 5)]
    vote = schedule.create(issue, issue.body, "Keep the kiln", said, times[0], status="expected", **day(1, 27))
    for at, new in zip(times[1:], ({**day(2, 10), "status": "scheduled"}, day(3, 3), day(4, 7)), strict=True):
        schedule.change(vote, new, said, at)
    return Vote.objects.get()


def days(issue: Issue, *asked: Any) -> dict[date, int]:
    return {row["day"]: row["stories"] for row in story_days(issue, *asked)}


def drawn(issue: Issue, *changes: object, **fields: object) -> Strip | None:
    moved = [move for vote in issue.votes.all() for move in moves(vote)]
    return strip(days(issue, UTC), changes, moved, TODAY, UTC, **fields)  # type: ignore[arg-type]


def test_a_date_that_slid_three_times_has_four_bars_in_the_order_of_what_was_announced() -> None:
    issue = make_issue()
    slid(issue)
    shown = drawn(issue)
    assert shown
    [group] = shown.groups
    assert group.title == "Vote: Keep the kiln"
    assert [row.label for row in group.rows] == ["Jan 27", "Feb 10", "March 3", "April 7"]
    assert [row.words for row in group.rows] == [
        "Jan 9: set for Tuesday, Jan 27", "Jan 29: now Tuesday, Feb 10",
        "Feb 18: now Tuesday, March 3", "March 5: now Tuesday, April 7",
    ]  # fmt: skip
    places = [float(row.x.rstrip("%")) for row in group.rows]
    assert places == sorted(places)
    assert len(set(places)) == 4
    assert [row.y for row in group.rows] == sorted(row.y for row in group.rows)
    assert [row.is_last for row in group.rows] == [False, False, False, True]


def test_what_was_shelved_or_called_off_has_a_row_without_a_bar() -> None:
    issue = make_issue()
    vote = slid(issue)
    schedule.change(vote, {"status": "shelved"}, Citation("", "The clerk", ""), NOW)
    shown = drawn(issue)
    assert shown
    last = shown.groups[0].rows[-1]
    assert (last.label, last.x, last.words) == ("shelved", "", "March 10: shelved")


def test_stories_are_counted_by_the_places_day_copies_and_what_was_withdrawn_left_out() -> None:
    issue = make_issue()
    at = datetime(2026, 2, 1, 3, tzinfo=UTC)
    first = make_article(published_at=at)
    hidden = make_article(published_at=at)
    Withdrawal.objects.create(article=hidden, because="It was not ours.", at=NOW, show=False)
    gone = make_article(published_at=at)
    Withdrawal.objects.create(article=gone, because="It was made up.", at=NOW)
    for article in (first, make_article(original=first), hidden, gone, make_article(published_at=at)):
        ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    ArticleIssue.objects.create(article=make_article(), issue=issue, state="proposed")
    assert issue.place
    assert days(issue, issue.place.zone) == {date(2026, 1, 31): 2}
    assert days(issue, UTC, at - timedelta(hours=1)) == {}


def test_the_words_say_what_is_drawn_month_by_month() -> None:
    issue, ada = make_issue(), make_official("Ada Reed")
    changed = make_position(ada, issue, since=date(2026, 2, 20))
    shown = strip({date(2026, 1, 5): 3, date(2026, 2, 9): 1}, [changed], [], TODAY, UTC)
    assert shown
    assert shown.in_words == ["January 2026: 3 stories", "February 2026: 1 story, 1 change of mind (Ada Reed)"]
    assert [mark.size for mark in shown.stories] == [2, 1]
    assert len(shown.changes) == 1
    assert [label for _, label in shown.labels] == ["Jan 2026", "Feb"]


@pytest.mark.parametrize(
    ("first", "last", "side"),
    [((1, 1), (4, 30), "upon"), ((4, 20), (4, 28), "left"), ((1, 5), (1, 9), "right")],
)
def test_no_label_runs_off_an_edge(first: tuple[int, int], last: tuple[int, int], side: str) -> None:
    issue = make_issue()
    assert issue.body
    window = {"earliest": date(2026, *first), "latest": date(2026, *last), "precision": "year"}
    schedule.create(issue, issue.body, "Keep it", Citation("", "The clerk", ""), NOW, status="expected", **window)
    days = {date(2026, 1, 2): 1, date(2026, 4, 29): 1}
    shown = strip(days, [], moves(Vote.objects.get()), TODAY, UTC)
    assert shown
    [row] = shown.groups[0].rows
    assert row.side == side


def test_a_long_title_is_cut_where_it_is_drawn_and_whole_in_words(client: Client) -> None:
    issue = make_issue()
    vote = slid(issue)
    Vote.objects.filter(pk=vote.pk).update(motion="Keep the kiln and all its chimneys for another hundred years")
    page = get(client, issue.get_absolute_url())
    assert words(page, ".strip-title") == "Vote: Keep the kiln and all its chi…"
    assert words(page, ".strip-of").endswith("another hundred years")


def test_one_day_is_no_strip() -> None:
    assert strip({TODAY: 4}, [], [], TODAY, UTC) is None
    assert strip({}, [], [], TODAY, UTC) is None


def test_a_long_history_and_a_far_date_are_drawn_within_bounds() -> None:
    issue = make_issue()
    vote = slid(issue)
    for number in range(30):
        schedule.change(vote, day(5, 1 + number), Citation("", "The clerk", ""), NOW + timedelta(minutes=number))
    schedule.change(vote, {**day(5, 1), "earliest": "2199-12-31", "latest": "2199-12-31"}, Citation("", "", ""), NOW)
    days = {date(1990, 1, 1) + timedelta(days=n): 1 for n in range(0, 13200, 3)}
    shown = strip(days, [], moves(Vote.objects.get()), TODAY, UTC)
    assert shown
    assert sum(len(group.rows) for group in shown.groups) == 14
    assert shown.left_out == 21
    assert len(shown.labels) <= 7
    assert len(shown.stories) < 120
    assert all(0 <= float(row.x.rstrip("%") or 0) <= 100 for group in shown.groups for row in group.rows)


def test_the_page_draws_it_without_styles_and_with_its_words(client: Client) -> None:
    issue = make_issue()
    slid(issue)
    page = get(client, issue.get_absolute_url())
    [svg] = page.select(".strip > svg")
    assert svg["aria-hidden"] == "true"
    assert not page.select("[style]")
    assert "Jan 29: now Tuesday, Feb 10" in words(page, ".strip details")


def test_the_days_are_counted_in_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    issue = make_issue()
    for _ in range(3):
        ArticleIssue.objects.create(article=make_article(), issue=issue, state="accepted")
    connection.ensure_connection()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        days(issue, UTC)
