"""Which meetings, hearings and deadlines are ahead, which are told as a vote, and what the database refuses of them."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import NOW, make_body, make_event, make_issue, make_place, make_vote
from votes.models import Event, EventChange, Issue

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


def test_those_ahead_are_neither_over_nor_called_off_nor_withdrawn_and_the_undated_come_last() -> None:
    undated = make_event()
    late, soon = make_event(earliest=date(2026, 3, 20)), make_event(earliest=TODAY)
    make_event(earliest=date(2026, 3, 9))
    make_event(earliest=date(2026, 3, 12), status="cancelled")
    make_event(earliest=date(2026, 3, 12), withdrawn_at=NOW)
    assert list(Event.objects.ahead(TODAY)) == [soon, late, undated]


def test_an_event_at_which_its_issues_vote_is_taken_is_told_as_that_vote() -> None:
    issue = make_issue()
    meeting, hearing = make_event(issue), make_event(issue, kind="hearing")
    vote = make_vote(issue, meeting=meeting)
    assert list(Event.objects.unfolded()) == [hearing]
    vote.withdrawn_at = NOW
    vote.save()
    assert set(Event.objects.unfolded()) == {meeting, hearing}


def test_an_event_on_two_issues_is_still_told_of_the_one_on_which_no_vote_is_taken() -> None:
    event = make_event()
    event.issues.add(other := make_issue())
    make_vote(event.issues.exclude(pk=other.pk).get(), meeting=event)
    assert list(Event.objects.unfolded()) == [event]
    make_vote(other, meeting=event)
    assert not Event.objects.unfolded().exists()


@pytest.mark.parametrize("status", ["shelved", "held", "soon"])
def test_an_event_is_never_shelved_or_decided(status: str) -> None:
    with pytest.raises(IntegrityError, match="event_status"):
        make_event(status=status)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(IntegrityError, match="event_window"):
        make_event(earliest=date(2026, 3, 12), latest=date(2026, 3, 10), precision="week")


def test_a_line_of_the_ledger_is_written_once_a_version() -> None:
    event = make_event()
    line = {"version": 0, "old": {}, "new": {}, "learnt_at": NOW}
    EventChange.objects.create(event=event, **line)
    with pytest.raises(IntegrityError, match="event_change_version_unique"):
        EventChange.objects.create(event=event, **line)


def test_an_events_hours_are_told_by_the_clock_of_its_place() -> None:
    event = make_event(kind="hearing", place=make_place(time_zone="America/New_York"))
    assert event.zone == ZoneInfo("America/New_York")
    assert str(event) == "Public hearing: The ordinance"


def test_an_event_without_a_place_goes_by_its_bodies_else_by_what_its_issues_get_later() -> None:
    issue = make_issue()
    event = make_event(issue, place=None)
    Issue.objects.update(place=None)
    event.bodies.clear()
    assert event.zone == ZoneInfo("UTC")
    Issue.objects.update(place=make_place(time_zone="America/New_York"))
    assert event.zone == ZoneInfo("America/New_York")
    event.bodies.add(make_body(place=make_place(time_zone="America/Denver")))
    assert event.zone == ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("kind", "hour", "is_so"), [("deadline", 0, True), ("deadline", 17, False), ("hearing", 0, False)]
)
def test_only_a_deadline_at_midnight_ends_with_its_day(kind: str, hour: int, is_so: bool) -> None:
    assert make_event(kind=kind, time=time(hour)).ends_with_its_day is is_so


def test_the_ledger_of_an_event_can_only_grow() -> None:
    line = EventChange.objects.create(event=make_event(), version=0, old={}, new={}, learnt_at=NOW)
    for rewrite in (lambda rows: rows.update(why="mistake"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rewrite(EventChange.objects.filter(pk=line.pk))
