"""How a reader may look at an issue, and what becomes of what can't be had."""

from datetime import UTC, date, datetime

import pytest

from officials.models import Person
from stories.public.look import Look, cursor, key_in, read_look

TODAY = date(2026, 3, 10)
KEY = (datetime(2026, 3, 1, 12, 30, 5, 123456, tzinfo=UTC), 2, 15)
ADA = Person(slug="ada-reed", name="Ada Reed")
HOSTILE = ["x", "<script>", "‮moved", "9" * 5000, "2026-13-45", "-1", "٣٣", "2026-03-01'--", "0001-01-01"]


def test_all_that_can_be_asked_for_is_read_and_written_alike() -> None:
    look = read_look({"kind": "quotes", "person": "ada", "before": cursor(KEY), "on": "2026-03-01"}, TODAY)
    assert look == Look("quotes", "ada", before=KEY, on=date(2026, 3, 1))
    assert look.address() == "?kind=quotes&person=ada&on=2026-03-01"
    assert look.address(after=KEY).endswith("&after=20260301T123005.123456-2-15")
    assert look.everything == "?on=2026-03-01"


def test_an_entrys_key_is_read_as_it_was_written() -> None:
    assert key_in(cursor(KEY)) == KEY


@pytest.mark.parametrize("value", [*HOSTILE, "20261399T123005.123456-2-15", "20260301T123005.123456-9-15"])
def test_a_page_that_is_not_there_is_the_beginning_with_a_note(value: str) -> None:
    for name in ("before", "after"):
        look = read_look({name: value}, TODAY)
        assert (look.before, look.after) == (None, None)
        assert look.notes == ("That page of the timeline is not there; this is its beginning.",)


@pytest.mark.parametrize("value", HOSTILE)
def test_an_unknown_kind_a_bad_day_and_an_unknown_person_are_left_out_with_a_note(value: str) -> None:
    look = read_look({"kind": value, "on": value, "person": value}, TODAY).of_people([ADA])
    assert (look.kind, look.person, look.on) == ("", "", None)
    assert len(look.notes) == 3
    assert all(len(note) < 160 and note.isprintable() for note in look.notes), look.notes


def test_no_day_is_told_before_it_is_there_and_today_is_the_plain_page() -> None:
    assert read_look({"on": "2026-03-11"}, TODAY).notes == ("That day is still to come. This is the page as of today.",)
    assert read_look({"on": "2026-03-10"}, TODAY) == Look()


def test_a_person_who_is_heard_is_kept() -> None:
    assert Look(person="ada-reed").of_people([ADA]) == Look(person="ada-reed")
