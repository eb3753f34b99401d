"""Names that are nearly the same."""

import pytest

from officials.models import Alias
from stories.curation.alike import are_near, people_alike
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_official,
    make_outlet,
    make_person,
    make_place,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Marguerite Slone", True),
        ("Margarite Sloane", True),
        ("Marguerite Sloane-Hart", True),
        ("Margie Sloane", True),
        ("Sloane", True),
        ("MARGUERITE SLOANE", True),
        ("Peggy Sloan", True),  # by her other spelling
        ("Marguerite Odermatt", False),
        ("Harold Brandt", False),
        ("", False),
    ],
)
def test_a_name_is_near_to_what_a_slip_of_the_pen_makes_of_it(typed: str, near: bool) -> None:
    known = make_official("Marguerite Sloane")
    Alias.objects.create(person=known, name="Peggy Sloane")
    place = known.roles.get().body.place
    assert people_alike(typed, place) == ([known] if near else [])


def test_the_nearest_come_first_and_nobody_of_another_place_or_removed_from_the_records_comes() -> None:
    place = make_place()
    far, near = make_official("Ona Firths", make_body(place=place)), make_official("Ona Firth", make_body(place=place))
    make_official("Ona Firth")
    gone = make_official("Ona Firth", make_body(place=place))
    gone.redacted_at = NOW
    gone.save()
    assert people_alike("Ona Firth", place) == [near, far]


def test_who_was_only_heard_in_the_news_of_the_place_is_found_too() -> None:
    place = make_place()
    heard = make_person("Ida Brandt")
    article = make_article("“It leaks,” Ida Brandt said.", outlet=make_outlet(place=place))
    make_finding(article, "It leaks,", payload={"speaker": "Ida Brandt", "type": "direct"}, person=heard)
    make_person("Ida Brand")
    assert people_alike("Ida Brant", place) == [heard]
    assert len(people_alike("Ida Brant", None)) == 2


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("Ona Firth", "Ona Frith", True),
        ("Ona Firth", "ONA FIRTH", True),
        ("Anne Lee", "Ann Lee", True),
        ("Ona Firth", "Ida Brandt", False),
        ("Harold Sloane", "Marguerite Sloane", False),
    ],
)
def test_names_are_taken_for_one_that_differ_by_a_few_letters(name: str, other: str, near: bool) -> None:
    assert are_near(name, other) is near
