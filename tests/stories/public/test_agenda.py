"""What is ahead on an issue, and what of it is shown large."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from stories.public.agenda import agenda
from tests.factories import NOW, make_event, make_issue, make_vote
from votes import schedule
from votes.citation import Citation
from votes.models import Vote

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def test_the_next_vote_leads_then_one_overdue_then_the_last_held() -> None:
    issue = make_issue()
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    older = make_vote(issue, earliest=date(2026, 1, 1), status="held")
    assert agenda([older, held], NOW).lead == held
    overdue = make_vote(issue, earliest=date(2026, 3, 1))
    assert agenda([held, overdue], NOW).lead == overdue
    undated, ahead = make_vote(issue), make_vote(issue, earliest=TODAY)
    assert agenda([held, overdue, undated, ahead], NOW).lead == ahead
    assert agenda([held, overdue, undated, ahead], NOW).others == [undated, overdue, held]


def test_a_withdrawn_vote_is_on_no_agenda() -> None:
    assert agenda([make_vote(earliest=TODAY, withdrawn_at=NOW)], NOW).lead is None


def test_the_soonest_by_its_last_possible_day_leads_be_it_a_vote_or_a_meeting() -> None:
    issue = make_issue()
    week = make_vote(issue, earliest=date(2026, 3, 11), latest=date(2026, 3, 17), precision="week")
    meeting = make_event(issue, earliest=date(2026, 3, 16))
    plan = agenda([week], NOW, [meeting])
    assert (plan.lead, plan.vote, plan.others) == (meeting, week, [])
    later = make_event(issue, earliest=date(2026, 3, 18))
    plan = agenda([week], NOW, [later])
    assert (plan.lead, plan.event, plan.others) == (week, None, [later])


def test_deadlines_before_what_is_next_or_with_it_stand_on_top_and_later_ones_among_the_others() -> None:
    issue = make_issue()
    meeting = make_event(issue, earliest=date(2026, 3, 16))
    with_it = make_event(issue, kind="deadline", earliest=date(2026, 3, 16))
    after = make_event(issue, kind="deadline", earliest=date(2026, 3, 17))
    plan = agenda([], NOW, [after, with_it, meeting])
    assert (plan.lead, plan.deadlines, plan.others) == (meeting, [with_it], [after])


def test_with_nothing_else_ahead_the_next_deadline_leads() -> None:
    issue = make_issue()
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    over = make_event(issue, kind="deadline", earliest=date(2026, 3, 9))
    deadline = make_event(issue, kind="deadline", earliest=TODAY)
    plan = agenda([held], NOW, [over, deadline])
    assert (plan.lead, plan.vote, plan.deadlines) == (deadline, held, [])


def test_what_was_called_off_or_withdrawn_is_not_ahead() -> None:
    off = make_event(earliest=TODAY, status="cancelled")
    ours = make_event(earliest=TODAY, withdrawn_at=NOW)
    assert agenda([], NOW, [off, ours]).lead is None


SAID = Citation("It is off.", "The Reed", "https://reed.example/0")


def shelve(vote: Vote, by_a_vote: bool) -> None:
    """It is put off for good on the day of NOW, by its body's vote or by nobody's."""
    act = None
    if by_a_vote:
        act = make_vote(vote.issue, classification="table", status="held", earliest=TODAY, disposes_of=vote)
    schedule.change(vote, {"status": "shelved"}, SAID, NOW, moved_by=act)


def test_once_a_body_shelved_a_matter_nobody_waits_for_word_of_an_older_vote_on_it_yet_it_is_listed() -> None:
    issue = make_issue()
    shelved, overdue = make_vote(issue), make_vote(issue, earliest=date(2026, 3, 1))
    held = make_vote(issue, earliest=date(2026, 2, 1), status="held")
    shelve(shelved, by_a_vote=True)
    plan = agenda([overdue, held, shelved], NOW)
    assert (plan.lead, plan.overdue, plan.others) == (shelved, [overdue], [overdue, held])
    newer = make_vote(issue, earliest=date(2026, 4, 1), status="held")
    assert agenda([shelved, newer], datetime(2026, 5, 1, 15, tzinfo=UTC)).lead == newer


def test_another_motion_shelved_by_nobodys_vote_leaves_an_overdue_one_waited_for() -> None:
    issue = make_issue()
    overdue, other = make_vote(issue, earliest=date(2026, 3, 1)), make_vote(issue, motion="Amend the map")
    shelve(other, by_a_vote=False)
    plan = agenda([overdue, other], NOW)
    assert (plan.lead, plan.overdue, plan.others) == (overdue, [overdue], [other])


def test_a_deadline_is_over_with_its_hour_in_its_place_and_a_meeting_with_its_day() -> None:
    issue = make_issue()
    deadline = make_event(issue, kind="deadline", earliest=TODAY, time=time(17))
    meeting = make_event(issue, earliest=TODAY, time=time(9))
    for minute, coming in ((59, [meeting, deadline]), (60, [meeting])):
        now = datetime(2026, 3, 10, 16, tzinfo=ZoneInfo("America/Chicago")) + timedelta(minutes=minute)
        assert agenda([], now, [meeting, deadline]).coming == coming
