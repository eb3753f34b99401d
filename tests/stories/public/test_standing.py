"""Who stands where."""

from datetime import UTC, date, timedelta
from typing import Any

import pytest

from officials.models import Person, Role
from stories.evidence.book import book_of
from stories.models import ArticleIssue, Quote
from stories.public.board import board_of
from stories.public.dossier import dossier_of
from stories.public.stances import Stand, shown_role
from stories.public.standing import Standing, standing
from stories.public.tally import Count
from tests.factories import (
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_position,
    make_source,
)
from votes.models import Issue

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def issue() -> Issue:
    return make_issue(body=make_body("Reedham Council"))


def member(issue: Issue, name: str, **fields: Any) -> Person:
    return make_official(name, issue.body, **fields)


def stands(issue: Issue) -> Standing:
    board = board_of(issue, dossier_of(issue, UTC), TODAY)
    return standing(board, book_of(positions=board.positions), TODAY)


def groups(issue: Issue) -> dict[str, list[str]]:
    """Who is in which group, whatever the circle."""
    grouped: dict[str, list[str]] = {}
    for circle in stands(issue).circles:
        for group in circle.groups:
            grouped.setdefault(group.key, []).extend(stand.person.name for stand in group.stands)
    return grouped


def circles(issue: Issue) -> dict[str, dict[str, list[str]]]:
    return {
        circle.key: {group.key: [stand.person.name for stand in group.stands] for group in circle.groups}
        for circle in stands(issue).circles
    }


def say(issue: Issue, person: Person, words: str = "We will see,", **fields: Any) -> Quote:
    quote = Quote.objects.create(text=words, type="direct", person=person, issue=issue, **fields)
    make_finding(make_article(f"“{words}” they said."), words, state="accepted", quote=quote)
    return quote


def of(issue: Issue, person: Person) -> Stand:
    return next(stand for circle in stands(issue).circles for stand in circle.stands if stand.person == person)


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
    tally = stands(issue).tally
    assert tally
    assert tally.members == [Count("oppose", "Oppose", 1), Count("nothing", "Nothing found", 1)]


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


def test_the_deciding_body_other_officials_and_everyone_else_are_separate(issue: Issue) -> None:
    for person in (make_person("Ann Private"), make_official("Bea Chief"), member(issue, "Zoe Member")):
        make_position(person, issue)
    assert circles(issue) == {
        "members": {"support": ["Zoe Member"]},
        "officials": {"support": ["Bea Chief"]},
        "others": {"support": ["Ann Private"]},
    }


def test_a_condition_is_counted_with_its_stance(issue: Issue) -> None:
    for name, stance, conditional in (("A", "oppose", True), ("B", "support", True), ("C", "support", False)):
        make_position(member(issue, name), issue, stance=stance, conditional=conditional)
    tally = stands(issue).tally
    assert tally
    assert [(count.number, count.title) for count in tally.members] == [
        (2, "Support, 1 with conditions"), (1, "Oppose, with conditions"),
    ]  # fmt: skip


def test_one_who_presides_without_a_vote_is_no_member_that_votes(issue: Issue) -> None:
    make_position(member(issue, "Di Mayor", voting=False), issue)
    assert circles(issue) == {"officials": {"support": ["Di Mayor"]}}


def test_a_role_that_ended_is_shown_with_its_end(issue: Issue) -> None:
    former = member(issue, "Cy Former", until=date(2025, 1, 1))
    make_position(former, issue)
    assert circles(issue) == {"officials": {"support": ["Cy Former"]}}
    assert of(issue, former).until == date(2025, 1, 1)


def test_a_member_quoted_without_a_stance_is_not_one_of_whom_nothing_was_found(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    first, second = say(issue, ada), say(issue, ada, "It is on the agenda,", said_on=date(2026, 3, 2))
    assert groups(issue) == {"quoted": ["Ada Reed"]}
    assert [claim.quote for claim in of(issue, ada).quotes] == [second, first]


def test_other_officials_and_public_figures_quoted_without_a_stance_stand_with_their_words(issue: Issue) -> None:
    say(issue, make_official("Bea Chief"))
    say(issue, make_person("Cleo Known", public_figure=True))
    say(issue, make_person("Oda Private"))
    assert circles(issue) == {"officials": {"quoted": ["Bea Chief"]}, "others": {"quoted": ["Cleo Known"]}}


def test_one_who_takes_a_stand_is_not_quoted_beside_it_but_one_known_by_a_deed_is(issue: Issue) -> None:
    ada, bo = member(issue, "Ada Reed"), member(issue, "Bo Lund")
    make_position(ada, issue, stance="oppose")
    make_position(bo, issue, basis="action")
    say(issue, ada)
    said = say(issue, bo)
    assert of(issue, ada).quotes == []
    assert [claim.quote for claim in of(issue, bo).quotes] == [said]


def test_one_who_spoke_once_and_once_gave_no_answer_is_quoted_with_the_silence_beside(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    make_position(ada, issue, stance="no_position", basis="no_response")
    say(issue, ada)
    assert groups(issue) == {"quoted": ["Ada Reed"]}
    assert len(of(issue, ada).silences) == 1


def test_a_quote_whose_finding_is_no_longer_accepted_stands_nowhere(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    say(issue, ada).findings.update(state="rejected")
    assert groups(issue) == {"nothing": ["Ada Reed"]}


def test_of_many_quotes_the_newest_three_are_shown_and_the_others_counted(issue: Issue) -> None:
    ada = member(issue, "Ada Reed")
    for day in range(1, 6):
        say(issue, ada, f"Word {day}", said_on=date(2026, 2, day))
    stand = of(issue, ada)
    assert [claim.quote.text for claim in stand.quotes] == ["Word 5", "Word 4", "Word 3"]
    assert stand.left_out == 2


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


def test_what_people_stand_on_is_said_once_a_group(issue: Issue) -> None:
    for name, matter in (("A", "the pier lease"), ("B", "The pier lease"), ("C", "the crane"), ("D", "")):
        make_position(member(issue, name), issue, stance="oppose", matter=matter)
    group = stands(issue).circles[0].groups[0]
    told = [(on.matter, [stand.person.name for stand in on.stands]) for on in group.by_matter]
    assert told == [("", ["D"]), ("the pier lease", ["A", "B"]), ("the crane", ["C"])]
    assert group.matter == ""


def test_how_somebody_will_vote_is_counted_apart_from_what_they_think(issue: Issue) -> None:
    make_position(member(issue, "A"), issue, stance="oppose", basis="vote_intent")
    make_position(member(issue, "B"), issue, stance="oppose")
    make_position(member(issue, "C"), issue, stance="oppose", basis="past_vote")
    tally = stands(issue).tally
    assert tally
    assert [(count.number, count.intend, count.voted) for count in tally.counts] == [(3, 1, 1)]


def test_of_whom_nothing_was_found_it_is_said_when_we_last_looked(issue: Issue) -> None:
    from tests.factories import NOW

    outlet = make_outlet()
    article = make_article(outlet=outlet)
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    make_source(outlet, last_ok_at=NOW)
    make_source(outlet, last_ok_at=NOW - timedelta(days=3))
    make_source(outlet, last_ok_at=NOW - timedelta(days=300), gone_at=NOW)
    make_source(last_ok_at=NOW - timedelta(days=30))
    assert stands(issue).looked is None, "nobody is missing"
    member(issue, "Ada Reed")
    assert stands(issue).looked == NOW - timedelta(days=3)
