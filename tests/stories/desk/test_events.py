"""A meeting, hearing or deadline entered, moved and called off by hand."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stories.models import LoggedAction
from tests.factories import NOW, make_body, make_event, make_issue, make_vote
from votes import events
from votes.citation import Citation
from votes.models import Announcement, Event, Issue, Vote

pytestmark = pytest.mark.django_db

DAY = date(2031, 3, 17)


@pytest.fixture
def issue() -> Issue:
    return make_issue("The ferry")


def form(issue: Issue, **changed: Any) -> dict[str, Any]:
    """What a browser sends for a new hearing."""
    sent = {
        "act": "event", "kind": "hearing", "title": "The ferry", "issues": issue.pk, "bodies": issue.body_id,
        "phrase": "on March 17", "precision": "day", "earliest": DAY, "latest": DAY, "time": "18:30",
        "location": "Town Hall", "url": "https://town.example/agenda", "status": "scheduled",
        "sentence": "The hearing is on March 17.", "source_name": "Post", "by_what": "report", **changed,
    }  # fmt: skip
    return {name: value for name, value in sent.items() if value is not None}


def enter(desk: Client, issue: Issue, **changed: Any) -> Any:
    return desk.post(f"/desk/events/new/?issue={issue.pk}", form(issue, **changed))


def edit(desk: Client, event: Event, **changed: Any) -> Any:
    event.refresh_from_db()
    known = {"kind": event.kind, "title": event.title, "why": "news", "version": event.version}
    return desk.post(f"/desk/events/{event.pk}/", form(event.issues.get(), **{**known, **changed}))


def test_an_event_is_entered_with_its_source_and_told_to_who_follows(desk: Client, issue: Issue) -> None:
    page = desk.get(f"/desk/issues/{issue.pk}/").text
    assert f"/desk/events/new/?issue={issue.pk}" in page
    assert "checked" in desk.get(f"/desk/events/new/?issue={issue.pk}").text
    answer = enter(desk, issue)
    event = Event.objects.get()
    assert answer.headers["Location"] == f"/desk/events/{event.pk}/"
    assert (event.kind, event.title, event.earliest, event.time) == ("hearing", "The ferry", DAY, time(18, 30))
    assert list(event.bodies.all()) == [issue.body]
    assert event.changes.get().sentence == "The hearing is on March 17."
    assert Announcement.objects.get().kind == "event"
    assert f"/desk/events/{event.pk}/" in desk.get(f"/desk/issues/{issue.pk}/").text


def test_a_joint_meeting_has_several_bodies_and_votes_that_are_taken_at_it(desk: Client, issue: Issue) -> None:
    committee, vote = make_body("Works Committee", issue.place), make_vote(issue)
    enter(desk, issue, kind="meeting", bodies=[issue.body_id, committee.pk], votes=vote.pk)
    vote.refresh_from_db()
    meeting = Event.objects.get()
    assert set(meeting.bodies.all()) == {issue.body, committee}
    assert (vote.meeting, vote.earliest, vote.location) == (meeting, DAY, "Town Hall")


def test_moving_an_event_moves_the_votes_taken_at_it(desk: Client, issue: Issue) -> None:
    vote = make_vote(issue)
    enter(desk, issue, votes=vote.pk)
    meeting = Event.objects.get()
    later = "2031-04-02"
    answer = edit(desk, meeting, votes=vote.pk, earliest=later, latest=later, phrase="on April 2")
    assert answer.status_code == 302
    vote.refresh_from_db()
    assert (vote.earliest, vote.meeting) == (date(2031, 4, 2), meeting)
    assert "Public hearing: The ferry: date" in desk.get("/desk/log/").text


def test_an_event_is_called_off_with_its_votes_and_comes_back_with_them(desk: Client, issue: Issue) -> None:
    vote = make_vote(issue)
    enter(desk, issue, votes=vote.pk)
    meeting = Event.objects.get()
    assert edit(desk, meeting, votes=vote.pk, status="cancelled").status_code == 302
    vote.refresh_from_db()
    assert (vote.status, vote.meeting) == ("cancelled", meeting)
    later = "2031-04-02"
    assert edit(desk, meeting, votes=vote.pk, earliest=later, latest=later).status_code == 302
    vote.refresh_from_db()
    assert (vote.status, vote.earliest, vote.meeting) == ("scheduled", date(2031, 4, 2), meeting)


def test_a_vote_is_linked_to_a_known_event_and_let_go(desk: Client, issue: Issue) -> None:
    event, vote = make_event(issue, earliest=DAY, phrase="on March 17", location="Town Hall"), make_vote(issue)
    event.time = time(18, 30)
    event.url = "https://town.example/agenda"
    event.save()
    assert edit(desk, event, votes=vote.pk).status_code == 302
    vote.refresh_from_db()
    assert vote.meeting == event
    assert edit(desk, event).status_code == 302
    vote.refresh_from_db()
    assert vote.meeting is None


def test_an_issue_cannot_leave_an_event_at_which_its_vote_is_taken(desk: Client, issue: Issue) -> None:
    vote, other = make_vote(issue), make_issue("The pier", issue.body)
    enter(desk, issue, votes=vote.pk)
    answer = edit(desk, Event.objects.get(), issues=other.pk, votes=vote.pk)
    assert answer.status_code == 422
    assert "is on another issue; add that issue first." in answer.text


def test_a_form_older_than_the_event_puts_nothing_back(desk: Client, issue: Issue) -> None:
    event = make_event(issue, earliest=DAY)
    sent = form(issue, version=event.version, why="news", title="The old title")
    events.change(event, {"location": "Harbor Hall"}, Citation("It moves.", "Post", ""), NOW)
    answer = desk.post(f"/desk/events/{event.pk}/", sent)
    assert answer.status_code == 422
    assert "The event was changed while this page was open." in answer.text
    assert 'value="The old title"' in answer.text
    event.refresh_from_db()
    assert event.location == "Harbor Hall"


def test_entering_and_editing_are_undone_from_the_log(desk: Client, issue: Issue) -> None:
    enter(desk, issue)
    event = Event.objects.get()
    edit(desk, event, location="Harbor Hall")
    newest, oldest = LoggedAction.objects.order_by("-pk")
    desk.post(f"/desk/log/{newest.pk}/undo/")
    event.refresh_from_db()
    assert event.location == "Town Hall"
    desk.post(f"/desk/log/{oldest.pk}/undo/")
    assert not Event.objects.standing().exists()
    page = desk.get(f"/desk/events/{event.pk}/").text
    assert "as our mistake: it is shown nowhere" in page
    assert "Publish the change" not in page
    answer = edit(desk, event)
    assert answer.status_code == 422


def test_a_deadline_that_is_over_is_not_entered(desk: Client, issue: Issue) -> None:
    said = "This deadline is over already; enter it only while somebody can still meet it."
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    past = {"kind": "deadline", "earliest": day, "latest": day}
    answer = enter(desk, issue, **past)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{day}"' in answer.text
    assert not Event.objects.exists()
    assert not LoggedAction.objects.exists()
    assert enter(desk, issue, **{**past, "kind": "meeting"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"earliest": "2031-03-18", "latest": "2031-03-17"}, "The days must be in order"),
        ({"earliest": "", "latest": ""}, "Give the first and the last possible day"),
        ({"issues": None}, "Say which issue this is on."),
        ({"sentence": " "}, "This field is required."),
        ({"title": "x" * 1_000_000}, "at most 300 characters"),
        ({"location": "x" * 1_000_000}, "at most 300 characters"),
        ({"phrase": "x" * 1_000_000}, "at most 300 characters"),
        ({"sentence": "x" * 1_000_000}, "at most 4000 characters"),
        ({"kind": "vote"}, "Select a valid choice"),
        ({"status": "held"}, "Select a valid choice"),
        ({"issues": "9" * 5000}, "is not a valid value"),
        ({"bodies": "9" * 5000}, "is not a valid value"),
        ({"votes": "9" * 30}, "Select a valid choice"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"time": "25:99"}, "Enter a valid time"),
        ({"earliest": "9" * 5000}, "Enter a valid date"),
    ],
)
def test_what_cannot_be_an_event_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    desk: Client, issue: Issue, sent: dict[str, Any], said: str
) -> None:
    answer = enter(desk, issue, **{"source_name": "The Gull Cove Post", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="The Gull Cove Post"' in answer.text
    assert not Event.objects.exists()


def test_scripts_in_an_event_stay_text(desk: Client, issue: Issue) -> None:
    enter(desk, issue, title="<script>alert(1)</script> gnp.exe")
    event = Event.objects.get()
    for address in (f"/desk/events/{event.pk}/", f"/desk/issues/{issue.pk}/", "/desk/log/"):
        assert "<script>" not in desk.get(address).text


@pytest.mark.parametrize("number", ["x", "404", "9" * 30])
def test_an_event_of_no_issue_that_there_is_is_not_found(desk: Client, number: str) -> None:
    assert desk.get(f"/desk/events/new/?issue={number}").status_code == 404


def test_an_event_of_no_issue_asks_for_one(desk: Client, issue: Issue) -> None:
    assert desk.get("/desk/events/new/").status_code == 200
    assert desk.post("/desk/events/new/", form(issue)).status_code == 302
    assert Vote.objects.count() == 0


def test_an_event_moves_to_a_day_gone_by_only_as_our_mistake(desk: Client, issue: Issue) -> None:
    enter(desk, issue, kind="deadline")
    event = Event.objects.get()
    gone = {"earliest": "2020-01-01", "latest": "2020-01-01"}
    answer = edit(desk, event, **gone)
    assert answer.status_code == 422
    assert "That day is over. Look at the year" in answer.text
    assert edit(desk, event, why="mistake", **gone).status_code == 302
    assert edit(desk, event, location="Harbor Hall", **gone).status_code == 302, "of a day that stays it is no move"


def test_no_vote_is_taken_at_a_deadline(desk: Client, issue: Issue) -> None:
    answer = enter(desk, issue, kind="deadline", votes=make_vote(issue).pk)
    assert answer.status_code == 422
    assert "No vote is taken at a deadline; choose a meeting or a hearing, or leave the vote out." in answer.text
    assert not Event.objects.exists()
