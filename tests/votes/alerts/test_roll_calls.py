"""Seven votes of one roll call are one item of a mail."""

from typing import Any

import pytest

from tests.factories import NOW, make_body, make_issue, make_place
from tests.smtp import MailServer
from tests.votes.alerts.readers import SETTLED, make_reader, run, subjects, text_of
from votes.alerts import announce
from votes.citation import Citation
from votes.models import Delivery, Issue
from votes.subjects import key_of

pytestmark = pytest.mark.django_db
ROLL = Citation("The council voted 5–2.", "The Ferry Post", "https://ferry.example/roll")
MEMBERS = ("Ada Reed", "Bo Lund", "Cy Vale", "Di Marsh", "Ed Holm", "Flo Beck", "Gus Ford")


@pytest.fixture
def issue() -> Issue:
    issue = make_issue("Leaf blower ban", make_body("Ferry City Council", make_place("Ferry")))
    make_reader(issue, kinds=["position"])
    return issue


def tell(issue: Issue, number: int, name: str, citation: Citation = ROLL, **values: Any) -> None:
    new = {
        "stance": "oppose" if number > 5 else "support", "basis": "past_vote", "conditional": False, "matter": "",
        "person": name, "issue": issue.title, "deed": "", **values,
    }  # fmt: skip
    news = announce.News("position", f"position:{number}", 0, [key_of(issue)], "/en/", citation, new)
    announce.tell(news, NOW - SETTLED)


def test_seven_votes_of_one_roll_call_are_one_item(issue: Issue, mail_server: MailServer) -> None:
    for number, name in enumerate(MEMBERS, 1):
        tell(issue, number, name)
    assert run(NOW) == 1
    assert subjects(mail_server.messages) == ["How 7 voted: Leaf blower ban"]
    text = text_of(mail_server.messages[0])
    assert "Voted for it: Ada Reed, Bo Lund, Cy Vale, Di Marsh, Ed Holm\nVoted against it: Flo Beck, Gus Ford\n" in text
    assert text.count("The council voted 5–2.") == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_condition_is_told_with_the_vote(issue: Issue, mail_server: MailServer) -> None:
    tell(issue, 1, "Ada Reed")
    tell(issue, 2, "Bo Lund", conditional=True)
    run(NOW)
    assert "Voted for it: Ada Reed\nVoted for it, with conditions: Bo Lund\n" in text_of(mail_server.messages[0])


def test_one_vote_another_reports_and_a_stand_are_items_of_their_own(issue: Issue, mail_server: MailServer) -> None:
    tell(issue, 1, "Ada Reed")
    tell(issue, 2, "Bo Lund", Citation("Lund voted yes.", "Reed", "https://reed.example/"))
    tell(issue, 3, "Cy Vale", basis="statement")
    run(NOW)
    assert subjects(mail_server.messages) == ["Ada Reed supports: Leaf blower ban (and 2 more)"]


def test_a_vote_that_was_taken_back_is_taken_back_by_itself(issue: Issue, mail_server: MailServer) -> None:
    tell(issue, 1, "Ada Reed")
    tell(issue, 2, "Bo Lund")
    run(NOW)
    announce.take_back("position:1", "/en/", NOW - SETTLED)
    run(NOW)
    assert subjects(mail_server.messages)[-1] == "Taken back: Ada Reed supports: Leaf blower ban"
