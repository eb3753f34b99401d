"""A city in one file: loaded twice it doubles nothing, and a mistake is named and changes nothing."""

from datetime import date

import pytest

from civictrack.city import CityError, load_city
from civictrack.demo.content import city
from officials.models import Body, NotSame, Person, Place, Role
from stories.models import Source
from tests.factories import NOW
from votes.models import Issue

pytestmark = pytest.mark.django_db
TEXT = city("https://news.example", NOW.date())
PLACE = '[place]\nslug = "gull-cove"\nname = "Gull Cove"\ntime_zone = "America/New_York"\n'


def counts() -> list[int]:
    models = (Place, Body, Body.parents.through, Person, Role, NotSame, Issue, Source)
    return [model.objects.count() for model in models]  # type: ignore[attr-defined]


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


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ('url_rules = ["(a+)+$"]', "is none"),
        ('request_headers = {Host = "evil.example"}', "own to send"),
        ('request_headers = {"X-Key" = "a\\r\\nHost: b"}', "can't be sent"),
        ("request_headers = 5", "Source https"),
        ("url_rules = 5", "Source https"),
    ],
)
def test_how_a_source_is_asked_is_checked(field: str, words: str) -> None:
    source = f'url = "https://beacon.example/feed"\n{field}\n'
    with pytest.raises(CityError, match=words):
        load_city(f'{PLACE}[[outlets]]\nslug = "beacon"\nname = "Beacon"\n[[outlets.sources]]\n{source}', NOW)
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


BODIES = """
[place]
slug = "gull-cove"
name = "Gull Cove"
time_zone = "America/Chicago"

[[bodies]]
slug = "joint"
name = "Joint Harbor Committee"
kind = "committee"
parents = ["board", "commission"]
seats = 12
passage_rule = "number"
passage_number = 7
address = "Harbor Office, 1 Fish Pier"
address_checked_on = 2026-03-02
sign_up_url = "https://gull-cove.example/speak"
sign_up_checked_on = "2026-03-03"

[[bodies]]
slug = "board"
name = "Gull Cove Planning Board"
aliases = ["Planning Board"]
kind = "board"

[[bodies]]
slug = "commission"
name = "Gull Cove Port Commission"
"""


def test_a_body_has_parents_other_names_a_rule_and_ways_to_take_part() -> None:
    for _ in range(2):
        load_city(BODIES, NOW)
        joint = Body.objects.get(slug="joint")
        assert set(joint.parents.values_list("slug", flat=True)) == {"board", "commission"}
        assert (joint.seats, joint.passage_rule, joint.passage_number) == (12, "number", 7)
        assert (joint.address_checked_on, joint.sign_up_checked_on) == (date(2026, 3, 2), date(2026, 3, 3))
        assert Body.objects.called("planning board").get().slug == "board"


def test_a_body_keeps_the_parents_of_which_a_file_says_nothing_and_loses_those_it_no_longer_names() -> None:
    load_city(BODIES, NOW)
    load_city(BODIES.replace('parents = ["board", "commission"]', ""), NOW)
    assert Body.objects.get(slug="joint").parents.count() == 2
    load_city(BODIES.replace(', "commission"]', "]"), NOW)
    assert Body.objects.get(slug="joint").parents.get().slug == "board"


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('"board", "commission"]', '"bord"]', "Body joint: its parent “bord” is no other body of the file"),
        ('"board", "commission"]', '"joint"]', "Body joint: its parent “joint” is no other body of the file"),
        ("address_checked_on = 2026-03-02", "", "Body joint: Say of each way to take part on which day"),
        ("2026-03-02", '"last week"', "Body joint: .*must be in YYYY-MM-DD format"),
        ("2026-03-02", "2", "Body joint: a value is not of the kind"),
        ("passage_number = 7", "", "Body joint: Give a number of votes exactly where"),
        ('"number"', '"a hunch"', "Body joint: Value 'a hunch' is not a valid choice"),
        ("https://gull-cove.example/speak", "javascript:speak()", "Body joint: Enter a valid URL"),
        ('"Planning Board"]', '"Joint Harbor Committee"]', "“Joint Harbor Committee” is what the Joint Harbor"),
        ('["Planning Board"]', '"Planning Board"', "Body board: a value is not of the kind"),
    ],
)
def test_what_a_body_can_not_be_is_told_in_a_sentence(was: str, becomes: str, words: str) -> None:
    assert was in BODIES
    with pytest.raises(CityError, match=words):
        load_city(BODIES.replace(was, becomes), NOW)
    assert not Body.objects.exists()
