"""Two of a kind that are remembered as different: said once, never asked again unless they grow more alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model

from officials.models import Body, Person, Place
from stories import curation
from stories.curation.apart import APART, apart_from, known_apart, with_apart
from stories.curation.choice import CurationError
from stories.curation.duplicates import nearness, pairs_alike
from stories.curation.near_records import bodies_near, issues_near, votes_near
from tests.factories import NOW, make_body, make_issue, make_official, make_place, make_vote
from votes.models import Issue, Vote


def people() -> list[Any]:
    body = make_body("Reedham Council")
    return [make_official(name, body) for name in ("Ada Reed", "Ada Reede", "Ada Reeder")]


def bodies() -> list[Any]:
    town = make_place("Gull Cove")
    return [make_body(name, town) for name in ("Harbor Board", "Harbor Boards", "The Harbor Board")]


def places() -> list[Any]:
    return [make_place(name) for name in ("Reedham Cove", "Reedham Coves", "Reedham Covey")]


def issues() -> list[Any]:
    body = make_body()
    return [make_issue(title, body) for title in ("The mill lease", "Mill lease", "A mill lease")]


def votes() -> list[Any]:
    issue, on = make_issue(), {"earliest": date(2026, 4, 1)}
    return [make_vote(issue, motion=motion, **on) for motion in ("Lease the mill", "Lease the mills", "Lease a mill")]


pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("make", [people, bodies, places, issues, votes])
CALLED: dict[type[Model], str] = {Person: "name", Body: "name", Place: "name", Issue: "title", Vote: "motion"}


def pairs(model: type[Model]) -> set[frozenset[Any]]:
    return {frozenset((pair.one, pair.other)) for pair in pairs_alike(model)[0]}


@EACH
def test_two_told_apart_are_offered_no_more_and_can_not_be_merged_until_that_is_undone(
    make: Callable[[], list[Any]], by: User
) -> None:
    one, other, third = make()
    model = type(one)
    assert pairs(model) == {frozenset(pair) for pair in ((one, other), (one, third), (other, third))}
    act = curation.tell_apart(other, one, by, NOW, "two books of minutes")
    row = known_apart(one, other)
    assert (row.first, row.second, row.reason) == (one, other, "two books of minutes")
    assert apart_from(one) == [(row, other)]
    assert apart_from(third) == []
    assert pairs(model) == {frozenset((one, third)), frozenset((other, third))}
    (told,) = with_apart(model._base_manager.filter(pk=other.pk)).get().apart
    assert (told["pk"], told["name"], told["reason"]) == (one.pk, getattr(one, CALLED[model]), "two books of minutes")
    named = model._meta.verbose_name_plural
    with pytest.raises(CurationError, match=f"remembered as different {named}: two books"):
        curation.merge(other.pk, one.pk, by, NOW, "one after all", model)
    for pair, reason, why in (((one, other), "x", "remembered already"), ((one, third), " ", "Say how you know")):
        with pytest.raises(CurationError, match=why):
            curation.tell_apart(*pair, by, NOW, reason)
    curation.undo(act.pk, by, NOW)
    assert len(pairs(model)) == 3


@EACH
def test_what_one_was_told_apart_from_the_other_is_after_a_merge_and_not_after_its_undoing(
    make: Callable[[], list[Any]], by: User
) -> None:
    kept, gone, third = make()
    curation.tell_apart(gone, third, by, NOW, "two books of minutes")
    merge = curation.merge(gone.pk, kept.pk, by, NOW, "one", type(kept))
    assert [other for _, other in apart_from(kept)] == [third]
    curation.undo(merge.pk, by, NOW)
    assert apart_from(kept) == []
    assert [other for _, other in apart_from(third)] == [gone]


@pytest.mark.parametrize("make", [bodies, places, issues, votes])
def test_two_that_come_to_be_called_more_nearly_the_same_are_offered_again(
    make: Callable[[], list[Any]], by: User
) -> None:
    one, other, _ = make()
    model, called = type(one), CALLED[type(one)]
    curation.tell_apart(one, other, by, NOW, "two books of minutes")
    assert nearness(one, other) == pytest.approx(APART[model].objects.get().near)
    name = getattr(one, called)
    same = name.upper() if model is Body else name
    if model is not Place:
        model._base_manager.filter(pk=other.pk).update(**{called: same})
        assert frozenset((one, other)) in pairs(model)
    model._base_manager.filter(pk=other.pk).update(**{called: "Quite another"})
    assert frozenset((one, other)) not in pairs(model)


def test_what_is_near_to_what_is_about_to_be_made_says_what_it_is_not(by: User) -> None:
    for one, other, _ in (bodies(), issues(), votes()):
        curation.tell_apart(one, other, by, NOW, "two books of minutes")
    body, issue, vote = Body.objects.get(name="Harbor Board"), Issue.objects.get(title="The mill lease"), Vote.objects
    first = vote.get(motion="Lease the mill")
    near = (
        bodies_near("Harbour Board", body.place, is_town_known=True)
        + issues_near("Mill leases", issue.place)
        + votes_near("Lease the old mill", first.issue)
    )
    told = {record: [other["reason"] for other in record.apart] for record in near}
    for record in (body, issue, first):
        assert told[record] == ["two books of minutes"]
