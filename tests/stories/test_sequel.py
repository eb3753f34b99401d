"""What became of the real story, told by five more, one of them wrong: each line that `expected.json` asks of the
issue's page and of its readers' mail.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from stories.models import Finding
from tests.smtp import MailServer
from tests.stories.sequel import Sequel, begin, mails_to, words
from tests.votes.alerts.readers import make_reader, run
from votes.alerts import remind
from votes.models import Ballot, Event, Vote

pytestmark = pytest.mark.django_db

BEFORE = datetime(2025, 11, 4, 20, 0, tzinfo=UTC)
AFTER = datetime(2025, 11, 7, 18, 0, tzinfo=UTC)
WEEK_AFTER = datetime(2025, 11, 11, 18, 0, tzinfo=UTC)
WEEKS_AFTER = datetime(2025, 12, 1, 18, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 17, 18, 0, tzinfo=UTC)
JOINT = "Public Safety and Government Efficiency committees"


@pytest.fixture
def sequel(shared: Path) -> Sequel:
    return begin(shared / "stories")


def until(sequel: Sequel, last: int) -> Sequel:
    names = ["1-joint-meeting", "2-shelved", "3-rejected", "4-wrong-body", "5-deadline"]
    for name in names[:last]:
        sequel.tell(name)
    return sequel


def test_before_the_meeting_the_page_leads_with_it_beside_the_vote_still_expected(sequel: Sequel) -> None:
    page = until(sequel, 1).page(BEFORE)
    meeting, vote = page.index("Thursday, Nov 6, 9 a.m."), page.index("first week of November")
    assert meeting < vote < page.index("Who stands where")
    assert page.index("5 p.m.") < vote, "the deadline to sign up stands with the meeting"
    assert "council chambers at City Hall" in page
    assert JOINT in page
    assert page.index("Trinity Ledger") < page.index("Who stands where"), "each with its source"
    assert page.index("CBS") < page.index("Who stands where")


def test_after_it_the_proposal_is_shelved_and_nothing_is_overdue_or_to_come(sequel: Sequel) -> None:
    for now in (AFTER, WEEKS_AFTER):
        page = until(sequel, 4).page(now) if now is AFTER else sequel.page(now)
        opening = page[: page.index("Who stands where")]
        assert "shelved" in opening.casefold()
        assert "put off indefinitely" in opening.casefold()
        assert "unanimously" in opening
        assert "Nov 6" in opening
        assert JOINT in opening
        for never in ("That time is over", "still to come", "expected", "When is the vote?"):
            assert never not in opening, never
    assert not Vote.objects.overdue(WEEKS_AFTER.date()).exists()
    assert not Vote.objects.ahead(AFTER.date()).exists()


def test_reports_that_differ_stand_side_by_side_and_the_curators_choice_governs_and_says_so(sequel: Sequel) -> None:
    page = until(sequel, 4).html(AFTER)
    assert "reports differ" in page[: page.index("Who stands where")], "the opening says so"
    dates = page[page.index('id="differ"') : page.index("What happened")]
    for outlet in ("North Texas Wire", "Channel 11", "Lone Star Weekly"):
        assert outlet in dates
    assert "Dallas City Council joint committee" in dates, "who decided"
    assert dates.count("ejected") + dates.count("ailed") >= 2, "and what"
    assert "an editor chose this" in dates.casefold() or "chosen by an editor" in dates.casefold()
    claims = Finding.objects.accepted().filter(kind="vote", vote__issue=sequel.issue)
    assert claims.filter(governs=True, chosen=True).count() == 1
    assert Vote.objects.on_the_matter().count() == 1, "a second report of a decision is no second vote"


def test_whether_those_who_said_how_they_would_vote_sat_on_the_committees_is_said_to_be_unknown(
    sequel: Sequel,
) -> None:
    page = until(sequel, 4).page(AFTER)
    standing = page[page.index("Who stands where") :]
    for name in ("Jesse Moreno", "Laura Cadena"):
        about = standing[standing.index(name) :][:600]
        assert "not known" in about, name
    assert not Ballot.objects.exists()


def test_in_april_the_deadline_leads_and_the_shelved_vote_stays_in_the_history(sequel: Sequel) -> None:
    page = until(sequel, 5).page(APRIL)
    opening = page[: page.index("Who stands where")]
    assert "April 23" in opening
    assert "Statewire" in opening
    assert opening.index("April 23") < opening.casefold().index("shelved")
    assert "put off indefinitely" in page[page.index("What happened") :]


def test_readers_are_told_of_the_meeting_and_once_of_what_became_of_it(sequel: Sequel, mail_server: MailServer) -> None:
    early = make_reader(sequel.issue, now=sequel.told_at - timedelta(hours=3))
    run(sequel.told_at + timedelta(hours=1))
    late = None
    for number in range(1, 6):
        until_now = ["1-joint-meeting", "2-shelved", "3-rejected", "4-wrong-body", "5-deadline"][number - 1]
        if number == 5:
            late = make_reader(sequel.issue, now=datetime(2026, 3, 1, tzinfo=UTC))
        sequel.tell(until_now)
        for hours in (1, 2):
            remind.remind(sequel.told_at + timedelta(hours=hours))
            run(sequel.told_at + timedelta(hours=hours))
    told = mails_to(early, mail_server.messages)
    assert "first week of November" in told[0]
    assert sum("Nov 6" in subject for subject in told) == 1, told
    assert sum(subject.startswith("Shelved") for subject in told) == 1, told
    assert not any("ejected" in subject or "ailed" in subject for subject in told), told
    assert late is not None
    assert [subject for subject in mails_to(late, mail_server.messages) if "April 23" in subject], "told in April"
    assert len(told) == len(set(told)), told


def test_read_by_the_machine_and_accepted_readers_are_told_the_same_and_nothing_twice(
    sequel: Sequel, mail_server: MailServer
) -> None:
    early, late = make_reader(sequel.issue, now=sequel.told_at - timedelta(hours=3)), None
    run(sequel.told_at + timedelta(hours=1))
    for name in ["1-joint-meeting", "2-shelved", "3-rejected", "4-wrong-body", "5-deadline"]:
        if name == "5-deadline":
            late = make_reader(sequel.issue, now=datetime(2026, 3, 1, tzinfo=UTC))
        sequel.read(name)
        for hours in (1, 2):
            remind.remind(sequel.told_at + timedelta(hours=hours))
            run(sequel.told_at + timedelta(hours=hours))
    expected, met, shelved, deadline = mails_to(early, mail_server.messages)
    assert expected.startswith("Vote expected: ")
    assert "Nov 6, 9 a.m." in met
    assert shelved.startswith("Shelved: ")
    assert late is not None
    assert mails_to(late, mail_server.messages) == [deadline]
    assert "by Thursday, April 23" in deadline


def test_each_story_leads_to_what_it_tells(sequel: Sequel) -> None:
    until(sequel, 5)
    meeting, sign_up, answer = Event.objects.order_by("pk")
    assert [body.name for body in meeting.bodies.all()] == [JOINT]
    assert (str(meeting.earliest), str(meeting.time), meeting.kind) == ("2025-11-06", "09:00:00", "meeting")
    assert (str(sign_up.earliest), str(sign_up.time), sign_up.kind) == ("2025-11-05", "17:00:00", "deadline")
    assert (str(answer.earliest), answer.kind, list(answer.bodies.all())) == ("2026-04-23", "deadline", [])
    disposal = Vote.objects.get(classification="postpone")
    assert (disposal.body.name, disposal.outcome, disposal.yes, disposal.no) == (JOINT, "passed", None, 0)
    assert (disposal.disposes_of, sequel.vote.status) == (sequel.vote, "shelved")


def test_read_by_the_machine_and_accepted_the_page_is_as_each_line_expects(sequel: Sequel, shared: Path) -> None:
    lines = json.loads((shared / "stories" / "sequel" / "expected.json").read_text())["issue_page"]
    assert sequel.read("1-joint-meeting") == []
    before = words(sequel.html(BEFORE))
    for name in ("2-shelved", "3-rejected", "4-wrong-body"):
        assert sequel.read(name) == []
    after = BeautifulSoup(sequel.html(WEEK_AFTER), "lxml")
    assert sequel.read("5-deadline") == []
    april = words(sequel.html(APRIL))
    holds = [
        leads_with_the_meeting(before),
        is_shelved(after),
        differ(after),
        nobody_is_counted(after),
        is_alive(april),
    ]
    assert [line for line, it_holds in zip(lines, holds, strict=True) if not it_holds] == []
    then = words(sequel.html(APRIL, on=date(2025, 11, 5)))
    assert leads_with_the_meeting(then), "as it was on the eve of the meeting"
    assert "shelved" not in then.casefold()
    assert "Statewire" not in then


def leads_with_the_meeting(page: str) -> bool:
    opening = page[: page.index("Who stands where")]
    meeting, vote = opening.find("Thursday, Nov 6, 9 a.m."), opening.find("first week of November")
    return 0 < meeting < vote and JOINT in opening and "Trinity Ledger" in opening and "CBS" in opening


def is_shelved(page: BeautifulSoup) -> bool:
    opening = words(str(page))[: words(str(page)).index("Who stands where")]
    said = all(part in opening for part in ("ut off indefinitely", "unanimously", "Nov 6", JOINT))
    is_done = not Vote.objects.overdue(WEEKS_AFTER.date()).exists() and not Vote.objects.ahead(AFTER.date()).exists()
    return said and is_done and "That time is over" not in opening


def differ(page: BeautifulSoup) -> bool:
    """Each report with its outlet and its sentence, the one that governs with why."""
    reports = {" ".join(item.get_text(" ").split()): item for item in page.select("#differ .differing > li")}
    outlets = ("North Texas Wire", "Channel 11", "Lone Star Weekly")
    each = [next((item for text, item in reports.items() if text.startswith(outlet)), None) for outlet in outlets]
    governs = [text for text in reports if "an editor chose this report" in text]
    whose = any("decided by the Dallas City Council joint committee" in " ".join(text.split()) for text in reports)
    return (
        all(item is not None and item.select_one("blockquote") for item in each)
        and len(governs) == 1 and governs[0].startswith("North Texas Wire") and "Put off indefinitely" in governs[0]
        and whose and sum("Rejected" in text for text in reports) == 2
    )  # fmt: skip


def nobody_is_counted(page: BeautifulSoup) -> bool:
    standing = words(str(page))[words(str(page)).index("Who stands where") :]
    told = ["not known" in standing[standing.index(name) :][:600] for name in ("Jesse Moreno", "Laura Cadena")]
    return all(told) and not Ballot.objects.exists()


def is_alive(page: str) -> bool:
    opening = page[: page.index("Who stands where")]
    history = page[page.index("What happened") :]
    return 0 < opening.find("April 23") < opening.casefold().find("shelved") and "put off indefinitely" in history
