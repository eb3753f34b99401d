"""When a vote is, in words: moved where there is a new date, postponed only where there is none."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.factories import NOW, make_event, make_issue, make_vote
from tests.stories.public.city import make_city
from tests.stories.public.test_pages import get, words
from votes import schedule
from votes.citation import Citation
from votes.models import Vote
from votes.moves import moves
from votes.timing import Timing, is_over, location_of, timing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SAID = Citation("The vote moves.", "The Reed", "https://reed.example/0")
NO_DAY = {"earliest": None, "latest": None, "precision": "none"}


def on(day: date, **fields: Any) -> dict[str, Any]:
    return {"earliest": day, "latest": day, "precision": "day", **fields}


DEC_1, DEC_8 = date(2026, 12, 1), date(2026, 12, 8)
IN_DECEMBER = {"earliest": DEC_1, "latest": date(2026, 12, 31), "precision": "month"}


def vote_of(first: dict[str, Any], *then: dict[str, Any], why: str = "news") -> Vote:
    issue = make_issue()
    assert issue.body
    vote = schedule.create(issue, issue.body, "Adopt it", SAID, NOW, **{"status": "scheduled", **first})
    for values in then:
        schedule.change(vote, values, SAID, NOW, why)
    return vote


def test_postponed_to_a_day_it_has_moved_to_it() -> None:
    vote = vote_of(on(DEC_1), on(DEC_8, status="postponed"))
    assert timing(vote, TODAY) == Timing("Tuesday, Dec 8", "moved from Dec 1", "", "")


def test_a_new_day_without_the_word_postponed_has_moved_as_well() -> None:
    assert timing(vote_of(on(DEC_1), on(DEC_8)), TODAY) == Timing("Tuesday, Dec 8", "moved from Dec 1", "", "scheduled")


def test_postponed_without_a_new_day_says_so_and_what_it_had_been_set_for() -> None:
    postponed = Timing("no new date", "", "Tuesday, Dec 1", "postponed")
    assert timing(vote_of(on(DEC_1), {**NO_DAY, "status": "postponed"}), TODAY) == postponed


def test_postponed_by_hand_with_the_old_day_left_in_has_no_new_date() -> None:
    postponed = Timing("no new date", "", "Tuesday, Dec 1", "postponed")
    assert timing(vote_of(on(DEC_1), {"status": "postponed"}), TODAY) == postponed
    assert timing(vote_of(on(DEC_1), {"status": "postponed"}, {"location": "The hall"}), TODAY) == postponed


def test_a_day_set_after_it_was_postponed_is_a_move_from_the_last_day_there_was() -> None:
    vote = vote_of(on(DEC_1), {**NO_DAY, "status": "postponed"}, on(DEC_8))
    assert timing(vote, TODAY) == Timing("Tuesday, Dec 8", "moved from Dec 1", "", "")


def test_first_heard_of_as_postponed_to_a_day_it_has_moved_from_one_that_nobody_told() -> None:
    vote = vote_of(on(DEC_8, status="postponed"))
    assert timing(vote, TODAY) == Timing("Tuesday, Dec 8", "moved from an earlier date", "", "")


def test_a_date_that_firms_up_or_grows_vaguer_has_not_moved() -> None:
    assert timing(vote_of(IN_DECEMBER, on(DEC_8)), TODAY).moved == ""
    assert timing(vote_of(on(DEC_8), IN_DECEMBER), TODAY).moved == ""
    assert timing(vote_of(on(date(2026, 11, 24)), IN_DECEMBER, on(DEC_8)), TODAY).moved == "moved from Nov 24"


def test_a_mistake_of_ours_is_no_move() -> None:
    assert timing(vote_of(on(DEC_1), on(DEC_8), why="mistake"), TODAY).moved == ""


def test_a_move_taken_back_is_none() -> None:
    vote = vote_of(on(DEC_1), on(DEC_8))
    schedule.change(vote, on(DEC_1), SAID, NOW, "mistake")
    assert timing(vote, TODAY).moved == ""


def test_called_off_it_has_no_date_even_where_the_day_was_kept() -> None:
    for change in ({"status": "cancelled"}, {**NO_DAY, "status": "cancelled"}):
        assert timing(vote_of(on(DEC_1), change), TODAY) == Timing("called off", "", "Tuesday, Dec 1", "")


def test_a_vote_that_was_held_is_dated_and_nothing_more() -> None:
    vote = vote_of(on(DEC_1), on(DEC_8), {"status": "held", "outcome": "passed"})
    assert timing(vote, TODAY) == Timing("Tuesday, Dec 8", "", "", "held")


def test_a_vote_without_a_ledger_is_said_as_it_stands() -> None:
    assert timing(make_vote(), TODAY) == Timing("no date set", "", "", "expected")


def test_shelved_it_has_no_date_and_says_what_it_had_been_set_for() -> None:
    assert timing(vote_of(on(DEC_1), {"status": "shelved"}), TODAY) == Timing("shelved", "", "Tuesday, Dec 1", "")


def test_what_was_shelved_or_called_off_and_has_a_date_again_is_back_on() -> None:
    for off in ({"status": "shelved"}, {**NO_DAY, "status": "cancelled"}):
        vote = vote_of(on(DEC_1), off, on(DEC_8, status="scheduled"))
        assert timing(vote, TODAY) == Timing("Tuesday, Dec 8", "back on", "", "scheduled")
    undated = vote_of(on(DEC_1), {"status": "shelved"}, {"status": "expected"})
    assert timing(undated, TODAY) == Timing("no date set", "back on", "Tuesday, Dec 1", "expected")


def test_a_shelving_that_was_our_mistake_is_no_coming_back() -> None:
    vote = vote_of(on(DEC_1), {"status": "shelved"})
    schedule.change(vote, on(DEC_1, status="scheduled"), SAID, NOW, "mistake")
    assert timing(vote, TODAY).moved == ""


def test_a_deadline_is_by_its_day_and_an_event_moves_as_a_vote_does() -> None:
    assert timing(make_event(kind="deadline", earliest=DEC_1), TODAY).when == "by Tuesday, Dec 1"
    assert timing(make_event(status="cancelled", earliest=DEC_1), TODAY) == Timing(
        "called off", "", "Tuesday, Dec 1", ""
    )
    assert timing(make_event(), TODAY).when == "no date set"


def test_what_happened_to_a_vote_is_named_as_just_that() -> None:
    vote = vote_of({"status": "expected"}, on(DEC_1), on(DEC_8, status="postponed"), {"agenda_url": "https://a.example"},
                   {**NO_DAY, "status": "postponed"}, on(DEC_1), {**NO_DAY, "status": "cancelled"})  # fmt: skip
    assert [move.news for move in reversed(moves(vote))] == [
        "Vote announced", "Date of the vote set", "Vote moved", "Vote changed", "Vote without a date",
        "Date of the vote set", "Vote called off",
    ]  # fmt: skip


def test_no_page_says_postponed_beside_a_new_date(client: Client) -> None:
    city = make_city()
    for day in (date(2099, 12, 1), date(2099, 12, 8)):
        schedule.change(city.vote, on(day, status="postponed"), SAID, NOW)
    schedule.change(city.vote, {"status": "scheduled"}, SAID, NOW)
    schedule.change(city.vote, on(date(2099, 12, 15), status="postponed"), SAID, NOW)
    body = city.vote.body.get_absolute_url()
    issue, vote = city.issue.get_absolute_url(), city.vote.get_absolute_url()
    for url in ("/en/", "/en/issues/", issue, vote, body, "/en/search/?q=harbor", f"{issue}feed.atom"):
        page = client.get(url).content.decode()
        assert "Tuesday, Dec 15, 2099" in page, url
        assert "postponed" not in page.casefold(), url
    for url in ("/en/", "/en/issues/", issue, vote, body, "/en/search/?q=harbor"):
        assert "Tuesday, Dec 15, 2099, moved from Dec 8, 2099" in words(get(client, url)), url


def test_where_it_is_is_said_as_long_as_anybody_might_go_there() -> None:
    hall = {"location": "Old Hall", "status": "scheduled"}
    assert location_of(vote_of(on(DEC_1, **hall))) == "Old Hall"
    assert location_of(vote_of(on(DEC_1, **hall), {"status": "held", "outcome": "passed"})) == "Old Hall"
    assert location_of(vote_of(on(DEC_1, **hall), on(DEC_8, status="postponed"))) == "Old Hall"
    for off in ({"status": "cancelled"}, {"status": "shelved"}, {**NO_DAY, "status": "postponed"}):
        assert location_of(vote_of(on(DEC_1, **hall), off)) == ""


def test_a_deadline_at_midnight_is_over_with_its_day_and_one_of_some_days_with_the_last() -> None:
    evening = datetime(2026, 12, 1, 22, tzinfo=ZoneInfo("America/Chicago"))
    assert not is_over(make_event(kind="deadline", earliest=DEC_1, time=time(0)), evening)
    assert not is_over(make_event(kind="deadline", earliest=DEC_1), evening)
    assert not is_over(make_event(kind="deadline", time=time(9)), evening)
    assert not is_over(make_event(kind="deadline", earliest=date(2026, 11, 1), latest=DEC_1, time=time(9)), evening)
    assert not is_over(make_vote(earliest=DEC_1, time=time(9)), evening)
    assert is_over(make_event(kind="deadline", earliest=DEC_1, time=time(22)), evening)
    assert is_over(make_event(earliest=DEC_1), evening.replace(day=2))


@pytest.mark.parametrize(("day", "had"), [(DEC_1, ""), (date(2026, 11, 6), "Tuesday, Dec 1")])
def test_tabled_on_the_day_it_was_set_for_that_day_is_said_once(day: date, had: str) -> None:
    vote = vote_of(on(DEC_1))
    act = make_vote(vote.issue, classification="table", status="held", earliest=day, disposes_of=vote, outcome="passed")
    schedule.change(vote, {**NO_DAY, "status": "shelved"}, SAID, NOW, moved_by=act)
    told = timing(vote, TODAY)
    assert (told.had, told.by.startswith("tabled on ")) == (had, True)
