"""A vote on the desk: moved, settled, shelved and brought back by hand, put off by a motion, and its roll call."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stories.curation.edit import ballots_of
from stories.curation.log import mark_of
from stories.models import LoggedAction
from tests.factories import NOW, make_body, make_event, make_issue, make_official, make_vote
from votes import schedule
from votes.citation import Citation
from votes.models import Ballot, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote() -> Vote:
    return make_vote(earliest=date(2031, 3, 17), phrase="on March 17", status="scheduled")


def form(vote: Vote, **changed: Any) -> dict[str, Any]:
    """What a browser sends with the page as it is."""
    return {
        "act": "vote", "phrase": vote.phrase, "earliest": vote.earliest, "latest": vote.latest, "precision": "day",
        "status": vote.status, "sentence": "The clerk said so.", "source_name": "Agenda", "why": "news",
        "version": vote.version, **changed,
    }  # fmt: skip


def test_a_vote_is_moved_with_the_sentence_that_says_so(desk: Client, vote: Vote) -> None:
    desk.post(f"/desk/votes/{vote.pk}/", form(vote, earliest="2031-03-31", latest="2031-03-31", phrase="March 31"))
    vote.refresh_from_db()
    assert (vote.earliest, vote.changes.get().sentence) == (date(2031, 3, 31), "The clerk said so.")
    assert LoggedAction.objects.get().act == "edit"


def test_a_form_older_than_the_vote_puts_nothing_back(desk: Client, vote: Vote) -> None:
    sent = form(vote, location="Town Hall")
    moved = {"earliest": "2031-03-31", "latest": "2031-03-31"}
    schedule.change(vote, moved, Citation("It moved.", "Agenda", ""), NOW)
    page = desk.post(f"/desk/votes/{vote.pk}/", sent).content.decode()
    assert "The vote was changed while this page was open." in page
    vote.refresh_from_db()
    assert (vote.earliest, vote.location) == (date(2031, 3, 31), "")


def test_a_change_without_a_source_or_without_a_difference_is_refused(desk: Client, vote: Vote) -> None:
    for sent, said in (
        ({"sentence": " "}, "This field is required"),
        ({}, "Nothing differs from what is known already."),
    ):
        assert said in desk.post(f"/desk/votes/{vote.pk}/", form(vote, **sent)).content.decode()
    assert not vote.changes.exists()


def test_the_roll_call_is_recorded_for_members_only(desk: Client, vote: Vote) -> None:
    member, stranger = make_official("Ona Firth", vote.body), make_official("Al Bell")
    seen = mark_of(ballots_of(vote))
    sent = {"act": "ballots", "seen": seen, f"person{member.pk}": "yes", f"person{stranger.pk}": "no"}
    desk.post(f"/desk/votes/{vote.pk}/", sent)
    assert list(Ballot.objects.values_list("person", "choice")) == [(member.pk, "yes")]


def post(desk: Client, vote: Vote, **changed: Any) -> Any:
    vote.refresh_from_db()
    sent = {name: value for name, value in form(vote, **changed).items() if value is not None}
    return desk.post(f"/desk/votes/{vote.pk}/", sent)


def test_a_vote_is_shelved_by_hand_and_a_new_date_brings_it_back(desk: Client, vote: Vote) -> None:
    assert "takes the date away" in desk.get(f"/desk/votes/{vote.pk}/").text
    assert post(desk, vote, status="shelved").status_code == 302
    vote.refresh_from_db()
    assert (vote.status, vote.earliest, vote.precision) == ("shelved", None, "none")
    back = {"earliest": "2031-06-02", "latest": "2031-06-02", "status": "scheduled", "phrase": "June 2"}
    assert post(desk, vote, **back).status_code == 302
    vote.refresh_from_db()
    assert (vote.status, vote.earliest) == ("scheduled", date(2031, 6, 2))


def test_what_a_vote_needs_to_pass_is_set_with_its_printed_words(desk: Client, vote: Vote) -> None:
    post(desk, vote, passage_rule="number", passage_number="6", passage_needs="six ayes", classification="passage")
    vote.refresh_from_db()
    assert (vote.passage_rule, vote.passage_number, vote.passage_needs) == ("number", 6, "six ayes")
    assert vote.classification == "passage"
    answer = post(desk, vote, passage_rule="two_thirds", passage_number="6")
    assert answer.status_code == 422
    assert "Give a number of votes exactly where the rule to pass is a number of votes." in answer.text


def test_the_page_says_what_holds_where_no_rule_is_said_of_the_vote_itself(desk: Client, vote: Vote) -> None:
    vote.body.seats, vote.body.passage_rule = 7, "two_thirds"
    vote.body.save()
    assert "as for all votes of the body (5 of 7 votes)" in desk.get(f"/desk/votes/{vote.pk}/").text


def test_a_vote_that_is_taken_at_a_meeting_gets_its_date_and_place(desk: Client, vote: Vote) -> None:
    meeting = make_event(vote.issue, earliest=date(2031, 4, 2), location="Town Hall")
    assert "Meeting: The ordinance (Wednesday, April 2, 2031)" in desk.get(f"/desk/votes/{vote.pk}/").text
    assert post(desk, vote, meeting=meeting.pk).status_code == 302
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest, vote.location) == (meeting, meeting.earliest, "Town Hall")
    post(desk, vote, meeting=meeting.pk, earliest="2031-05-01", latest="2031-05-01")
    vote.refresh_from_db()
    assert (vote.meeting, vote.earliest) == (None, date(2031, 5, 1))


def test_a_meeting_on_another_issue_is_none_of_the_votes(desk: Client, vote: Vote) -> None:
    answer = post(desk, vote, meeting=make_event().pk)
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.text


def test_the_bodys_own_record_is_named_as_such(desk: Client, vote: Vote) -> None:
    post(desk, vote, location="Town Hall", by_what="record")
    assert vote.changes.get().by_what == "record"


@pytest.mark.parametrize("by_what", ["procedural", "x" * 100_000])
def test_no_other_sort_of_source_can_be_sent(desk: Client, vote: Vote, by_what: str) -> None:
    assert post(desk, vote, location="Town Hall", by_what=by_what).status_code == 422


def test_a_motion_puts_off_a_vote_of_its_issue_that_is_not_decided_and_not_itself(desk: Client, vote: Vote) -> None:
    motion = make_vote(vote.issue, classification="postpone", status="held", outcome="passed")
    decided = make_vote(vote.issue, motion="Decided", status="held", outcome="passed")
    for put_off, said in (
        (motion, "A vote can\u2019t put itself off"),
        (make_vote(motion="Elsewhere"), "is a vote on another issue"),
        (decided, "was decided already; what is decided can\u2019t be put off"),
    ):
        answer = post(desk, motion, disposes_of=put_off.pk, classification="postpone", precision="none", location="Hut")
        assert answer.status_code == 422
        assert said.replace("\u2019", "&#x27;") in answer.text
        assert 'value="Hut"' in answer.text
    sent = {"classification": "postpone", "precision": "none", "outcome": "passed"}
    assert post(desk, motion, disposes_of=vote.pk, **sent).status_code == 302
    motion.refresh_from_db()
    assert motion.disposes_of == vote
    assert f"/desk/votes/{motion.pk}/" in desk.get(f"/desk/votes/{vote.pk}/").text


def test_a_vote_on_the_matter_puts_nothing_off(desk: Client, vote: Vote) -> None:
    answer = post(desk, vote, disposes_of=make_vote(vote.issue, motion="Another").pk)
    assert "Only a vote to table, put off, refer or withdraw puts another vote off." in answer.text
    assert answer.status_code == 422


# By a motion


def motion(vote: Vote, **changed: Any) -> dict[str, Any]:
    """What a browser sends for the motion that put the vote off."""
    return {
        "act": "put_off", "body": vote.body_id, "classification": "postpone", "day": "2026-03-10", "outcome": "passed",
        "yes": "8", "no": "3", "precision": "none", "sentence": "They voted 8-3.", "source_name": "Post",
        "version": vote.version, **changed,
    }  # fmt: skip


def put_off(desk: Client, vote: Vote, **changed: Any) -> Any:
    answer = desk.post(f"/desk/votes/{vote.pk}/put-off/", motion(vote, **changed))
    vote.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("sent", "status", "day"),
    [
        ({}, "postponed", None),
        ({"for_good": "on"}, "shelved", None),
        ({"classification": "table"}, "shelved", None),
        ({"earliest": "2031-12-03", "latest": "2031-12-03", "precision": "day"}, "postponed", date(2031, 12, 3)),
        ({"outcome": "failed"}, "scheduled", date(2031, 3, 17)),
    ],
)
def test_a_motion_entered_by_hand_puts_the_vote_off_to_a_day_for_good_or_not_at_all(
    desk: Client, vote: Vote, sent: dict[str, str], status: str, day: date | None
) -> None:
    assert put_off(desk, vote, **sent).headers["Location"] == f"/desk/votes/{vote.pk}/"
    disposal = vote.disposals.get()
    assert (vote.status, vote.earliest) == (status, day)
    assert (disposal.yes, disposal.no, disposal.earliest, disposal.status) == (8, 3, date(2026, 3, 10), "held")
    assert disposal.outcome == sent.get("outcome", "passed")
    if status != "scheduled":
        assert vote.changes.get().moved_by == disposal


def test_a_committees_motion_can_put_a_councils_vote_off_where_a_curator_says_so(desk: Client, vote: Vote) -> None:
    committee = make_body("Works Committee", vote.body.place)
    put_off(desk, vote, body=committee.pk, by_what="record", for_good="on")
    assert vote.disposals.get().body == committee
    assert "Works Committee: put off indefinitely, 8–3" in desk.get(f"/desk/votes/{vote.pk}/").text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": "failed", "for_good": "on"}, "A motion that failed put nothing off"),
        ({"for_good": "on", "earliest": "2031-12-03", "latest": "2031-12-03", "precision": "day"}, "has no new date"),
        ({"day": "2199-01-01"}, "A vote that was held can&#x27;t be after today."),
        ({"day": "1066-10-14"}, "The days must be in order and between 1900 and 2199"),
        ({"day": ""}, "This field is required."),
        ({"earliest": "2031-12-03", "latest": "2031-12-01", "precision": "week"}, "The days must be in order"),
        ({"body": "9" * 5000}, "Select a valid choice"),
        ({"classification": "passage"}, "Select a valid choice"),
        ({"yes": "9" * 5000}, "Enter a whole number"),
        ({"version": "7"}, "The vote was changed while this page was open."),
        ({"source_name": ""}, "This field is required."),
        ({"earliest": "2020-01-01", "latest": "2020-01-01", "precision": "day"}, "before the day of the motion"),
        ({"earliest": "2031-03-17", "latest": "2031-03-17", "precision": "day"}, "the one that the vote has already"),
    ],
)
def test_a_motion_that_cannot_be_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    desk: Client, vote: Vote, sent: dict[str, str], said: str
) -> None:
    answer = put_off(desk, vote, **{"phrase": "as they said", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="as they said"' in answer.text
    assert Vote.objects.count() == 1


def test_what_is_decided_cannot_be_put_off(desk: Client) -> None:
    decided = make_vote(status="held", outcome="passed", earliest=date(2026, 3, 3))
    assert "It was put off by a vote" not in desk.get(f"/desk/votes/{decided.pk}/").text
    answer = put_off(desk, decided)
    assert answer.status_code == 422
    assert "was decided already" in answer.text


def test_the_motion_is_undone_from_the_log(desk: Client, vote: Vote) -> None:
    put_off(desk, vote, for_good="on")
    page = desk.get("/desk/log/").text
    assert f"by a vote of {vote.body}: put off, 8–3" in page
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    vote.refresh_from_db()
    assert (vote.status, vote.earliest) == ("scheduled", date(2031, 3, 17))
    assert not vote.disposals.standing().exists()


def test_a_motion_is_no_vote_that_a_motion_can_put_off(desk: Client) -> None:
    issue = make_issue()
    page = desk.get(f"/desk/votes/{make_vote(issue, classification='table', status='held').pk}/").text
    assert "vote to table it" in page
    assert "It was put off by a vote" not in page


def test_the_roll_call_lists_who_had_a_vote_on_that_day_and_of_whom_a_ballot_is_known(desk: Client) -> None:
    held = make_vote(status="held", outcome="passed", earliest=date(2026, 3, 3))
    then = make_official("Ona Firth", held.body, since=date(2025, 1, 1))
    later = make_official("Ida Brandt", held.body, since=date(2026, 4, 1))
    left = make_official("Olin Marsh", held.body, until=date(2025, 12, 31))
    assert list(desk.get(f"/desk/votes/{held.pk}/").context["ballots"].people.values()) == [then]
    schedule.record_ballots(held, {left: "no"})
    assert set(desk.get(f"/desk/votes/{held.pk}/").context["ballots"].people.values()) == {then, left}
    assert later not in desk.get(f"/desk/votes/{held.pk}/").context["ballots"].people.values()
