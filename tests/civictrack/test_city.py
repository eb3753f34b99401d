"""A city in one file: loaded twice it doubles nothing, and a mistake is named and changes nothing."""

from pathlib import Path

import pytest

from civictrack import demo
from civictrack.city import CityError, load_city
from officials.models import Body, NotSame, Person, Place, Role
from stories.models import Source
from tests.factories import NOW
from votes.models import Issue

pytestmark = pytest.mark.django_db
TEXT = (Path(demo.__file__).parent / "city.toml").read_text(encoding="utf-8").replace("{news}", "https://news.example")
PLACE = '[place]\nslug = "gull-cove"\nname = "Gull Cove"\ntime_zone = "America/New_York"\n'


def counts() -> list[int]:
    return [model.objects.count() for model in (Place, Body, Person, Role, NotSame, Issue, Source)]


def test_a_city_loaded_twice_is_there_once() -> None:
    load_city(TEXT, NOW)
    first = counts()
    assert all(first)
    load_city(TEXT, NOW)
    assert counts() == first


def test_what_the_file_says_anew_is_brought_up_to_date() -> None:
    load_city(PLACE, NOW)
    load_city(PLACE.replace('"Gull Cove"', '"The Town of Gull Cove"'), NOW)
    assert Place.objects.get().name == "The Town of Gull Cove"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[place", "no TOML"),
        (PLACE.replace("time_zone", "timezone"), "there is no “timezone”"),
        (PLACE.replace("America/New_York", "America/Gull_Cove"), "is not a time zone"),
        (PLACE + '[[people]]\nname = "Ona Firth"\nroles = [{body = "council", title = "Mayor"}]\n', "council"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_changed(text: str, words: str) -> None:
    with pytest.raises(CityError, match=words):
        load_city(text, NOW)
    assert not any(counts())


REEDHAM = """
[place]
slug = "reedham"
name = "Reedham"
time_zone = "America/Chicago"

[[bodies]]
slug = "reedham-council"
name = "Reedham Council"
seats = {seats}

[[bodies]]
slug = "reedham-court"
name = "Reedham Court"
"""


def test_a_city_says_how_many_vote_in_a_body_and_may_leave_it_open() -> None:
    load_city(REEDHAM.format(seats=7), NOW)
    assert dict(Body.objects.values_list("slug", "seats")) == {"reedham-council": 7, "reedham-court": None}


@pytest.mark.parametrize("seats", ["0", "-3", "'many'"])
def test_a_number_of_seats_that_is_none_is_refused(seats: str) -> None:
    with pytest.raises(CityError):
        load_city(REEDHAM.format(seats=seats), NOW)
    assert not Body.objects.exists()


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
