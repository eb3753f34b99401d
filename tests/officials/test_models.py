"""What is kept of places, bodies, people and roles, and what the database refuses of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from officials.models import NotSame, Person, Place, Role
from tests.factories import NOW, make_body, make_official, make_person, make_place

pytestmark = pytest.mark.django_db


def test_a_place_with_an_unknown_time_zone_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="America/Chicago"):
        Place(name="Ferry", slug="ferry", time_zone="Ferry/Standard").full_clean()


@pytest.mark.parametrize("zone", ["America/Low_Tide", "america/chicago", "Nope5Fop", "UTC+3", ""])
def test_a_place_with_an_impossible_time_zone_is_refused_by_the_database(zone: str) -> None:
    """One such place stopped every reminder and every mail."""
    with pytest.raises(IntegrityError, match="place_time_zone_is_real"):
        make_place(time_zone=zone)


def test_a_division_is_one_place_and_many_places_may_be_without_one() -> None:
    make_place()
    make_place(ocd_division_id="ocd-division/country:us/state:wi/place:ferry")
    with pytest.raises(IntegrityError, match="ocd_division"):
        make_place(ocd_division_id="ocd-division/country:us/state:wi/place:ferry")


def test_two_bodies_of_a_place_have_two_names() -> None:
    body = make_body("Harbor Board")
    make_body("Harbor Board")
    with pytest.raises(IntegrityError, match="body_name_unique_in_place"):
        make_body("Harbor Board", body.place)


def test_officials_and_public_figures_have_a_page_and_nobody_else() -> None:
    official, figure = make_official(), make_person(public_figure=True)
    private, removed = make_person(), make_person(public_figure=True, redacted_at=NOW)
    assert set(Person.objects.with_page()) == {official, figure}
    assert [person.has_page for person in (official, figure, private, removed)] == [True, True, False, False]


def test_who_holds_two_roles_is_one_official() -> None:
    person = make_official()
    Role.objects.create(person=person, body=make_body(), title="Mayor")
    assert list(Person.objects.officials()) == [person]


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, True),
        (date(2026, 3, 1), None, True),
        (None, date(2026, 3, 1), True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 2, 28), False),
    ],
)
def test_a_role_is_held_from_its_first_to_its_last_day(since: date | None, until: date | None, held: bool) -> None:
    make_official(since=since, until=until)
    assert Role.objects.held_on(date(2026, 3, 1)).exists() is held


def test_a_role_cannot_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="role_since_before_until"):
        make_official(since=date(2026, 3, 2), until=date(2026, 3, 1))


def test_two_people_are_remembered_as_different_once() -> None:
    first, second = make_person(), make_person()
    NotSame.objects.create(first=first, second=second, reason="Father and son.")
    with pytest.raises(IntegrityError, match="not_same_pair"):
        NotSame.objects.create(first=second, second=first, reason="Father and son.")
