"""Terms that would bring every story in are refused with a sentence."""

import pytest

from officials.models import Body
from stories.matching.terms import FEWEST, refusals
from tests.factories import make_article, make_outlet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("the", "“the” is a word that every story has"),
        ("about the", "“about the” is a word that every story has"),
        ("a", "single letter"),
        ("R", "single letter"),
        ("& |", "has no word in it"),
    ],
)
def test_a_term_that_every_story_has_is_refused(council: Body, term: str, said: str) -> None:
    (sentence,) = refusals([term], council.place)
    assert said in sentence
    assert refusals([term], council.place, known=[term]) == [sentence]


@pytest.mark.parametrize("term", ["pier", "Measure A", "287(g)", "R&D", "the pier"])
def test_a_term_of_its_own_is_taken(council: Body, term: str) -> None:
    assert refusals([term], council.place) == []


def test_a_term_that_stands_in_most_stories_tells_none_apart(council: Body) -> None:
    outlet = make_outlet(place=council.place)
    for number in range(FEWEST):
        make_article(f"The council met{' on the pier' if number % 3 == 0 else ''}.", outlet=outlet)
    (sentence,) = refusals(["council", "pier"], council.place)
    assert sentence == f"“council” stands in {FEWEST} of the newest {FEWEST} stories here: it tells none apart."
    assert refusals(["council", "pier"], council.place, known=["council"]) == []


def test_a_handful_of_stories_says_nothing_about_a_term(council: Body) -> None:
    make_article("The council met.", outlet=make_outlet(place=council.place))
    assert refusals(["council"], council.place) == []
