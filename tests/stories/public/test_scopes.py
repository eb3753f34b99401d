"""What a feed or a calendar is of."""

from datetime import date

import pytest
from django.http import Http404

from stories.models import Quote
from stories.public.scopes import Scope, scope_at
from tests.factories import NOW, make_event, make_issue, make_vote
from tests.stories.public.city import City, make_city

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def city() -> City:
    return make_city()


def scopes(city: City) -> dict[str, Scope]:
    assert city.issue.body
    slugs = {"all": "", "issue": city.issue.slug, "person": city.ada.slug, "body": city.issue.body.slug,
             "place": city.issue.body.place.slug}  # fmt: skip
    return {kind: scope_at(kind, slug) for kind, slug in slugs.items()}


def test_each_has_the_votes_and_events_of_its_own_and_no_others(city: City) -> None:
    event = make_event(city.issue)
    other = make_vote()
    for kind, scope in scopes(city).items():
        assert list(scope.events(TODAY)) == [event], kind
        assert set(scope.votes(TODAY)) == ({city.vote, other} if kind == "all" else {city.vote}), kind


def test_of_an_issue_that_is_not_public_there_is_nothing(city: City) -> None:
    hidden = make_issue("Hidden", city.issue.body, published_at=None)
    vote, event = make_vote(hidden), make_event(hidden)
    for scope in scopes(city).values():
        assert vote not in scope.votes(TODAY)
        assert event not in scope.events(TODAY)


def test_a_persons_dates_are_of_where_they_sit_and_of_what_they_took_a_side_on(city: City) -> None:
    there = make_vote(make_issue("Elsewhere"))
    city.ada.roles.update(until=date(2020, 1, 1))
    assert set(scope_at("person", city.ada.slug).votes(TODAY)) == {city.vote}  # by what she said
    city.ada.positions.update(withdrawn_at=NOW)
    assert not scope_at("person", city.ada.slug).votes(TODAY)
    assert there in Scope().votes(TODAY)


def test_words_of_private_people_are_in_none(city: City) -> None:
    Quote.objects.create(text="Hm.", type="direct", person=city.ada, issue=city.issue)
    for kind, scope in scopes(city).items():
        assert {quote.person for quote in scope.quotes} == {city.ada}, kind


def test_a_private_person_and_who_is_not_there_have_none(city: City) -> None:
    for kind, slug in (("person", city.private.slug), ("issue", "none"), ("place", "none")):
        with pytest.raises(Http404):
            scope_at(kind, slug)


def test_each_leads_to_its_page_and_names_its_own_address(city: City) -> None:
    found = scopes(city)
    assert found["issue"].path == city.issue.get_absolute_url()
    assert found["all"].path == "/en/"
    assert found["person"].address("calendar") == f"/en/people/{city.ada.slug}/votes.ics"
    assert {scope.name for scope in found.values()} >= {"All issues", "Ada Reed", "Reedham"}
