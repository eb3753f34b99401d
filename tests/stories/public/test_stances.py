"""Who stands where."""

from datetime import date
from typing import Any

import pytest

from officials.models import Person, Role
from stories.evidence.book import book_of
from stories.public.queries import positions_of, roster
from stories.public.stances import Stand, Standing, shown_role, standing
from tests.factories import make_body, make_issue, make_official, make_person, make_position
from votes.models import Issue

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def issue() -> Issue:
    return make_issue(body=make_body("Reedham Council"))


def member(issue: Issue, name: str, **fields: Any) -> Person:
    return make_official(name, issue.body, **fields)


def stands(issue: Issue) -> Standing:
    positions = list(positions_of(issue))
    return standing(issue, positions, roster(issue.body, TODAY), {}, book_of(positions=positions), TODAY)


def groups(issue: Issue) -> dict[str, list[str]]:
    return {group.key: [stand.person.name for stand in group.stands] for group in stands(issue).groups}


def of(issue: Issue, person: Person) -> Stand:
    return next(stand for group in stands(issue).groups for stand in group.stands if stand.person == person)


def test_a_deed_counts_for_no_side(issue: Issue) -> None:
    make_position(member(issue, "Ada Reed"), issue, stance="support", basis="action")
    assert groups(issue) == {"deed": ["Ada Reed"]}


def test_a_deed_stands_beside_what_someone_said_and_does_not_replace_it(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    make_position(ada, issue, stance="oppose", since=date(2026, 1, 1))
    make_position(ada, issue, stance="support", basis="action", since=date(2026, 2, 1))
    assert groups(issue) == {"oppose": ["Ada Reed"]}
    stand = of(issue, ada)
    assert [claim.position.basis for claim in stand.deeds] == ["action"]
    assert stand.changed_from is None


def test_members_of_whom_nothing_was_found_are_named_as_just_that(issue: Issue) -> None:
    make_position(member(issue, "Ada Reed"), issue, stance="oppose")
    member(issue, "Bo Lund")
    member(issue, "Cy Former", until=date(2025, 1, 1))
    member(issue, "Di Clerk", voting=False)
    assert groups(issue) == {"oppose": ["Ada Reed"], "nothing": ["Bo Lund"]}
    assert stands(issue).members == [("oppose", "Oppose", 1), ("nothing", "Nothing found", 1)]


def test_a_question_without_an_answer_stands_beside_a_stance_and_never_for_one(issue: Issue) -> None:
    ada, bo = member(issue, "Ada Reed"), member(issue, "Bo Lund")
    make_position(ada, issue, stance="support", since=date(2026, 1, 1))
    make_position(ada, issue, stance="no_position", basis="no_response", since=date(2026, 3, 1))
    make_position(bo, issue, stance="no_position", basis="declined")
    assert groups(issue) == {"support": ["Ada Reed"], "no_answer": ["Bo Lund"]}
    assert [claim.position.basis for claim in of(issue, ada).silences] == ["no_response"]


def test_a_change_of_mind_says_what_it_was(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    make_position(ada, issue, stance="undecided", since=date(2025, 6, 1))
    make_position(ada, issue, stance="oppose", since=date(2026, 1, 1))
    make_position(ada, issue, stance="oppose", basis="vote_intent", since=date(2026, 2, 1))
    stand = of(issue, ada)
    assert stand.head is not None
    assert stand.head.position.basis == "vote_intent"
    assert stand.changed_from is not None
    assert stand.changed_from.position.stance == "undecided"
    assert len(stand.earlier) == 2


def test_one_who_says_the_same_again_has_not_changed(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    make_position(ada, issue, stance="oppose", since=date(2026, 1, 1))
    make_position(ada, issue, stance="oppose", since=date(2026, 2, 1))
    assert of(issue, ada).changed_from is None


def test_the_deciding_body_comes_first_then_other_officials_then_everyone(issue: Issue) -> None:
    for person in (make_person("Ann Private"), make_official("Bea Chief"), member(issue, "Zoe Member")):
        make_position(person, issue)
    assert groups(issue)["support"] == ["Zoe Member", "Bea Chief", "Ann Private"]


def test_a_redacted_person_stands_nowhere(issue: Issue) -> None:
    from tests.factories import NOW

    make_position(make_person("(removed)", redacted_at=NOW), issue)
    assert groups(issue) == {}


def test_someone_is_named_by_the_seat_in_the_deciding_body() -> None:
    body, other = make_body(), make_body()
    ada = make_official("Ada Reed", other, "Mayor", since=date(2025, 1, 1))
    Role.objects.create(person=ada, body=body, title="Chair")
    role = shown_role(ada, body.pk, TODAY)
    assert role is not None
    assert role.title == "Chair"
