"""A city's file is an editor's act: its issues are public, and its terms are checked as the desk checks them."""

import pytest

from civictrack.city import CityError, load_city
from tests.factories import NOW
from votes.models import Issue

pytestmark = pytest.mark.django_db

CITY = """
[place]
slug = "gull-cove"
name = "Gull Cove"
kind = "city"
time_zone = "America/Chicago"

[[issues]]
slug = "pier"
title = "The pier"
terms = ["{term}"]
"""


def test_the_issues_of_a_city_are_public() -> None:
    load_city(CITY.format(term="pier repair"), NOW)
    assert Issue.objects.public().get().title == "The pier"


def test_a_term_that_every_story_has_is_refused_with_a_sentence() -> None:
    with pytest.raises(CityError, match="Issue pier: “the” is a word that every story has"):
        load_city(CITY.format(term="the"), NOW)
    assert not Issue.objects.exists()
