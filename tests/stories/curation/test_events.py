"""What accepting a claim about a meeting, hearing or deadline makes of it, and what curators enter by hand."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Body
from stories import curation
from stories.curation import Choice, CurationError, NewEvent
from stories.models import Finding, LoggedAction
from tests.factories import NOW, make_body, make_event, make_issue, make_place, make_vote
from tests.stories.curation import kiln
from tests.stories.curation.kiln import day
from votes.citation import Citation
from votes.models import Announcement, Event, Issue

pytestmark = pytest.mark.django_db

HEARING = "A hearing on the kiln is set for March 24 at 6 p.m. in the town hall."
AT_SIX = day("2026-03-24", kind="hearing", time="18:00", place="the town hall")
LATER = NOW + timedelta(days=2)
SOURCE = Citation("The hearing is on March 24.", "The town's site", "https://brickhill.example/hearing")


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


def claim(issue: Issue, text: str = HEARING, at: Any = NOW, **payload: Any) -> Finding:
    return kiln.event(kiln.story(text, issue, at), issue, text, **{**AT_SIX, **payload})


def accept(finding: Finding, by: User, **choice: Any) -> LoggedAction:
    action = curation.accept(finding.pk, by, LATER, Choice(**choice))
    finding.refresh_from_db()
    return action


def test_an_accepted_event_is_known_with_its_body_place_and_hour(issue: Issue, by: User) -> None:
    finding = claim(issue)
    accept(finding, by)
    event = Event.objects.get()
    assert (event.kind, event.title, event.earliest, event.time, event.location) == (
        "hearing", "The old kiln", date(2026, 3, 24), time(18), "the town hall"
    )  # fmt: skip
    assert ([*event.bodies.all()], [*event.issues.all()]) == ([issue.body], [issue])
    assert (finding.event, finding.governs) == (event, True)
    assert Announcement.objects.get().kind == "event"


def test_undoing_it_withdraws_the_event(issue: Issue, by: User) -> None:
    finding = claim(issue)
    action = accept(finding, by)
    curation.undo(action.pk, by, LATER)
    finding.refresh_from_db()
    assert (finding.state, finding.event, Event.objects.standing().count()) == ("pending", None, 0)


def test_several_bodies_are_parted_by_semicolons_and_none_is_allowed(issue: Issue, by: User) -> None:
    accept(claim(issue, body=f"{kiln.COUNCIL}; {kiln.COMMITTEE}"), by)
    assert {body.name for body in Event.objects.get().bodies.all()} == {kiln.COUNCIL, kiln.COMMITTEE}
    accept(claim(issue, "Answer by April 1.", kind="deadline", body=None, **day("2026-04-01")), by)
    assert Event.objects.filter(kind="deadline", bodies=None).count() == 1


def test_a_second_report_of_the_same_event_supports_it_and_tells_nobody(issue: Issue, by: User) -> None:
    accept(claim(issue), by)
    second = claim(issue, "The kiln hearing is March 24.", LATER, time=None, place=None)
    accept(second, by)
    assert (second.event, Event.objects.get().time, Announcement.objects.count()) == (
        Event.objects.get(), time(18), 1
    )  # fmt: skip


def test_a_hearing_of_another_day_is_another_one_and_one_that_was_moved_is_the_same(issue: Issue, by: User) -> None:
    accept(claim(issue), by)
    accept(claim(issue, "A second hearing is March 31.", LATER, **day("2026-03-31")), by)
    assert Event.objects.count() == 2
    moved = claim(issue, "The hearing moved to April 2.", LATER, **day("2026-04-02"), status="postponed")
    accept(moved, by, event=Event.objects.order_by("pk")[0])
    first = Event.objects.order_by("pk")[0]
    assert (first.earliest, first.version, moved.governs) == (date(2026, 4, 2), 1, True)


def test_a_hearing_called_off_is_told(issue: Issue, by: User) -> None:
    accept(claim(issue), by)
    accept(claim(issue, "The hearing is off.", LATER, status="cancelled"), by)
    assert Event.objects.get().status == "cancelled"
    assert Announcement.objects.count() == 2


def test_an_older_report_of_another_hour_governs_nothing_until_a_curator_chooses_it(issue: Issue, by: User) -> None:
    accept(claim(issue), by)
    older = claim(issue, "The hearing is at 5.", NOW - timedelta(days=3), time="17:00")
    action = accept(older, by)
    assert (Event.objects.get().time, older.governs) == (time(18), False)
    curation.undo(action.pk, by, LATER)
    accept(older, by, governs=True)
    assert (Event.objects.get().time, older.chosen) == (time(17), True)


def test_a_vote_may_be_taken_at_it(issue: Issue, by: User) -> None:
    vote = make_vote(issue, earliest=date(2026, 3, 23), latest=date(2026, 3, 29), precision="week")
    action = accept(claim(issue, kind="meeting"), by, vote=vote)
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest) == (Event.objects.get(), date(2026, 3, 24))
    curation.undo(action.pk, by, LATER)
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest, vote.latest) == (None, date(2026, 3, 23), date(2026, 3, 29))


def test_an_event_by_hand_needs_a_source_and_an_issue(issue: Issue, by: User) -> None:
    assert issue.body
    values = {"status": "scheduled", **day("2026-03-24")}
    with pytest.raises(CurationError, match="where this was learnt"):
        curation.enter_event(
            NewEvent("hearing", "The kiln", [issue.body], [issue], (), values), Citation("", "", ""), by, NOW
        )
    with pytest.raises(CurationError, match="which issue"):
        curation.enter_event(NewEvent("hearing", "The kiln", [issue.body], [], (), values), SOURCE, by, NOW)
    assert not Event.objects.exists()
    assert not LoggedAction.objects.exists()


def test_an_event_is_changed_by_hand_with_its_bodies_and_votes_and_that_is_undone(issue: Issue, by: User) -> None:
    assert issue.body
    vote = make_vote(issue, earliest=date(2026, 3, 23), latest=date(2026, 3, 29), precision="week")
    new = NewEvent("meeting", "The kiln", [issue.body], [issue], (), {"status": "scheduled", **day("2026-03-24")})
    event = curation.enter_event(new, SOURCE, by, NOW)
    committee = make_body(kiln.COMMITTEE, issue.place)
    action = curation.edit_event(
        event, {"bodies": [committee.pk], **day("2026-03-26")}, SOURCE, by, LATER, votes=[vote]
    )  # fmt: skip
    event.refresh_from_db()
    vote.refresh_from_db()
    assert ([*event.bodies.all()], event.earliest, vote.meeting) == ([committee], date(2026, 3, 26), event)
    curation.undo(action.pk, by, LATER)
    event.refresh_from_db()
    vote.refresh_from_db()
    assert ([*event.bodies.all()], event.earliest) == ([issue.body], date(2026, 3, 24))
    assert (vote.meeting, vote.earliest) == (None, date(2026, 3, 23))


def test_a_form_sent_late_changes_nothing(issue: Issue, by: User) -> None:
    event = make_event(issue, earliest=date(2026, 3, 24))
    seen = Event.objects.get()
    curation.edit_event(event, {"location": "The annex"}, SOURCE, by, NOW)
    with pytest.raises(CurationError, match="while the page was open"):
        curation.edit_event(seen, {"location": "The barn"}, SOURCE, by, NOW)
    with pytest.raises(CurationError, match="Nothing differs"):
        curation.edit_event(Event.objects.get(), {"location": "The annex"}, SOURCE, by, NOW)


def test_a_body_that_an_event_made_goes_with_it(issue: Issue, by: User) -> None:
    action = accept(claim(issue, body=kiln.COMMITTEE), by)
    assert Body.objects.filter(name=kiln.COMMITTEE).exists()
    curation.undo(action.pk, by, LATER)
    assert issue.body in Body.objects.all()


def test_calling_off_one_meeting_leaves_another_that_was_held_alone(issue: Issue, by: User) -> None:
    accept(claim(issue, "The council meets March 9.", NOW - timedelta(days=5), kind="meeting", **day("2026-03-09")), by)
    off = claim(issue, "The April 12 meeting is off.", LATER, kind="meeting", status="cancelled", **day("2026-04-12"))
    accept(off, by)
    assert [(str(event.earliest), event.status) for event in Event.objects.order_by("pk")] == [
        ("2026-03-09", "scheduled"), ("2026-04-12", "cancelled")
    ]  # fmt: skip


def test_of_two_deadlines_on_a_day_a_third_report_makes_no_third(issue: Issue, by: User) -> None:
    for text, matter in (("Sign up by April 1.", "sign up"), ("Comment by April 1.", "comments")):
        last = claim(issue, text, kind="deadline", matter=matter, time=None, **day("2026-04-01"))
        accept(last, by, new_event=True)
    third = claim(issue, "Comments close April 1.", LATER, kind="deadline", matter="Comments", **day("2026-04-01"))
    accept(third, by)
    assert (Event.objects.count(), third.event) == (2, last.event)
