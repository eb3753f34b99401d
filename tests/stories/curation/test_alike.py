"""Near names at one place."""

import pytest

from stories.curation.alike import are_near, people_alike
from tests.factories import make_article, make_body, make_finding, make_official, make_outlet, make_person, make_place

pytestmark = pytest.mark.django_db


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
def test_names_are_near_that_differ_by_a_few_letters(name: str, other: str, near: bool) -> None:
    assert are_near(name, other) is near


def test_only_people_of_the_place_are_shown_beside_a_name() -> None:
    place = make_place()
    official = make_official("Ona Firth", make_body(place=place))
    make_official("Ona Firth", make_body())
    heard = make_person("Ona Fith")
    story = make_article("Ona Fith spoke.", outlet=make_outlet(place=place))
    make_finding(story, "Ona Fith", "speaker", "mention", person=heard, state="accepted")
    assert people_alike("Ona Frith", place) == [official, heard]
    assert people_alike("Ona Frith", None) == []
