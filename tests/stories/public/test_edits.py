"""Which moves an editor made by hand."""

from datetime import timedelta

import pytest

from stories import curation
from stories.public.edits import moves_of
from tests.factories import NOW, make_account
from tests.stories.public.city import make_city
from votes.citation import Citation

pytestmark = pytest.mark.django_db


def test_a_move_that_an_editor_made_is_told_from_one_that_a_report_made() -> None:
    vote = make_city().vote
    cited, later = Citation("Moved.", "The Reed", ""), NOW + timedelta(days=1)
    curation.edit_vote(vote, {"location": "Old Hall"}, cited, make_account("una"), later, "news")
    assert [move.by_hand for move in moves_of([vote])] == [True, False]
