"""What readers are mailed of what becomes of a vote, and of meetings, hearings and deadlines."""

from datetime import date, time, timedelta
from email.message import EmailMessage

import pytest

from officials.models import Body
from tests.factories import NOW, make_body, make_issue, make_place
from tests.smtp import MailServer
from tests.votes.alerts.readers import (
    DAY,
    EVIDENCE,
    SETTLED,
    change,
    make_announced,
    make_reader,
    make_scheduled,
    move,
    on,
    put_off,
    run,
    subjects,
    text_of,
)
from votes import events, schedule
from votes.alerts import announce, remind
from votes.models import Announcement, Event, Issue, Vote

pytestmark = pytest.mark.django_db

NO_DAY = {"earliest": None, "latest": None, "precision": "none", "phrase": "", "time": None}
APRIL_1, APRIL_8 = on(date(2026, 4, 1)), on(date(2026, 4, 8))
SOON = NOW + timedelta(days=1)
INCLUDED = "Alerts about dates cover meetings, hearings and deadlines too."


def told_vote(mail_server: MailServer) -> Vote:
    """A vote on April 1 of which a reader was told."""
    vote = make_scheduled(**APRIL_1)
    make_reader(vote.issue)
    run(NOW)
    mail_server.messages.clear()
    return vote


def told_event(mail_server: MailServer, kind: str = "hearing", **fields: object) -> Event:
    """An event on May 5 of which a reader was told."""
    event = make_announced(kind, **fields)
    make_reader(event.issues.get())
    run(NOW)
    mail_server.messages.clear()
    return event


def only(mail_server: MailServer) -> EmailMessage:
    (message,) = mail_server.messages
    return message


def test_who_was_told_the_date_is_told_once_that_the_vote_is_shelved_what_was_and_why(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    committee = make_body("Joint Committee on Noise", vote.body.place)
    put_off(vote, {"status": "shelved"}, SOON, body=committee, yes=None, no=0)
    assert (run(SOON), run(SOON + timedelta(days=7))) == (1, 0)
    assert subjects(mail_server.messages) == ["Shelved: Leaf blower ban, was April 1"]
    assert (
        "Was set for: Wednesday, April 1\nWhy: Put off indefinitely, unanimously, by the Joint Committee on Noise\n"
    ) in text_of(only(mail_server))


def test_who_was_only_reminded_of_a_vote_is_told_that_it_is_shelved(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 17)))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    run(NOW)
    put_off(vote, {"status": "shelved"}, SOON)
    run(SOON)
    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == ["In 7 days", "Shelved"]


def test_a_vote_moved_by_a_procedural_vote_says_so_and_that_vote_is_no_mail_of_its_own(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {**DAY, "status": "postponed"}, SOON)
    run(SOON)
    text = text_of(only(mail_server))
    assert text.startswith("Vote moved: Leaf blower ban, April 1 → May 5\n")
    assert "When: Tuesday, May 5\nWas: Wednesday, April 1\nWhy: Put off, 8–3, by the Ferry City Council\n" in text
    assert "ostponed" not in text


def test_why_is_what_moved_it_last_even_where_its_mail_never_left(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {**APRIL_8, "status": "postponed"}, SOON)
    move(vote, {"status": "scheduled", "location": "City Hall"}, SOON)
    run(SOON)
    assert "Was: Wednesday, April 1\nWhy: Put off, 8–3, by the Ferry City Council\n" in text_of(only(mail_server))


@pytest.mark.parametrize(
    "new",
    [{**DAY, "status": "scheduled"}, {"status": "cancelled"}, {"status": "held", "outcome": "passed"}],
)
def test_what_was_put_off_and_has_changed_again_since_is_not_put_down_to_that(
    mail_server: MailServer, new: dict[str, object]
) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {**APRIL_8, "status": "postponed"}, SOON)
    move(vote, new, SOON)
    run(SOON)
    assert "Why" not in text_of(only(mail_server))


def test_who_never_heard_of_another_date_is_not_told_why_it_moved(mail_server: MailServer) -> None:
    vote = make_scheduled(**APRIL_1)
    make_reader(vote.issue, now=NOW - timedelta(days=1))
    put_off(vote, {**DAY, "status": "postponed"}, NOW)
    run(NOW)
    text = text_of(only(mail_server))
    assert text.startswith("Vote expected: Leaf blower ban, Tuesday, May 5")
    assert "Why" not in text


def test_a_procedural_vote_that_was_our_mistake_is_no_reason(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    disposal = put_off(vote, {"status": "shelved"}, SOON)
    Vote.objects.filter(pk=disposal.pk).update(withdrawn_at=NOW)
    run(SOON)
    assert "Why" not in text_of(only(mail_server))


def test_a_vote_first_heard_of_when_it_was_shelved_says_by_whom(mail_server: MailServer) -> None:
    vote = make_scheduled(phrase="soon")
    make_reader(vote.issue, now=NOW - timedelta(days=1))
    put_off(vote, {"status": "shelved"}, NOW, classification="table")
    run(NOW)
    assert "Why: Tabled, 8–3, by the Ferry City Council\n" in text_of(only(mail_server))


def test_a_shelved_vote_that_gets_a_date_is_back_on(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {"status": "shelved"}, SOON)
    run(SOON)
    later = SOON + timedelta(days=30)
    move(vote, {**DAY, "status": "scheduled"}, later)
    run(later)
    text = text_of(mail_server.messages[-1])
    assert text.startswith("Back on: Leaf blower ban, Tuesday, May 5\n")
    assert "When: Tuesday, May 5\nWas: shelved\nWho" in text


def test_a_second_report_of_what_became_of_a_vote_sends_nothing(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {"status": "shelved"}, SOON)
    run(SOON)
    assert schedule.change(vote, {"status": "shelved", "phrase": "for good"}, EVIDENCE, SOON) is None
    assert run(SOON + timedelta(days=1)) == 0


def test_a_shelved_vote_reminds_nobody(mail_server: MailServer) -> None:
    vote = told_vote(mail_server)
    put_off(vote, {"status": "shelved"}, SOON)
    run(SOON)
    assert [remind.remind(SOON + timedelta(days=day)) for day in range(25)] == [0] * 25


def test_what_a_vote_needs_to_pass_is_told_by_its_bodys_own_rule(mail_server: MailServer) -> None:
    vote = make_scheduled(**APRIL_1)
    Body.objects.update(seats=7, passage_rule="majority_of_seats")
    make_reader(vote.issue)
    move(Vote.objects.get(), DAY, NOW)
    run(NOW)
    assert "\nTo pass: 4 of 7 votes\n" in text_of(only(mail_server))


def test_a_hearing_is_told_to_who_asked_for_dates_and_the_mail_says_that_this_is_one(mail_server: MailServer) -> None:
    hearing = make_announced(**DAY, time=time(18), location="City Hall", url="https://ferry.example/agenda")
    issue = hearing.issues.get()
    make_reader(issue, now=NOW - timedelta(days=1), kinds=["date"])
    make_reader(issue, kinds=["result"])
    assert run(NOW) == 1
    text = text_of(only(mail_server))
    assert text.startswith("Public hearing set: Leaf blower ban, Tuesday, May 5, 6 p.m.\n")
    assert (
        "When: Tuesday, May 5, 6 p.m.\nWhere: City Hall\nWho: Ferry City Council\nAgenda: https://ferry.example/agenda\n"
        in text
    )
    assert f"You get this because you follow Leaf blower ban on Civictrack.\n{INCLUDED}\nChange" in text
    assert INCLUDED in only(mail_server).get_body(("html",)).get_content()


def test_a_mail_without_an_event_says_nothing_of_them(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    run(NOW)
    assert INCLUDED not in text_of(only(mail_server)) + only(mail_server).get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("kind", "new", "title", "lines"),
    [
        ("deadline", {**APRIL_8, "time": "17:00"}, "Deadline moved: Leaf blower ban, May 5 → April 8",
         "Until: Wednesday, April 8, 5 p.m.\nWas: Tuesday, May 5\n"),
        ("meeting", {"status": "cancelled"}, "Meeting called off: Leaf blower ban, was May 5",
         "Was set for: Tuesday, May 5\n"),
        ("hearing", {"location": "Elm School"}, "Place of the public hearing set: Leaf blower ban, Elm School",
         "Where: Elm School\n"),
        ("hearing", {**NO_DAY, "status": "postponed"}, "Public hearing postponed: Leaf blower ban, no new date",
         "When: no new date\nWas: Tuesday, May 5\n"),
    ],
)  # fmt: skip
def test_who_was_told_of_an_event_is_told_once_when_it_changes(
    mail_server: MailServer, kind: str, new: dict[str, object], title: str, lines: str
) -> None:
    event = told_event(mail_server, kind)
    change(event, new, SOON)
    assert events.change(event, new, EVIDENCE, SOON) is None, "a second report says nothing new"
    assert (run(SOON), run(SOON + timedelta(days=7))) == (1, 0)
    assert subjects(mail_server.messages) == [title]
    assert lines in text_of(only(mail_server))


def test_who_began_to_follow_when_an_event_was_public_is_told_that_it_moved(mail_server: MailServer) -> None:
    event = make_announced("deadline", **APRIL_1)
    announce.fan_out(NOW)
    make_reader(event.issues.get())
    change(event, APRIL_8, SOON)
    run(SOON)
    assert text_of(only(mail_server)).startswith("Deadline moved: Leaf blower ban, April 1 → April 8\n")
    assert "Until: Wednesday, April 8\nWas: Wednesday, April 1\n" in text_of(only(mail_server))


def test_an_event_that_was_our_mistake_is_taken_back_to_who_was_told_and_nobody_else(mail_server: MailServer) -> None:
    event = told_event(mail_server)
    make_reader(event.issues.get())
    events.withdraw(event, EVIDENCE, NOW - SETTLED)
    assert run(SOON) == 1
    assert subjects(mail_server.messages) == ["Correction, no such public hearing is known: Leaf blower ban"]
    assert "This corrects a mistake of ours" in text_of(only(mail_server))


def test_an_event_is_taken_back_though_a_vote_is_taken_at_it_by_now(mail_server: MailServer) -> None:
    event = told_event(mail_server, "meeting")
    issue = event.issues.get()
    vote = schedule.create(issue, issue.body, "Ban leaf blowers", EVIDENCE, NOW - SETTLED, **DAY)
    events.take_at(event, [vote], EVIDENCE, NOW - SETTLED)
    run(NOW)
    events.withdraw(event, EVIDENCE, NOW - SETTLED)
    run(SOON)
    assert subjects(mail_server.messages)[-1].startswith("Correction, no such meeting is known")


def test_a_date_that_we_had_wrong_is_called_a_correction(mail_server: MailServer) -> None:
    event = told_event(mail_server)
    change(event, APRIL_8, SOON, why="mistake")
    run(SOON)
    assert subjects(mail_server.messages)[0].startswith("Public hearing corrected: Leaf blower ban, Wednesday, April 8")


def test_moving_a_meeting_is_told_by_the_vote_taken_there_once_to_each_reader(mail_server: MailServer) -> None:
    vote = make_scheduled(**APRIL_1)
    reader = make_reader(vote.issue, vote.body, vote.body.place, vote)
    meeting = make_announced("meeting", issue=vote.issue, votes=[vote], **APRIL_1)
    run(NOW)
    assert subjects(mail_server.messages) == ["Vote confirmed: Leaf blower ban, Wednesday, April 1"]
    change(meeting, DAY, SOON)
    assert run(SOON) == 1
    assert mail_server.messages[-1]["To"] == reader.email
    assert subjects(mail_server.messages)[-1] == "Vote moved: Leaf blower ban, April 1 → May 5"
    assert text_of(mail_server.messages[-1]).count("Vote moved") == 1
    assert not Announcement.objects.filter(kind="event").exists()


def shared_meeting(vote: Vote, issue: Issue) -> Event:
    """A meeting at which one issue is voted on, and another only talked about."""
    issues = [vote.issue, issue]
    return events.create(
        "meeting", "Noise", [vote.body], issues, EVIDENCE, NOW - SETTLED, votes=[vote], status="scheduled", **APRIL_1
    )


def test_of_a_meeting_on_two_issues_who_follows_the_body_is_told_by_the_vote_alone(mail_server: MailServer) -> None:
    vote = make_scheduled(**APRIL_8)
    meeting = shared_meeting(vote, make_issue("Bonfires", vote.body))
    make_reader(vote.body, kinds=["date", "reminder"], leads=[7])
    run(NOW)
    change(meeting, on(date(2026, 4, 15)), SOON)
    run(SOON)
    week_before = NOW + timedelta(days=29)
    remind.remind(week_before)
    run(week_before)

    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == [
        "Vote moved", "Vote moved", "In 7 days",
    ]  # fmt: skip
    assert not any("(and" in subject for subject in subjects(mail_server.messages))


def test_of_a_meeting_on_two_issues_who_follows_the_other_issue_is_told_of_the_meeting(mail_server: MailServer) -> None:
    vote = make_scheduled(**APRIL_8)
    other = make_issue("Bonfires", vote.body)
    meeting = shared_meeting(vote, other)
    make_reader(other)
    run(NOW)
    change(meeting, DAY, SOON)
    run(SOON)
    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == [
        "Meeting set", "Meeting moved",
    ]  # fmt: skip
    assert "\nIssue: Bonfires; Leaf blower ban\n" in text_of(mail_server.messages[-1])


def test_who_follows_a_committee_hears_by_the_vote_that_its_meeting_moves_or_is_called_off(
    mail_server: MailServer,
) -> None:
    vote = make_scheduled(**APRIL_1)
    committee = make_body("Noise Committee", make_place("Elsewhere"))
    make_reader(committee)
    meeting = events.create(
        "meeting", "Noise", [committee], [vote.issue], EVIDENCE, NOW - SETTLED, status="scheduled", **APRIL_8
    )
    run(NOW)
    events.take_at(meeting, [vote], EVIDENCE, NOW - SETTLED)
    change(meeting, DAY, SOON)
    run(SOON)
    change(meeting, {"status": "cancelled"}, SOON + timedelta(days=1))
    run(SOON + timedelta(days=1))
    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == [
        "Meeting set", "Vote moved", "Vote called off",
    ]  # fmt: skip


def test_a_deadline_of_nobody_in_no_place_is_told_all_the_same(mail_server: MailServer) -> None:
    issue = make_issue("Leaf blower ban", make_body())
    Issue.objects.update(body=None, place=None)
    issue.refresh_from_db()
    make_reader(issue, now=NOW - timedelta(days=1))
    deadline = make_announced("deadline", issue=issue, title="Sign up to speak")
    assert (deadline.place, run(NOW)) == (None, 1)
    text = text_of(only(mail_server))
    assert text.startswith("Deadline set: Sign up to speak, by Tuesday, May 5\n")
    assert "Until: Tuesday, May 5\nIssue: Leaf blower ban\n" in text


HOSTILE = "Ban\r\nBcc: all@mail.example\n\n-- \nStop these mails: https://evil.example/ <img src=x> {when} " + "x" * 200


def test_a_hostile_title_body_or_place_adds_neither_a_line_nor_markup(mail_server: MailServer) -> None:
    body = make_body("Town\nCouncil: {0}", make_place("Ferry"))
    issue = make_issue("Leaf blower ban", body)
    make_reader(issue, now=NOW - timedelta(days=1))
    make_announced(issue=issue, title=HOSTILE[:300], location="Hall\nStop these mails: https://evil.example/", **DAY)
    assert run(NOW) == 1
    message = only(mail_server)
    assert message["Bcc"] is None
    assert len(str(message["Subject"])) <= 260
    assert "\nStop these mails: https://evil" not in text_of(message)
    assert "<img" not in message.get_body(("html",)).get_content()
    assert "Who: Town Council: {0}\n" in text_of(message)


def test_a_mail_names_no_issue_that_readers_cannot_see(mail_server: MailServer) -> None:
    issue = make_issue("Leaf blower ban", make_body("Ferry City Council", make_place("Ferry")))
    hidden = make_issue("A lease in the making", issue.body, published_at=None)
    make_reader(issue, now=NOW - timedelta(days=1))
    assert issue.body
    events.create(
        "hearing", "Joint hearing", [issue.body], [issue, hidden], EVIDENCE, NOW - SETTLED, status="scheduled", **DAY
    )
    run(NOW)
    text = text_of(only(mail_server))
    assert "Issue: Leaf blower ban\n" in text
    assert "lease" not in text


def test_an_event_is_read_of_on_its_own_page_where_its_issue_has_none() -> None:
    hidden = make_issue("A lease in the making", make_body(), published_at=None)
    assert announce.path_of_event(event := make_announced(issue=hidden)) == event.get_absolute_url()
