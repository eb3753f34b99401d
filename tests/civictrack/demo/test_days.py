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


def test_days_are_printed_as_newspapers_print_them() -> None:
    assert words(days(date(2026, 11, 29)))["drone_second"] == "Dec. 8"
