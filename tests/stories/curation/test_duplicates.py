"""Pairs of records that may be one, of each kind, and what each has."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from officials.models import Body, Person, Place
from stories import curation
from stories.curation.duplicates import MOST, holdings, pairs_alike
from stories.models import Quote
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
    make_vote,
)
from tests.votes.alerts.readers import make_reader
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db


def pairs(model: type) -> set[tuple[str, str]]:
    return {(str(pair.one), str(pair.other)) for pair in pairs_alike(model)[0]}


def test_people_of_one_place_with_near_names_are_a_pair_until_told_apart(by: User) -> None:
    body = make_body("Reedham Council")
    ada = make_official("Ada Reed", body)
    heard = make_person("Ada Reede")
    story = make_article("Reed said no.", outlet=make_outlet(place=body.place))
    make_finding(story, "Reed said no.", person=heard, state="accepted")
    make_official("Ada Reed", make_body("Elsewhere Board"))
    make_official("Zoe Zander", body)
    assert pairs(Person) == {("Ada Reed", "Ada Reede")}
    curation.tell_apart(ada, heard, by, NOW, "aunt and niece")
    assert pairs(Person) == set()


def test_bodies_of_one_place_are_compared_without_its_name() -> None:
    town = make_place("Gull Cove")
    names = (
        "Gull Cove Town Council",
        "The Town Council",
        "Gull Cove Harbor Board",
        "Fire District 1",
        "Fire District 2",
    )
    for name in names:
        make_body(name, town)
    make_body("Town Council")
    assert pairs(Body) == {("Gull Cove Town Council", "The Town Council")}


def test_places_issues_and_votes_that_may_be_one_are_pairs() -> None:
    town, _ = make_place("Reedham"), make_place("Town of Reedham")
    make_place("Gull Cove")
    body = make_body("Reedham Council", town)
    issue = make_issue("The lease of the mill", body)
    make_issue("Mill lease", body)
    make_issue("Parking meters", body)
    on = {"earliest": date(2026, 4, 1)}
    first, second = make_vote(issue, motion="Adopt it", **on), make_vote(issue, motion="The lease", **on)
    make_vote(issue, motion="Put it off", classification="postpone", disposes_of=first, status="held", **on)
    make_vote(issue, motion="Something else")
    assert pairs(Place) == {("Reedham", "Town of Reedham")}
    assert pairs(Issue) == {("The lease of the mill", "Mill lease")}
    assert pairs(Vote) == {(str(first), str(second))}


def test_what_each_has_is_counted_in_words() -> None:
    person = make_official("Ada Reed")
    for _ in range(2):
        Quote.objects.create(text="No.", type="direct", person=person)
    make_reader(person)
    body, part = make_body("Joint committee"), make_body("Reedham Council")
    body.parents.add(part)
    assert holdings(Person, [person.pk])[person.pk] == ["1 role", "2 quotes", "1 follower"]
    assert holdings(Body, [part.pk])[part.pk] == ["1 body made of it"]


def test_a_page_of_pairs_asks_the_database_a_fixed_number_of_questions() -> None:
    body = make_body("Reedham Council")
    for number in range(9):
        make_official(f"Ada Reed{'e' * (number % 3)}", body)
    with CaptureQueriesContext(connection) as asked:
        shown, has_more = pairs_alike(Person)
    assert (len(shown), has_more) == (MOST, True)
    assert len(asked) <= 14
    rest = [len(pairs_alike(Person, page)[0]) for page in (2, 3)]
    assert sum(rest) + MOST == 9 * 8 // 2
