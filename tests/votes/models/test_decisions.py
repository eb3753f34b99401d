"""What the database refuses of votes and ballots, and which votes are ahead."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories import make_person, make_vote
from votes.models import Ballot, Vote

pytestmark = pytest.mark.django_db


def test_only_a_held_vote_has_an_outcome() -> None:
    with pytest.raises(IntegrityError, match="outcome"):
        make_vote(status="expected", outcome="passed")


def test_a_person_votes_once_on_a_vote() -> None:
    vote, person = make_vote(), make_person()
    Ballot.objects.create(vote=vote, person=person, choice="yes")
    with pytest.raises(IntegrityError, match="ballot_unique"):
        Ballot.objects.create(vote=vote, person=person, choice="no")


def test_votes_ahead_are_those_whose_window_is_not_over() -> None:
    past = make_vote(earliest=date(2026, 3, 1))
    soon = make_vote(earliest=date(2026, 3, 12))
    running = make_vote(earliest=date(2026, 3, 5), latest=date(2026, 3, 15), precision="month")
    undated = make_vote()
    ahead = list(Vote.objects.ahead(date(2026, 3, 10)))
    assert ahead == [running, soon, undated]
    assert list(Vote.objects.overdue(date(2026, 3, 10))) == [past]
