"""Zones by the names that stamps give them."""

from datetime import datetime, timedelta

import pytest

from stories.ingestion.pages.zones import of_place, shortened, without_place, zone

WINTER, SUMMER = datetime(2026, 1, 15), datetime(2026, 7, 15)


@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("ET", -5, -4),
        ("CT", -6, -5),
        ("PT", -8, -7),
        ("CST", -6, -6),
        ("AEDT", 11, 11),
        ("MEST", 2, 2),
        ("IST", 5.5, 5.5),
    ],
)
def test_a_zone_written_all_the_year_round_has_the_offset_of_the_day(name: str, winter: float, summer: float) -> None:
    known = zone(name)
    assert known is not None
    assert [known.utcoffset(day) for day in (WINTER, SUMMER)] == [timedelta(hours=hours) for hours in (winter, summer)]


@pytest.mark.parametrize("name", ["XQT", "A", "", "MARCH", "../ET"])
def test_a_name_that_nobody_knows_is_no_zone(name: str) -> None:
    assert zone(name) is None


def test_a_zone_in_words_is_cut_down_to_its_letters() -> None:
    assert shortened("9:30 pm Central Daylight Time") == "9:30 pm CT"
    assert shortened("9:30 pm eastern") == "9:30 pm ET"


def test_a_place_that_names_a_zone_is_found_and_only_one_there_is_is_known() -> None:
    assert without_place("2026-03-05 18:05 [America/Chicago]") == ("2026-03-05 18:05", "America/Chicago")
    assert (of_place("America/Chicago") is None, of_place("Mars/Olympus")) == (False, None)
