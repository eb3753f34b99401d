"""Rows that come along inside another query's rows."""

from datetime import date

import pytest
from django.db.models import F

from officials.models import Body, Place, Role
from officials.nested import All, One, load
from tests.factories import make_body, make_issue, make_official, make_place, make_vote
from votes.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    body = make_body("Harbor Board", make_place("Reedham"))
    make_official("Ada Reed", body, since=date(2024, 5, 1))
    make_official("Bo Lund", body)
    return body


def test_what_belongs_to_each_row_is_loaded_in_the_one_query(body: Body, django_assert_num_queries: object) -> None:
    make_official("Cy Other")
    roles = All(
        rows=Role.objects.order_by("-person__name"), one={"person": One(many={"roles": All(rows=Role.objects.all())})}
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        (found,) = load(Body.objects.filter(pk=body.pk), roles=roles)
        assert [str(role.person) for role in found.roles.all()] == ["Bo Lund", "Ada Reed"]
        assert [role.body for role in found.roles.all()] == [found, found]
        assert [own.pk for own in found.roles.all()[0].person.roles.all()] == [found.roles.all()[0].pk]


def test_days_moments_and_json_are_as_the_model_has_them(body: Body) -> None:
    vote = make_vote(make_issue(body=body))
    within = All(rows=Vote.objects.all(), one={"issue": One(), "meeting": One()})
    (found,) = load(Body.objects.filter(pk=body.pk), votes=within)
    (same,) = found.votes.all()
    fields = [field.attname for field in Vote._meta.concrete_fields]
    vote.refresh_from_db()
    assert [getattr(same, name) for name in fields] == [getattr(vote, name) for name in fields]
    assert same.issue == vote.issue
    assert same.meeting is None


def test_one_row_that_several_name_is_the_same(body: Body) -> None:
    (place,) = load(
        Place.objects.filter(pk=body.place_id),
        bodies=All(rows=Body.objects.all(), many={"roles": All(rows=Role.objects.all(), one={"body": One()})}),
    )
    (board,) = place.bodies.all()
    assert board.place is place
    first, second = board.roles.all()
    assert first.body == second.body


def test_rows_of_many_to_many_say_what_they_were_asked(body: Body) -> None:
    body.parents.add(parent := make_body("Town Council", body.place))
    asked = All(rows=Body.objects.annotate(called=F("name")), says=("called",), leave=("url",))
    (found,) = load(Body.objects.filter(pk=body.pk), parents=asked)
    assert [(other, other.called) for other in found.parents.all()] == [(parent, "Town Council")]
    assert "url" in found.parents.all()[0].get_deferred_fields()
