"""What a story says became of a vote, and what readers see of it: every row of the design's table, from accepted
findings to the issue's page, its calendar and the mail.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from stories import curation
from stories.models import Finding
from tests.factories import NOW, make_body, make_issue, make_place
from tests.smtp import MailServer
from tests.stories.curation import kiln
from tests.stories.curation.kiln import day
from tests.stories.sequel import mails_to, words
from tests.votes.alerts.readers import make_reader, run
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db

# Far off, since a page asks the clock.
FIRST, TAKEN, NEXT = "2099-03-17", "2099-03-10", "2099-04-07"
SENTENCE = "What became of the kiln is told here, and when it comes up next."
LATER = NOW + timedelta(days=2)
# A vote on the motion, 8-3, as a story of the next morning tells it; and a new date.
HELD = {"status": "held", "yes": 8, "no": 3, **day(TAKEN)}
COMING = {"status": "scheduled", **day(NEXT)}


@dataclass(frozen=True)
class Row:
    """A row of the table: the findings of one sentence, the pending vote's status after them, and what is said of it on
    the page, in the calendar (status and summary) and in the mail's subject. `never` is said on no page.
    """

    says: str
    findings: tuple[dict[str, Any], ...]
    status: str
    page: tuple[str, ...]
    calendar: tuple[str, str]
    subject: str
    never: tuple[str, ...] = ("postponed",)


SHELVED = ("CANCELLED", "Shelved")
ROWS = (
    Row(
        "voted to postpone, new date", ({**HELD, "outcome": "postponed"}, COMING), "scheduled",
        ("April 7, 2099", "moved from March 17, 2099", "Council’s vote, 8–3"), ("CONFIRMED", "Vote"),
        "Vote moved: ",
    ),
    Row(
        "voted to postpone, date wanted", ({**HELD, "outcome": "postponed"},), "postponed",
        ("no new date", "March 17, 2099", "put off", "8–3"), ("CANCELLED", "Vote"), "Vote postponed: ",
        never=("overdue",),
    ),
    Row(
        "postponed indefinitely by a vote", ({**HELD, "outcome": "postponed", "indefinite": True},), "shelved",
        ("Shelved", "put off indefinitely", "8–3"), SHELVED, "Shelved",
    ),
    Row("tabled", ({**HELD, "outcome": "tabled"},), "shelved", ("Shelved", "tabled", "8–3"), SHELVED, "Shelved"),
    Row("referred", ({**HELD, "outcome": "referred"},), "shelved", ("Shelved", "referred", "8–3"), SHELVED, "Shelved"),
    Row("withdrawn by a vote", ({**HELD, "outcome": "withdrawn"},), "shelved", ("Shelved", "withdrawn", "8–3"), SHELVED,
        "Shelved"),
    Row(
        "withdrawn by the applicant", ({"status": "cancelled", "indefinite": True},), "shelved",
        ("Shelved",), SHELVED, "Shelved",
    ),
    Row(
        "put off for good, nobody voting", ({"status": "postponed", "indefinite": True},), "shelved",
        ("Shelved",), SHELVED, "Shelved",
    ),
    Row(
        "pulled, new date", ({"status": "postponed", **day(NEXT)},), "postponed",
        ("April 7, 2099", "moved from March 17, 2099"), ("CONFIRMED", "Vote"), "Vote moved: ",
    ),
    Row(
        "no quorum, no date", ({"status": "postponed"},), "postponed",
        ("no new date",), ("CANCELLED", "Vote"), "Vote postponed: ", never=("overdue",),
    ),
    Row(
        "called off", ({"status": "cancelled", **day(FIRST)},), "cancelled",
        ("called off",), ("CANCELLED", "Vote"), "Vote called off: ",
    ),
    Row(
        "decided", ({**HELD, "outcome": "passed", **day(FIRST)},), "held",
        ("Passed, 8–3",), ("CONFIRMED", "Vote"), "Vote held: The old kiln, passed, 8–3",
    ),
    Row(
        "decided, failed", ({**HELD, "outcome": "failed", "yes": 3, "no": 8, **day(FIRST)},), "held",
        ("Failed, 3–8",), ("CONFIRMED", "Vote"), "Vote held: The old kiln, failed, 3–8",
    ),
)  # fmt: skip


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln", make_body(kiln.COUNCIL, make_place("Brick Hill")))


@pytest.fixture
def pending(issue: Issue, by: User) -> Vote:
    claim = kiln.told(issue, "The council votes on March 17, 2099.", status="scheduled", **day(FIRST))
    curation.accept(claim.pk, by, NOW)
    return Vote.objects.get()


def tell(issue: Issue, by: User, row: Row) -> None:
    """Accept the first finding of the row's sentence, and those that one act does not bring along."""
    article = kiln.story(SENTENCE, issue, LATER, "The Kiln Post")
    findings = [kiln.vote(article, issue, SENTENCE, **payload) for payload in row.findings]
    curation.accept(findings[0].pk, by, LATER)
    assert not Finding.objects.pending().exists(), "what one sentence tells is one act"


def events_of(client: Client, issue: Issue) -> list[Any]:
    answer = client.get(f"{issue.get_absolute_url()}votes.ics")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.parametrize("row", ROWS, ids=[row.says for row in ROWS])
def test_what_a_story_says_is_what_readers_see(
    client: Client, issue: Issue, pending: Vote, by: User, mail_server: MailServer, row: Row
) -> None:
    reader = make_reader(issue, now=NOW - timedelta(hours=1))
    run(NOW + timedelta(hours=1))
    told_before = len(mail_server.messages)
    (before,) = events_of(client, issue)

    tell(issue, by, row)
    run(LATER + timedelta(hours=1))
    pending.refresh_from_db()
    assert pending.status == row.status

    for address in (issue.get_absolute_url(), pending.get_absolute_url()):
        page = words(client.get(address).content.decode())
        for said in row.page:
            assert said.casefold() in page.casefold(), address
        assert not any(word in page.casefold() for word in row.never), address
    ahead = client.get("/en/").content.decode().partition('id="ahead"')[2]
    home = words(ahead.partition("</section>")[0])
    assert (kiln.COUNCIL in home) == pending.is_open

    (event,) = events_of(client, issue)
    status, summary = row.calendar
    assert (str(event["UID"]), str(event["STATUS"])) == (str(before["UID"]), status)
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert str(event["SUMMARY"]).startswith(summary)

    subjects = mails_to(reader, mail_server.messages[told_before:])
    assert len(subjects) == 1, subjects
    assert subjects[0].startswith(row.subject)


def test_what_was_shelved_is_back_on_with_a_date(
    client: Client, issue: Issue, pending: Vote, by: User, mail_server: MailServer
) -> None:
    reader = make_reader(issue, now=NOW - timedelta(hours=1))
    run(NOW + timedelta(hours=1))
    tell(issue, by, next(row for row in ROWS if row.says == "tabled"))
    run(LATER + timedelta(hours=1))
    back = kiln.told(
        issue, "The kiln is back on the agenda of May 5.", LATER + timedelta(days=9), status="scheduled",
        **day("2099-05-05"),
    )  # fmt: skip
    curation.accept(back.pk, by, LATER + timedelta(days=9))
    run(LATER + timedelta(days=9, hours=1))
    page = words(client.get(issue.get_absolute_url()).content.decode())
    assert "May 5, 2099" in page
    assert "back on" in page.casefold()
    (event,) = events_of(client, issue)
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:4]) == ("CONFIRMED", "Vote")
    assert mails_to(reader, mail_server.messages)[-1].startswith("Back on")


def test_a_motion_that_fails_tells_nobody_and_leaves_the_vote_where_it_was(
    client: Client, issue: Issue, pending: Vote, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, now=NOW - timedelta(hours=1))
    run(NOW + timedelta(hours=1))
    sent = len(mail_server.messages)
    failed = {**HELD, "outcome": "failed", "classification": "table", "yes": 3, "no": 8}
    tell(issue, by, Row("", (failed,), "", (), ("", ""), ""))
    run(LATER + timedelta(hours=1))
    pending.refresh_from_db()
    assert (pending.status, len(mail_server.messages)) == ("scheduled", sent)
    assert "March 17, 2099" in words(client.get(issue.get_absolute_url()).content.decode())
