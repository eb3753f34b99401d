"""What is ahead on an issue, and what of it is shown large."""

from datetime import date

import pytest

from stories.public.agenda import agenda
from tests.factories import NOW, make_event, make_issue, make_vote
from votes import schedule
from votes.citation import Citation

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


def test_the_soonest_by_its_last_possible_day_leads_be_it_a_vote_or_a_meeting() -> None:
    issue = make_issue()
    week = make_vote(issue, earliest=date(2026, 3, 11), latest=date(2026, 3, 17), precision="week")
    meeting = make_event(issue, earliest=date(2026, 3, 16))
    plan = agenda([week], TODAY, [meeting])
    assert (plan.lead, plan.vote, plan.others) == (meeting, week, [])
    later = make_event(issue, earliest=date(2026, 3, 18))
    plan = agenda([week], TODAY, [later])
    assert (plan.lead, plan.event, plan.others) == (week, None, [later])


def test_deadlines_before_what_is_next_or_with_it_stand_on_top_and_later_ones_among_the_others() -> None:
    issue = make_issue()
    meeting = make_event(issue, earliest=date(2026, 3, 16))
    with_it = make_event(issue, kind="deadline", earliest=date(2026, 3, 16))
    after = make_event(issue, kind="deadline", earliest=date(2026, 3, 17))
    plan = agenda([], TODAY, [after, with_it, meeting])
    assert (plan.lead, plan.deadlines, plan.others) == (meeting, [with_it], [after])


def test_with_nothing_else_ahead_the_next_deadline_leads() -> None:
    issue = make_issue()
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    over = make_event(issue, kind="deadline", earliest=date(2026, 3, 9))
    deadline = make_event(issue, kind="deadline", earliest=TODAY)
    plan = agenda([held], TODAY, [over, deadline])
    assert (plan.lead, plan.vote, plan.deadlines) == (deadline, held, [])


def test_what_was_called_off_or_withdrawn_is_not_ahead() -> None:
    off = make_event(earliest=TODAY, status="cancelled")
    ours = make_event(earliest=TODAY, withdrawn_at=NOW)
    assert agenda([], TODAY, [off, ours]).lead is None


def test_once_a_matter_is_shelved_nobody_waits_for_word_of_an_older_vote_on_it() -> None:
    issue = make_issue()
    assert issue.body
    said = Citation("It is off.", "The Reed", "https://reed.example/0")
    shelved = schedule.create(issue, issue.body, "Adopt it", said, NOW, status="scheduled")
    schedule.change(shelved, {"status": "shelved"}, said, NOW)
    overdue = make_vote(issue, earliest=date(2026, 3, 1))
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    plan = agenda([overdue, held, shelved], TODAY)
    assert (plan.lead, plan.overdue, plan.others) == (shelved, [], [held])
    newer = make_vote(issue, earliest=date(2026, 4, 1), status="held")
    assert agenda([shelved, newer], date(2026, 5, 1)).lead == newer
