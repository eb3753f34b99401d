"""What is kept of places, bodies, people and roles, and what the database refuses of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from officials.models import WAYS_TO_TAKE_PART, Body, NotSame, Person, Place, Role
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


@pytest.mark.parametrize("name", ["Gull Cove Council", "gull cove COUNCIL", "the council", "GC Council"])
def test_a_body_is_known_by_its_name_and_by_its_other_names(name: str) -> None:
    council = make_body("Gull Cove Council", aliases=["The Council", "GC Council"])
    make_body("Reedham Council", aliases=["The Council of Reedham"])
    assert list(Body.objects.called(name)) == [council]


@pytest.mark.parametrize("name", ["", "Council", "The Council\nGC", "The_Council", "%", "The Council "])
def test_a_part_of_a_name_is_no_name(name: str) -> None:
    make_body("Gull Cove Council", aliases=["The Council", "GC Council"])
    assert not Body.objects.called(name).exists()


@pytest.mark.parametrize("aliases", [["Port Commission"], ["port commission"], ["Harbor Masters"]])
def test_a_name_means_one_body_of_a_place(aliases: list[str]) -> None:
    port = make_body("Port Commission", aliases=["Harbor Masters"])
    other = make_body("Planning Board", port.place, aliases=aliases)
    with pytest.raises(ValidationError, match="a name can mean one body only"):
        other.full_clean()
    make_body("Planning Board", aliases=aliases).full_clean()  # in another town


def test_a_bodys_name_may_not_be_anothers_other_name_either() -> None:
    port = make_body("Port Commission", aliases=["Harbor Masters"])
    with pytest.raises(ValidationError, match="“Harbor Masters” is what the Port Commission is called"):
        Body(name="Harbor Masters", slug="masters", place=port.place).full_clean()


def test_a_body_may_be_saved_again_with_its_own_names() -> None:
    body = make_body("Port Commission", aliases=["Harbor Masters", "port commission"])
    body.full_clean()


@pytest.mark.parametrize(("way", "checked"), WAYS_TO_TAKE_PART.items())
def test_each_way_to_take_part_says_when_somebody_looked(way: str, checked: str) -> None:
    told = {way: "https://gull-cove.example/speak"}
    day = {f"{checked}_checked_on": date(2026, 3, 2)}
    make_body(**told, **day).full_clean()
    for half in (told, day):
        with pytest.raises(ValidationError, match="on which day it was checked"):
            Body(name="Council", slug="council", place=make_place(), **half).full_clean()
        with pytest.raises(IntegrityError, match=f"body_{checked}_is_dated"), transaction.atomic():
            make_body(**half)


@pytest.mark.parametrize(
    ("rule", "number", "is_fine"),
    [
        ("", None, True), ("unanimous", None, True), ("number", 5, True),
        ("number", None, False), ("number", 0, False), ("unanimous", 5, False), ("", 5, False),
    ],
)  # fmt: skip
def test_a_number_of_votes_stands_exactly_beside_the_rule_that_asks_for_it(
    rule: str, number: int | None, is_fine: bool
) -> None:
    body = Body(name="Council", slug="council", place=make_place(), passage_rule=rule, passage_number=number)
    if is_fine:
        body.full_clean()
        body.save()
        return
    with pytest.raises(ValidationError):
        body.full_clean()
    with pytest.raises(IntegrityError, match="body_passage"):
        body.save()


def test_a_joint_body_has_several_parents() -> None:
    board, commission, joint = make_body("Board"), make_body("Commission"), make_body("Joint")
    joint.parents.set([board, commission])
    assert list(board.children.all()) == [joint]
    assert not joint.children.exists()


@pytest.mark.parametrize(
    ("title", "seat", "office"),
    [
        ("Councilor", "District 5", "District 5 Councilor"),
        ("Member", "At-large", "At-large Member"),
        ("Councilor", "At-Large", "At-large Councilor"),
        ("Alderman", "Ward B", "Ward B Alderman"),
        ("Council Member", "7", "7 Council Member"),
        ("Mayor", "", "Mayor"),
        ("District 5 Councilor", "District 5", "District 5 Councilor"),
        ("Mayor", "A", "A Mayor"),
        ("Trustee", "for the north shore villages", "Trustee, for the north shore villages"),
    ],
)
def test_an_office_is_called_as_newspapers_write_it(title: str, seat: str, office: str) -> None:
    role = Role(title=title, seat=seat, body=Body(name="Reedham Council"))
    assert role.office == office
    assert str(role) == f"{office}, Reedham Council"
