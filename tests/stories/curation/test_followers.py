"""Readers of two people who are one, and of one who was two after all."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.models import LoggedAction
from tests.factories import NOW, make_person
from tests.votes.alerts.readers import make_reader
from votes.alerts.subscribe import leave
from votes.models import Subscriber, Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Person, Person]:
    return make_person("A. Reed"), make_person("Ada Reed")


def merge(pair: tuple[Person, Person], by: User) -> LoggedAction:
    return curation.merge(pair[0].pk, pair[1].pk, by, NOW, "one and the same")


def follow(reader: Subscriber, person: Person, **fields: Any) -> Subscription:
    fields = {"confirmed_at": NOW} | fields
    return Subscription.objects.create(subscriber=reader, person=person, **fields)


def rows() -> list[dict[str, Any]]:
    return list(Subscription.objects.order_by("pk").values())


def test_who_followed_the_one_follows_the_other_until_it_is_undone(pair: tuple[Person, Person], by: User) -> None:
    make_reader(pair[0], kinds=["quote"])
    before = rows()
    action = merge(pair, by)
    assert Subscription.objects.live().get().person == pair[1]
    curation.undo(action.pk, by, NOW)
    assert rows() == before


def test_who_followed_both_gets_what_they_asked_of_either(pair: tuple[Person, Person], by: User) -> None:
    reader = make_reader()
    follow(reader, pair[0], kinds=["quote"], leads=[3], cadence="at_once")
    follow(reader, pair[1], kinds=["position"], leads=[7, 1], cadence="weekly")
    before = rows()
    action = merge(pair, by)
    joined = Subscription.objects.get()
    assert (joined.person, set(joined.kinds), joined.leads, joined.cadence) == (
        pair[1], {"quote", "position"}, [7, 3, 1], "at_once",
    )  # fmt: skip
    curation.undo(action.pk, by, NOW)
    assert rows() == before


@pytest.mark.parametrize("other", [{"confirmed_at": None}, {"ended_at": NOW}], ids=["unconfirmed", "left"])
def test_what_was_not_confirmed_or_was_left_adds_nothing(
    other: dict[str, Any], pair: tuple[Person, Person], by: User
) -> None:
    reader = make_reader()
    follow(reader, pair[0], kinds=["quote"])
    follow(reader, pair[1], kinds=["position"], **other)
    before = rows()
    action = merge(pair, by)
    joined = Subscription.objects.live().get()
    assert (joined.person, joined.kinds) == (pair[1], ["quote"])
    curation.undo(action.pk, by, NOW)
    assert rows() == before


def test_who_left_after_the_merge_has_left_both(pair: tuple[Person, Person], by: User) -> None:
    reader = make_reader()
    for person in pair:
        follow(reader, person)
    action = merge(pair, by)
    leave(reader, NOW)
    curation.undo(action.pk, by, NOW)
    assert Subscription.objects.count() == 2
    assert not Subscription.objects.live().exists()


def test_a_reader_who_was_erased_does_not_come_back(pair: tuple[Person, Person], by: User) -> None:
    reader = make_reader()
    for person in pair:
        follow(reader, person)
    action = merge(pair, by)
    reader.delete()
    curation.undo(action.pk, by, NOW)
    assert Person.objects.count() == 2
    assert not Subscription.objects.exists()
