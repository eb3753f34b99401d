"""The days of the invented city's story, counted from the day it is loaded, so that a vote is always near."""

from collections.abc import Mapping
from datetime import date, timedelta

# Associated Press style, which the stories are written in: long months are cut, short ones are not.
MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
TUESDAY = 1


def days(today: date) -> Mapping[str, date]:
    """Return when each story appears and each vote is set for. The first vote is over, the second lies ahead."""
    ago = {
        name: today - timedelta(days=count)
        for name, count in {
            "introduced": 84, "introduced_next": 83, "landlords": 76, "asked": 58, "town_hall": 45,
            "drone_date_set": 19, "turns": 12, "moved": 4, "preview": 1,
        }.items()
    }  # fmt: skip
    month = (today - timedelta(days=35)).replace(day=1)
    first, second = next_tuesday(month), next_tuesday(month) + timedelta(days=14)
    drone_second = next_tuesday(today + timedelta(days=5))
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
    }


def next_tuesday(day: date) -> date:
    """Return the first Tuesday on or after a day."""
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def words(known: Mapping[str, date]) -> dict[str, str]:
    """Return what the stories print for each day they name."""
    return {
        "vote_month": f"{known['month']:%B}",
        "drone_month": f"{known['drone_first']:%B}",
        **{name: in_print(known[name]) for name in ("first_tuesday", "second_tuesday", "drone_first", "drone_second")},
    }


def in_print(day: date) -> str:
    """Return a day as newspapers print it, such as `Nov. 4`."""
    return f"{MONTHS[day.month - 1]} {day.day}"
