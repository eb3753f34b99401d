"""A row that is changed in place: what was shown must still be so, and something must differ."""

import pytest
from django.contrib.auth.models import User

from officials.models import Place
from stories.curation import CurationError
from stories.curation.log import mark_of, take_turn
from stories.curation.rows import change_row, log_change, values_of
from tests.factories import NOW, make_place

pytestmark = pytest.mark.django_db

FIELDS = ("name", "time_zone")


@pytest.fixture
def place() -> Place:
    return make_place("Gull Cove")


def test_a_changed_row_tells_what_was_and_is(place: Place) -> None:
    seen = mark_of(values_of(place, FIELDS))
    before, after = change_row(place, FIELDS, {"name": "Gull Bay"}, seen)
    assert (before["name"], after["name"]) == ("Gull Cove", "Gull Bay")
    assert Place.objects.get().name == "Gull Bay"


@pytest.mark.parametrize(
    ("values", "seen", "said"),
    [
        ({"name": "Gull Bay"}, "another mark", "Someone else changed this place"),
        ({"name": "Gull Cove"}, None, "Nothing was changed"),
        ({"time_zone": "Mars/Olympus"}, None, "is not a time zone"),
        ({"name": "x" * 201}, None, "at most 200 characters"),
    ],
)
def test_what_can_not_be_kept_is_refused(place: Place, values: dict[str, str], seen: str | None, said: str) -> None:
    with pytest.raises(CurationError, match=said):
        change_row(place, FIELDS, values, seen)
    assert Place.objects.get().name == "Gull Cove"


def test_the_log_names_the_row_and_what_was_shown_is_brought_up_to_date(place: Place, by: User) -> None:
    row = Place.objects.get()
    take_turn()
    action = log_change(row, place, change_row(row, FIELDS, {"name": "Gull Bay"}, None), by, NOW, "a new sign")
    assert (action.before["place"], action.before["name"], action.after["name"]) == (row.pk, "Gull Cove", "Gull Bay")
    assert (place.name, action.reason) == ("Gull Bay", "a new sign")
