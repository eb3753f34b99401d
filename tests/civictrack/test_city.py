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
