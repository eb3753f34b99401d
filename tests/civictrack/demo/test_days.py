"""The days of the demo's story, whatever day it is loaded on."""

from datetime import date, timedelta

import pytest

from civictrack.demo.days import days, words

YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 400, 3)]


@pytest.mark.parametrize("today", YEAR, ids=str)
def test_one_vote_is_always_over_and_one_always_near(today: date) -> None:
    known = days(today)
    assert known["first_tuesday"] < known["second_tuesday"] < known["passed"] <= today
    assert today < known["drone_second"] <= today + timedelta(days=12)
    assert {known[name].weekday() for name in ("first_tuesday", "second_tuesday", "drone_first", "drone_second")} == {1}


@pytest.mark.parametrize("today", YEAR, ids=str)
def test_a_lease_was_put_off_and_is_heard_in_time_and_meters_are_back(today: date) -> None:
    known = days(today)
    assert known["cannery_set"] < known["cannery_first"] < known["cannery_put_off"]
    assert known["cannery_put_off"] < known["cannery_hearing_set"] < today
    assert today < known["cannery_sign_up"] < known["cannery_hearing"] < known["cannery_second"]
    assert known["meters_set"] < known["meters_first"] < known["meters_tabled"] < known["meters_back"] < today
    assert today < known["meters_again"] <= today + timedelta(days=15)
    names = ("cannery_first", "cannery_second", "cannery_hearing", "cannery_sign_up", "meters_first", "meters_again")
    assert [known[name].weekday() for name in names] == [2, 2, 0, 4, 3, 3]


def test_days_are_printed_as_newspapers_print_them() -> None:
    assert words(days(date(2026, 11, 29)))["drone_second"] == "Dec. 8"
