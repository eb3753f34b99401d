"""The page of a place has everything in it, and leads to what has no room on it."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officials.models import Place
from stories import curation
from stories.public.place import SHOWN, above, place_page, within
from tests.factories import (
    NOW,
    make_body,
    make_event,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
    make_source,
    make_vote,
)

pytestmark = pytest.mark.django_db

STATE, COUNTY = "ocd-division/country:us/state:ia", "ocd-division/country:us/state:ia/county:reed"


@pytest.fixture
def place() -> Place:
    return make_place("Reedham", ocd_division_id=f"{COUNTY}/place:reedham")


def test_a_place_has_its_bodies_issues_officials_outlets_and_what_is_ahead(client: Client, place: Place) -> None:
    council = make_body("Reedham Council", place)
    issue = make_issue("The pier", council)
    vote = make_vote(issue, motion="Build it", earliest=date(2099, 4, 1), status="scheduled")
    event = make_event(issue, title="Pier talk", earliest=date(2099, 3, 20))
    make_official("Ada Reed", council, seat="Ward 1")
    make_official("Bo Lund", council, until=date(2020, 1, 1))
    make_source(make_outlet("The Reed", place=place))
    make_vote(make_issue("Elsewhere"), motion="Not here", earliest=date(2099, 4, 1), status="scheduled")
    assert place_page(place, NOW)["ahead"] == [event, vote]
    page = client.get(place.get_absolute_url()).content.decode()
    for words in ("Reedham Council", "The pier", "Build it", "Pier talk", "Ada Reed", "Ward 1", "The Reed"):
        assert words in page, words
    for words in ("Bo Lund", "Not here", "Elsewhere"):
        assert words not in page, words
    assert f"/en/subscribe/place/{place.slug}/" in page


def test_nobody_private_nothing_withdrawn_and_nothing_unpublished_is_on_it(client: Client, place: Place) -> None:
    council = make_body("Reedham Council", place)
    make_person("Oda Private")
    make_vote(make_issue("Secret", council, published_at=None), motion="Hush", earliest=date(2099, 4, 1))
    make_vote(make_issue("The pier", council), motion="A slip", earliest=date(2099, 4, 1), withdrawn_at=NOW)
    page = client.get(place.get_absolute_url()).content.decode()
    assert not [words for words in ("Oda Private", "Secret", "Hush", "A slip") if words in page]


def test_places_lie_in_one_another_as_their_identifiers_say(place: Place) -> None:
    county, state = make_place("Reed County", ocd_division_id=COUNTY), make_place("Iowa", ocd_division_id=STATE)
    other = make_place("Reedburg", ocd_division_id=f"{COUNTY}burg")
    for known in (place, county, state, other):
        make_body(place=known)
    assert list(within(county)) == [place]
    assert set(within(state)) == {county, place, other}
    assert above(place) == [state, county]
    assert not within(make_place("Unknown"))


def test_a_large_place_shows_some_of_each_and_leads_to_the_others(client: Client, place: Place) -> None:
    for n in range(SHOWN + 3):
        body = make_body(f"Board {n:02}", place)
        make_issue(f"Matter {n:02}", body)
        make_official(f"Ada Reed {n:02}", body)
    assert place_page(place, NOW)["more"] == {"issues": 3, "bodies": 3, "officials": 3}
    page = client.get(place.get_absolute_url()).content.decode()
    assert f"/en/people/?place={place.slug}&amp;state=now" in page


def test_a_place_costs_the_same_however_much_is_in_it(client: Client, place: Place) -> None:
    counts = []
    for number in (2, 15):
        for _ in range(number):
            body = make_body(place=place)
            make_official(body=body)
            issue = make_issue(body=body)
            make_vote(issue, earliest=date(2099, 4, 1), status="scheduled")
            make_event(issue, earliest=date(2099, 4, 1))
            make_source(make_outlet(place=place))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_address_that_a_merge_left_leads_to_the_place_that_stayed(client: Client, place: Place) -> None:
    gone = make_place("Reedham City")
    make_body(place=place)
    by = User.objects.create_user("una")
    curation.merge(gone.pk, place.pk, by, NOW, "one town", Place)
    answer = client.get(f"/en/places/{gone.slug}/")
    assert (answer.status_code, answer["Location"]) == (302, place.get_absolute_url())
