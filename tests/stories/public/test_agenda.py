"""What is ahead on an issue, and what of it is shown large."""

from datetime import date

import pytest

from stories.public.agenda import agenda
from tests.factories import NOW, make_issue, make_vote

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def test_the_next_vote_leads_then_one_overdue_then_the_last_held() -> None:
    issue = make_issue()
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    older = make_vote(issue, earliest=date(2026, 1, 1), status="held")
    assert agenda([older, held], TODAY).lead == held
    overdue = make_vote(issue, earliest=date(2026, 3, 1))
    assert agenda([held, overdue], TODAY).lead == overdue
    undated, ahead = make_vote(issue), make_vote(issue, earliest=TODAY)
    assert agenda([held, overdue, undated, ahead], TODAY).lead == ahead
    assert agenda([held, overdue, undated, ahead], TODAY).others == [undated, overdue, held]


def test_a_withdrawn_vote_is_on_no_agenda() -> None:
    assert agenda([make_vote(earliest=TODAY, withdrawn_at=NOW)], TODAY).lead is None
