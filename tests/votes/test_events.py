"""What a move of a meeting, hearing or deadline leaves behind, and what it takes along."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_body, make_issue, make_place
from votes import events, schedule
from votes.citation import Citation
from votes.models import Announcement, Event, Issue, Vote

pytestmark = pytest.mark.django_db

EVIDENCE = Citation("The board will hear the public on March 24.", "The Ferry Post", "https://ferry.example/a", "una")
DAY = {"earliest": "2026-03-24", "latest": "2026-03-24", "precision": "day", "time": "18:00", "status": "scheduled"}
LATER = {"earliest": "2026-03-31", "latest": "2026-03-31", "precision": "day", "status": "postponed"}


def make_issue_with_vote() -> tuple[Issue, Vote]:
    body = make_body("Ferry City Council", make_place("Ferry"))
    issue = make_issue("Leaf blower ban", body)
    week = {"earliest": "2026-03-23", "latest": "2026-03-29", "precision": "week"}
    return issue, schedule.create(issue, body, "Ban gas leaf blowers", EVIDENCE, NOW, **week)


def make(issue: Issue, kind: str = "hearing", **fields: object) -> Event:
    assert issue.body
    votes = fields.pop("votes", [])
    return events.create(kind, "The ban", [issue.body], [issue], EVIDENCE, NOW, votes=votes, **{**DAY, **fields})  # type: ignore[arg-type]


def test_a_new_event_opens_its_ledger_and_is_announced_to_its_issues_bodies_and_places() -> None:
    issue, _ = make_issue_with_vote()
    event = make(issue)
    change = event.changes.get()
    assert (change.version, change.old["earliest"], change.new["earliest"]) == (0, None, "2026-03-24")
    assert (change.new["bodies"], change.new["issues"]) == ([issue.body_id], [issue.pk])
    announcement = Announcement.objects.get(kind="event")
    assert announcement.topics == [
        f"event:{event.pk}", f"issue:{issue.pk}", f"body:{issue.body_id}", f"place:{issue.place_id}"
    ]  # fmt: skip
    assert announcement.new["bodies"] == ["Ferry City Council"]
    assert event.place == issue.place


def test_a_moved_event_says_old_and_new_once() -> None:
    issue, _ = make_issue_with_vote()
    event = make(issue)
    assert events.change(event, LATER, EVIDENCE, NOW) is not None
    assert events.change(event, LATER, EVIDENCE, NOW) is None, "the same again is no change"
    assert (event.version, event.earliest, event.time) == (1, date(2026, 3, 31), time(18))
    told = Announcement.objects.filter(kind="event").order_by("version")
    assert [(one.version, one.new["earliest"]) for one in told] == [(0, "2026-03-24"), (1, "2026-03-31")]


def test_a_link_or_a_title_alone_is_no_news() -> None:
    issue, _ = make_issue_with_vote()
    event = make(issue)
    assert events.change(event, {"url": "https://ferry.example/agenda", "title": "The blowers"}, EVIDENCE, NOW)
    assert Announcement.objects.filter(kind="event").count() == 1


def test_a_vote_taken_at_a_meeting_has_its_date_and_is_told_in_its_stead() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest, vote.time, vote.status) == (event, date(2026, 3, 24), time(18), "scheduled")
    assert not Announcement.objects.filter(kind="event").exists()
    assert list(Event.objects.unfolded()) == []


def test_a_meeting_that_is_silent_on_hour_and_place_leaves_a_vote_of_the_same_day_its_own() -> None:
    issue, vote = make_issue_with_vote()
    schedule.change(vote, {**DAY, "phrase": "on Tuesday", "location": "Town Hall"}, EVIDENCE, NOW)
    event = make(issue, "meeting", time=None, votes=[vote])
    vote.refresh_from_db()
    assert (vote.time, vote.location, vote.phrase, vote.meeting) == (time(18), "Town Hall", "on Tuesday", event)
    assert vote.changes.latest("version").new == {"meeting_id": event.pk}


def test_moving_a_meeting_moves_its_open_votes_and_announces_each_once() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    before = Announcement.objects.count()
    events.change(event, LATER | {"time": "19:00", "location": "The annex"}, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest, vote.time, vote.location) == (
        event, date(2026, 3, 31), time(19), "The annex"
    )  # fmt: skip
    (told,) = Announcement.objects.order_by("pk")[before:]
    assert (told.kind, told.subject, told.new["earliest"]) == ("date", f"vote:{vote.pk}", "2026-03-31")


def test_a_vote_that_moves_by_itself_leaves_its_meeting() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    schedule.change(vote, LATER, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert vote.meeting is None
    assert list(Event.objects.unfolded()) == [event]
    assert vote.changes.latest("version").old["meeting_id"] == event.pk


def test_a_meeting_called_off_takes_its_votes_along_and_brings_them_back() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    before = Announcement.objects.count()
    events.change(event, {"status": "cancelled"}, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.status, vote.earliest, vote.meeting) == ("cancelled", date(2026, 3, 24), event)
    assert not Event.objects.unfolded().exists()
    events.change(event, LATER | {"status": "scheduled"}, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.status, vote.earliest, vote.meeting) == ("scheduled", date(2026, 3, 31), event)
    told = Announcement.objects.order_by("pk")[before:]
    assert [(one.subject, one.new["status"]) for one in told] == [
        (f"vote:{vote.pk}", "cancelled"), (f"vote:{vote.pk}", "scheduled"),
    ]  # fmt: skip


def test_a_meeting_first_heard_of_when_it_is_called_off_calls_its_vote_off() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", status="cancelled", votes=[vote])
    vote.refresh_from_db()
    assert (vote.status, vote.meeting) == ("cancelled", event)
    assert not Event.objects.unfolded().exists()


@pytest.mark.parametrize("status", ["cancelled", "shelved"])
def test_a_vote_that_is_off_while_its_meeting_goes_on_leaves_it_to_be_told_by_itself(status: str) -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    schedule.change(vote, {"status": status}, EVIDENCE, NOW)
    assert (vote.status, vote.meeting) == (status, None)
    assert list(Event.objects.unfolded()) == [event]
    events.change(event, {"status": "cancelled"}, EVIDENCE, NOW)
    events.change(event, LATER | {"status": "scheduled"}, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.status, vote.meeting) == (status, None), "what was taken from the meeting does not come back with it"
    assert Announcement.objects.filter(kind="event").count() == 2


def test_no_vote_is_taken_at_a_deadline() -> None:
    issue, vote = make_issue_with_vote()
    with pytest.raises(ValidationError, match="choose a meeting or a hearing"):
        make(issue, "deadline", votes=[vote])
    deadline, meeting = make(issue, "deadline"), make(issue, "meeting", votes=[vote])
    with pytest.raises(ValidationError, match="choose a meeting or a hearing"):
        events.take_at(deadline, [vote], EVIDENCE, NOW)
    with pytest.raises(ValidationError, match="take the vote from it first"):
        events.change(meeting, {"kind": "deadline"}, EVIDENCE, NOW)


def test_an_event_of_other_bodies_is_where_they_sit() -> None:
    issue, _ = make_issue_with_vote()
    Issue.objects.filter(pk=issue.pk).update(place=None)
    issue.refresh_from_db()
    event = events.create("hearing", "The ban", [], [issue], EVIDENCE, NOW, **DAY)
    assert event.place is None
    events.change(event, {"bodies": [issue.body_id]}, EVIDENCE, NOW)
    assert issue.body
    assert event.place == issue.body.place
    elsewhere = make_body("Port Board", make_place("Port"))
    events.change(event, {"bodies": [elsewhere.pk]}, EVIDENCE, NOW)
    assert event.place == elsewhere.place


def test_what_was_decided_at_a_meeting_is_not_moved_by_it() -> None:
    issue, vote = make_issue_with_vote()
    event = make(issue, "meeting", votes=[vote])
    schedule.change(vote, {"status": "held", "outcome": "passed"}, EVIDENCE, NOW)
    events.change(event, LATER, EVIDENCE, NOW)
    vote.refresh_from_db()
    assert (vote.status, vote.earliest) == ("held", date(2026, 3, 24))


def test_an_event_on_two_issues_is_told_on_the_one_where_no_vote_is_taken_at_it() -> None:
    issue, vote = make_issue_with_vote()
    other = make_issue("Park benches", issue.body)
    assert issue.body
    event = events.create(
        "meeting", "Two matters", [issue.body], [issue, other], EVIDENCE, NOW, votes=[vote], **DAY
    )  # fmt: skip
    told = Announcement.objects.get(kind="event")
    assert f"issue:{other.pk}" in told.topics
    assert f"issue:{issue.pk}" not in told.topics
    assert list(Event.objects.unfolded()) == [event]


def test_a_withdrawn_event_is_shown_nowhere_and_said_to_have_been_our_mistake() -> None:
    issue, _ = make_issue_with_vote()
    event = make(issue)
    events.withdraw(event, EVIDENCE, NOW)
    assert events.withdraw(event, EVIDENCE, NOW) is None
    assert not Event.objects.standing().exists()
    told = Announcement.objects.filter(kind="event").latest("version")
    assert (told.new["withdrawn"], told.why) == (True, "mistake")


def test_an_event_of_an_old_story_is_no_news() -> None:
    issue, _ = make_issue_with_vote()
    gone = (NOW - timedelta(days=40)).date().isoformat()
    make(issue, earliest=gone, latest=gone)
    assert not Announcement.objects.filter(kind="event").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"earliest": "2026-03-25"}, "in order"),
        ({"status": "held"}, "not a valid choice"),
        ({"status": "shelved"}, "not a valid choice"),
        ({"precision": "none"}, "how certain"),
    ],
)
def test_an_event_that_contradicts_itself_is_refused_with_a_sentence(wrong: dict[str, object], sentence: str) -> None:
    issue, _ = make_issue_with_vote()
    with pytest.raises(ValidationError, match=sentence):
        make(issue, **wrong)


def test_an_event_on_no_issue_and_a_vote_of_another_issue_are_refused() -> None:
    issue, vote = make_issue_with_vote()
    other = make_issue("Park benches", issue.body)
    with pytest.raises(ValidationError, match="which issue"):
        events.create("meeting", "Nothing", [], [], EVIDENCE, NOW, **DAY)
    with pytest.raises(ValidationError, match="another issue"):
        make(other, votes=[vote])
    event = make(issue)
    with pytest.raises(ValidationError, match="which issue"):
        events.change(event, {"issues": []}, EVIDENCE, NOW)
    with pytest.raises(ValueError, match="version"):
        events.change(event, {"version": 7}, EVIDENCE, NOW)


def test_the_database_keeps_what_must_hold_of_events() -> None:
    issue, _ = make_issue_with_vote()
    event = make(issue)
    for wrong in ({"status": "held"}, {"latest": date(2026, 3, 1)}, {"precision": "none"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.changes.all().update(sentence="Another")
