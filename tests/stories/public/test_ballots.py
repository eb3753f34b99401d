"""How people voted."""

from datetime import date

import pytest

from stories.evidence.book import book_of
from stories.public.ballots import ballots_of, roll_call, said_and_voted
from stories.public.queries import person_positions
from tests.factories import make_issue, make_official, make_position, make_vote
from votes.models import Ballot

pytestmark = pytest.mark.django_db


def test_a_ballot_stands_beside_what_was_last_said_before_it() -> None:
    issue, ada = make_issue(), make_official()
    vote = make_vote(issue, earliest=date(2026, 2, 10), status="held")
    Ballot.objects.create(vote=vote, person=ada, choice="no")
    make_position(ada, issue, stance="support", since=date(2026, 1, 1))
    make_position(ada, issue, stance="support", basis="past_vote", since=date(2026, 1, 20))
    make_position(ada, issue, stance="oppose", since=date(2026, 2, 20))
    positions = list(person_positions(ada))
    [row] = said_and_voted(ballots_of(ada), positions, book_of(positions=positions))
    assert row.said is not None
    assert row.said.position.since == date(2026, 1, 1)


def test_a_roll_call_is_read_as_a_clerk_reads_it_and_leaves_out_what_nobody_chose() -> None:
    vote = make_vote(earliest=date(2026, 2, 10), status="held")
    for choice in ("abstain", "no", "yes", "no"):
        Ballot.objects.create(vote=vote, person=make_official(), choice=choice)
    told = [(label, len(ballots)) for label, ballots in roll_call(vote.ballots.all())]
    assert told == [("Yes", 1), ("No", 2), ("abstained", 1)]
