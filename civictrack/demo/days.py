"""The days of the invented city's story, counted from the day it is loaded, so that a vote is always near."""

from collections.abc import Mapping
from datetime import date, timedelta

# Associated Press style, which the stories are written in: long months are cut, short ones are not.
MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
# The days that stories name.
PRINTED = (
    "first_tuesday", "second_tuesday", "drone_first", "drone_second", "cannery_first", "cannery_second",
    "cannery_hearing", "cannery_sign_up", "meters_first", "meters_again",
)  # fmt: skip


def days(today: date) -> Mapping[str, date]:
    """Return when each story appears and each vote, hearing and deadline is set for. Of each matter but the first
    something lies ahead.
    """
    ago = {
        name: today - timedelta(days=count)
        for name, count in {
            "introduced": 84, "introduced_next": 83, "landlords": 76, "asked": 58, "town_hall": 45,
            "drone_date_set": 19, "turns": 12, "moved": 4, "preview": 1, "cannery_hearing_set": 3, "meters_back": 2,
        }.items()
    }  # fmt: skip
    month = (today - timedelta(days=35)).replace(day=1)
    first, second = next_weekday(TUESDAY, month), next_weekday(TUESDAY, month) + timedelta(days=14)
    drone_second = next_weekday(TUESDAY, today + timedelta(days=5))
    cannery = next_weekday(WEDNESDAY, today - timedelta(days=13))
    meters = next_weekday(THURSDAY, today - timedelta(days=56))
    return ago | {
        "month": month,
        "date_set": month - timedelta(days=9),
        "first_tuesday": first,
        "postponed": first - timedelta(days=1),
        "second_tuesday": second,
        "passed": second + timedelta(days=1),
        "aftermath": second + timedelta(days=4),
        "drone_first": drone_second - timedelta(days=7),
        "drone_second": drone_second,
        "cannery_set": cannery - timedelta(days=16),
        "cannery_first": cannery,
        "cannery_put_off": cannery + timedelta(days=1),
        "cannery_sign_up": cannery + timedelta(days=16),
        "cannery_hearing": cannery + timedelta(days=19),
        "cannery_second": cannery + timedelta(days=28),
        "meters_set": meters - timedelta(days=9),
        "meters_first": meters,
        "meters_tabled": meters + timedelta(days=1),
        "meters_again": next_weekday(THURSDAY, today + timedelta(days=9)),
    }


def next_weekday(weekday: int, day: date) -> date:
    """Return the first such weekday, of which Monday is 0, on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def words(known: Mapping[str, date]) -> dict[str, str]:
    """Return what the stories print for each day they name."""
    return {
        "vote_month": f"{known['month']:%B}",
        "drone_month": f"{known['drone_first']:%B}",
        **{name: in_print(known[name]) for name in PRINTED},
    }


def in_print(day: date) -> str:
    """Return a day as newspapers print it, such as `Nov. 4`."""
    return f"{MONTHS[day.month - 1]} {day.day}"
