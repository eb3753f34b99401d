"""Which moves an editor made by hand."""

from datetime import timedelta

import pytest

from stories import curation
from stories.public.edits import moves_of
from tests.factories import NOW, make_account
from tests.stories.public.city import make_city
from votes import schedule
from votes.citation import Citation

pytestmark = pytest.mark.django_db


def test_a_move_that_an_editor_made_is_told_from_one_that_a_report_made() -> None:
    vote = make_city().vote
    cited, later = Citation("Moved.", "The Reed", ""), NOW + timedelta(days=1)
    curation.edit_vote(vote, {"location": "Old Hall"}, cited, make_account("una"), later, "news")
    assert [move.by_hand for move in moves_of([vote])] == [True, False]


def test_a_meeting_that_an_editor_enters_makes_no_report_of_the_votes_date_an_editors() -> None:
    city = make_city()
    vote, citation = city.vote, Citation("They meet.", "The Reed", "https://reed.example/meets")
    day = {"earliest": "2099-05-05", "latest": "2099-05-05", "precision": "day", "status": "scheduled"}
    at = NOW + timedelta(days=1)
    schedule.change(vote, day, citation, at)
    new = curation.NewEvent("meeting", "They meet", [vote.body], [vote.issue], [vote], {**day, "location": "Hall"})
    curation.enter_event(new, citation, make_account("una"), at)
    moved, first = moves_of([vote])
    assert (moved.after.location, moved.by_hand, first.by_hand) == ("Hall", False, False)
