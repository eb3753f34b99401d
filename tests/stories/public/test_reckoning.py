"""What people had said before a vote, against what they did."""

from datetime import UTC, date

import pytest
from django.test import Client

from officials.models import Person, Role
from stories.public.board import board_of
from stories.public.dossier import dossier_of
from stories.public.reckoning import said_against_did
from stories.public.seats import Deciders
from tests.factories import make_body, make_issue, make_official, make_person, make_position, make_vote
from tests.stories.public.city import hold, make_city
from tests.stories.public.test_pages import get, words
from votes.models import Ballot, Issue, Vote

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def issue() -> Issue:
    return make_issue(body=make_body("Reedham Council", seats=3))


def rows(issue: Issue, vote: Vote, are_known: bool = False) -> list[tuple[str, str, str]]:
    board = board_of(issue, dossier_of(issue, UTC), DAY)
    decided = Deciders(vote.body, DAY, "decided it", are_known, False)
    told = said_against_did(vote, board.positions, decided)
    return [(row.person.name, row.said.stance if row.said else "", row.did) for row in told]


def cast(vote: Vote, person: Person, choice: str) -> None:
    Ballot.objects.create(vote=vote, person=person, choice=choice)


def test_each_stands_with_what_they_had_said_last_and_what_they_did(issue: Issue) -> None:
    vote = make_vote(issue, status="held", earliest=DAY)
    did = {"yes": "voted yes", "no": "voted no", "abstain": "abstained", "absent": "was absent",
           "recused": "took no part, having recused themselves"}  # fmt: skip
    for choice in did:
        person = make_official(choice, issue.body)
        cast(vote, person, choice)
        make_position(person, issue, stance="oppose", since=date(2026, 1, 1))
        make_position(person, issue, stance="support", since=date(2026, 2, 1))
        make_position(person, issue, stance="oppose", since=date(2026, 3, 11))
    assert rows(issue, vote) == sorted((choice, "support", words) for choice, words in did.items())


def test_who_said_how_they_would_vote_and_cast_no_known_ballot_is_told_as_just_that(issue: Issue) -> None:
    vote = make_vote(issue, status="held", earliest=DAY)
    cast(vote, make_official("Ada Reed", issue.body), "yes")
    member, other = make_official("Bo Lund", issue.body), make_official("Cy Other")
    for person in (member, other):
        make_position(person, issue, stance="oppose", basis="vote_intent")
    make_position(make_person("Di Citizen"), issue, stance="oppose")
    unknown = "whether they are a member of the body that voted is not known to us"
    assert rows(issue, vote) == [
        ("Ada Reed", "", "voted yes"), ("Bo Lund", "oppose", "how they voted is not known to us"),
        ("Cy Other", "oppose", unknown),
    ]  # fmt: skip
    assert rows(issue, vote, are_known=True)[2][2] == "was not a member of the body that voted"


def test_a_seat_that_ended_before_the_vote_was_none(issue: Issue) -> None:
    vote = make_vote(issue, status="held", earliest=DAY)
    cast(vote, make_official("Ada Reed", issue.body), "yes")
    former = make_person("Bo Lund")
    Role.objects.create(person=former, body=issue.body, title="Member", until=date(2026, 3, 9))
    make_position(former, issue, stance="oppose", basis="vote_intent", since=date(2026, 1, 1))
    assert rows(issue, vote, are_known=True)[1][2] == "was not a member of the body that voted"


def test_without_a_ballot_and_for_a_motion_about_a_motion_nothing_is_set_against_anything(issue: Issue) -> None:
    held = make_vote(issue, status="held", earliest=DAY)
    tabled = make_vote(issue, status="held", earliest=DAY, classification="table")
    cast(tabled, make_official("Ada Reed", issue.body), "yes")
    assert rows(issue, held) == rows(issue, tabled) == []


def test_the_issue_shows_after_the_vote_what_was_said_and_done(client: Client) -> None:
    city = make_city()
    assert "What they said" not in words(get(client, city.issue.get_absolute_url()))
    hold(city)
    page = get(client, city.issue.get_absolute_url())
    told = [" ".join(row.get_text(" ").split()) for row in page.select(".reckoning tbody tr")]
    assert told == [
        "Ada Reed said they would vote against it ( Mar 1, 2026 ) voted no",
        "Bo Lund nothing found voted yes",
    ]
    own = get(client, city.vote.get_absolute_url())
    assert [" ".join(row.get_text(" ").split()) for row in own.select(".reckoning tbody tr")] == told


def test_what_is_compared_is_what_they_had_said_of_their_vote_not_the_last_opinion(issue: Issue) -> None:
    vote = make_vote(issue, status="held", earliest=DAY)
    person = make_official("Ada Reed", issue.body)
    cast(vote, person, "no")
    make_position(person, issue, stance="oppose", basis="vote_intent", since=date(2026, 1, 5))
    make_position(person, issue, stance="support", since=date(2026, 2, 5))
    assert rows(issue, vote) == [("Ada Reed", "oppose", "voted no")]


def test_where_the_record_has_no_ballot_the_reports_of_the_vote_say_who_voted_how(issue: Issue) -> None:
    vote = make_vote(issue, status="held", earliest=DAY)
    for name, stance, since in (("Ada Reed", "oppose", DAY), ("Bo Lund", "support", date(2026, 3, 11))):
        person = make_official(name, issue.body)
        make_position(person, issue, stance="support", basis="vote_intent", since=date(2026, 1, 5))
        make_position(person, issue, stance=stance, basis="past_vote", since=since)
    long_after = make_official("Cy Late", issue.body)
    make_position(long_after, issue, stance="support", basis="past_vote", since=date(2026, 4, 11))
    board = board_of(issue, dossier_of(issue, UTC), date(2026, 5, 1))
    told = [(row.person.name, row.did) for row in said_against_did(vote, board.positions, None)]
    assert told == [("Ada Reed", "voted no"), ("Bo Lund", "voted yes")]
