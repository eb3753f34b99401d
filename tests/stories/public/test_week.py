"""What is decided this week, on the front page: of twelve bodies or one, with no hole, and not three hundred rows."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from stories.public.pages import home_page
from stories.public.week import MOST, NEXT, NO_DAY, week
from tests.factories import make_body, make_event, make_issue, make_place, make_vote
from tests.stories.public.test_pages import words

pytestmark = pytest.mark.django_db
# A Tuesday afternoon in Chicago.
NOW = datetime(2026, 12, 1, 20, tzinfo=UTC)
TODAY = date(2026, 12, 1)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def home() -> BeautifulSoup:
    html = render_to_string("public/home.html", {**home_page(NOW), "site_name": "Civictrack", "site_url": ""})
    return BeautifulSoup(html, "lxml")


def told() -> dict[str, list[Any]]:
    return {day.title: day.records for day in week(NOW).days}


def test_votes_and_events_of_the_next_seven_days_stand_under_their_days() -> None:
    vote = make_vote(earliest=TODAY)
    hearing = make_event(kind="hearing", earliest=in_days(1), time=time(18))
    last = make_vote(earliest=in_days(6))
    make_vote(earliest=in_days(7))
    assert told() == {
        "Today, Tuesday, Dec 1": [vote], "Tomorrow, Wednesday, Dec 2": [hearing], "Monday, Dec 7": [last],
    }  # fmt: skip


def test_a_week_without_a_posted_day_comes_after_the_days_and_a_month_is_not_this_week() -> None:
    some_day = make_vote(earliest=TODAY, latest=in_days(6), precision="week", phrase="the first week of December")
    vote = make_vote(earliest=in_days(2))
    make_vote(earliest=TODAY, latest=in_days(29), precision="month")
    make_vote()
    assert list(told().items()) == [("Thursday, Dec 3", [vote]), (NO_DAY, [some_day])]
    assert "The first week of December (Dec 1–7)" in words(home(), "#ahead")


def test_where_nothing_is_decided_this_week_what_comes_next_stands_there() -> None:
    later = [make_vote(earliest=in_days(days)) for days in (9, 11, 10, 12)]
    assert week(NOW).later == [later[0], later[2], later[1]][:NEXT]
    page = words(home(), "#ahead")
    assert "Nothing is known to be decided in the next seven days. What comes next: Thursday, Dec 10 ·" in page


def test_after_a_week_with_little_in_it_stands_what_comes_then() -> None:
    make_vote(earliest=in_days(1))
    later = [make_vote(earliest=in_days(days)) for days in (9, 10, 11)]
    assert week(NOW).later == later[:2]
    assert "After that Thursday, Dec 10 ·" in words(home(), "#ahead")


def test_a_day_is_shown_to_its_end_and_what_is_left_is_counted() -> None:
    make_vote(earliest=in_days(1))
    same_day = [make_vote(earliest=in_days(9), time=time(17, minute)) for minute in (0, 15, 30)]
    make_vote(earliest=in_days(10))
    assert week(NOW).later == same_day
    page = home()
    assert words(page, "#ahead").endswith("1 more vote ahead")
    assert page.select_one('#ahead a[href="/en/votes/"]')


def test_with_nothing_ahead_the_page_says_so() -> None:
    make_vote(status="held", earliest=in_days(-1))
    assert "No vote or meeting ahead is known." in words(home(), "#ahead")


def test_of_a_crowded_week_the_soonest_are_shown_and_the_way_to_the_others() -> None:
    issue = make_issue()
    for number in range(MOST + 11):
        make_vote(issue, earliest=in_days(number % 7))
    page = home()
    assert len(page.select(".week > li")) == MOST + 1, "five a day, and no day is cut"
    assert "There is more this week than fits here. 10 more votes ahead" in words(page, "#ahead")
    assert week(NOW).days[0].title == "Today, Tuesday, Dec 1"


def test_twelve_bodies_stand_by_name_with_hour_matter_and_move() -> None:
    place = make_place("Reedham")
    for number in range(12):
        body = make_body(f"Board {number}", place)
        make_vote(make_issue(f"Matter {number}", body), earliest=in_days(1), time=time(18, number))
    page = home()
    assert len(page.select(".week > li")) == 12
    assert words(page, ".week > li") == "6 p.m. · Matter 0 Board 0: Adopt the ordinance"


def test_an_issue_nobody_may_see_yet_is_not_told() -> None:
    make_vote(make_issue(published_at=None), earliest=TODAY)
    assert week(NOW).days == []


def test_the_front_page_lists_a_dozen_issues_the_soonest_decided_first_and_the_way_to_all() -> None:
    make_issue("Quiet matter")
    for number in range(13):
        make_vote(make_issue(f"Matter {number}"), earliest=in_days(30 - number))
    page = home()
    listed = [heading.get_text(strip=True) for heading in page.select(".issues h3")]
    assert (len(listed), listed[0]) == (12, "Matter 12")
    assert page.select_one('a[href="/en/issues/"]')
