"""What a reader may ask of an issue's page, and what becomes of what can't be had."""

from datetime import UTC, date, datetime

import pytest

from officials.models import Person
from stories.public.asked import Asked, cursor, key_in, read

TODAY = date(2026, 3, 10)
KEY = (datetime(2026, 3, 1, 12, 30, 5, 123456, tzinfo=UTC), 2, 15)
ADA = Person(slug="ada-reed", name="Ada Reed")
HOSTILE = ["x", "<script>", "‮moved", "9" * 5000, "2026-13-45", "-1", "٣٣", "2026-03-01'--", "0001-01-01"]


def test_all_that_can_be_asked_for_is_read_and_written_alike() -> None:
    asked = read({"kind": "quotes", "person": "ada", "before": cursor(KEY), "on": "2026-03-01"}, TODAY)
    assert asked == Asked("quotes", "ada", before=KEY, on=date(2026, 3, 1))
    assert asked.address() == "?kind=quotes&person=ada&on=2026-03-01"
    assert asked.address(after=KEY).endswith("&after=20260301T123005.123456-2-15")
    assert asked.everything == "?on=2026-03-01"


def test_an_entrys_key_is_read_as_it_was_written() -> None:
    assert key_in(cursor(KEY)) == KEY


@pytest.mark.parametrize("value", [*HOSTILE, "20261399T123005.123456-2-15", "20260301T123005.123456-9-15"])
def test_a_page_that_is_not_there_is_the_beginning_with_a_note(value: str) -> None:
    for name in ("before", "after"):
        asked = read({name: value}, TODAY)
        assert (asked.before, asked.after) == (None, None)
        assert asked.notes == ("That page of the timeline is not there; this is its beginning.",)


@pytest.mark.parametrize("value", HOSTILE)
def test_an_unknown_kind_a_bad_day_and_an_unknown_person_are_left_out_with_a_note(value: str) -> None:
    asked = read({"kind": value, "on": value, "person": value}, TODAY).of_people([ADA])
    assert (asked.kind, asked.person, asked.on) == ("", "", None)
    assert len(asked.notes) == 3
    assert all(len(note) < 160 and note.isprintable() for note in asked.notes), asked.notes


def test_no_day_is_told_before_it_is_there_and_today_is_the_plain_page() -> None:
    assert read({"on": "2026-03-11"}, TODAY).notes == ("That day is still to come. This is the page as of today.",)
    assert read({"on": "2026-03-10"}, TODAY) == Asked()


def test_a_person_who_is_heard_is_kept() -> None:
    assert Asked(person="ada-reed").of_people([ADA]) == Asked(person="ada-reed")
