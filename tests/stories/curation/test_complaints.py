"""What readers say is wrong, answered, and the answer mailed."""

import smtplib
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail

from stories import curation
from stories.curation import CurationError
from stories.curation.complaints import answer, receive, send_answers
from stories.models import Complaint, Finding
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_position
from votes.alerts.barred import bar
from votes.models import Setback, Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding() -> Finding:
    return make_finding(make_article("Firth said no."), "Firth said no.", state="accepted")


def complain(finding: Finding, email: str = "Reader@reader.example") -> Complaint:
    return receive(finding, "She said yes.", email, NOW)


def test_an_answer_is_mailed_once_and_the_address_erased(finding: Finding, by: User) -> None:
    complaint = complain(finding)
    assert send_answers(NOW) == 0
    answer(complaint, "unchanged", "The recording has it at 1:02.", "beside", by, NOW)
    assert (send_answers(NOW), send_answers(NOW)) == (1, 0)
    [sent] = mail.outbox
    assert sent.to == ["reader@reader.example"]
    assert sent.subject == "Not changed: your word to Civictrack"
    assert "She said yes." in sent.body
    assert "The recording has it at 1:02." in sent.body
    assert f"/en/wrong/{finding.pk}/" in sent.body
    complaint.refresh_from_db()
    assert (complaint.email, complaint.by) == ("", by)


def test_nobody_is_mailed_who_left_no_address(finding: Finding, by: User) -> None:
    answer(complain(finding, ""), "unchanged", "It says yes.", "", by, NOW)
    assert send_answers(NOW) == 0
    assert mail.outbox == []


def test_whoever_wants_no_mail_gets_none_that_a_stranger_asked_for(finding: Finding, by: User) -> None:
    bar(Subscriber.objects.create(email="reader@reader.example"), NOW)
    complaint = complain(finding)
    answer(complaint, "unchanged", "No.", "", by, NOW)
    assert send_answers(NOW) == 0
    assert mail.outbox == []
    complaint.refresh_from_db()
    assert complaint.email == ""


def test_it_is_answered_once(finding: Finding, by: User) -> None:
    complaint = complain(finding)
    answer(complaint, "unchanged", "No.", "", by, NOW)
    with pytest.raises(CurationError, match="meanwhile"):
        answer(complaint, "withdrawn", "Yes.", "", by, NOW)


def test_nothing_is_called_corrected_that_did_not_change_since(by: User) -> None:
    stand = make_position(make_official("Ona Firth"), make_issue("The pier"), stance="oppose")
    finding = make_finding(make_article("Firth said no."), "Firth said no.", position=stand, state="accepted")
    curation.correct_position(stand, {"conditional": True}, by, NOW - timedelta(hours=1))
    complaint = complain(finding)
    with pytest.raises(CurationError, match="Correct it first, or choose another answer"):
        answer(complaint, "corrected", "Yes.", "", by, NOW)
    change = curation.correct_position(stand, {"stance": "support"}, by, NOW + timedelta(hours=1))
    curation.undo(change.pk, by, NOW + timedelta(hours=2))
    curation.correct_position(stand, {"stance": "support"}, by, NOW + timedelta(hours=3))
    assert answer(complaint, "corrected", "Yes.", "", by, NOW + timedelta(hours=4)).verdict == "corrected"


def test_what_still_stands_was_not_withdrawn(finding: Finding, by: User) -> None:
    complaint = complain(finding)
    with pytest.raises(CurationError, match="still stands"):
        answer(complaint, "withdrawn", "Gone.", "", by, NOW)
    Finding.objects.update(state="withdrawn")
    answer(complaint, "withdrawn", "Gone.", "", by, NOW)
    send_answers(NOW)
    assert "/en/wrong/" not in mail.outbox[0].body  # nothing stands there any more


def test_while_the_mail_server_is_away_it_waits_and_its_address_is_in_no_note(
    finding: Finding, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"reader@reader.example": (450, b"<reader@reader.example> later")})

    answer(complain(finding), "unchanged", "No.", "", by, NOW)
    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", away)
        assert send_answers(NOW) == 0
    assert "reader@" not in Setback.objects.get().problem
    assert send_answers(NOW) == 0  # left alone for a while
    assert send_answers(NOW + timedelta(hours=1)) == 1


@pytest.mark.parametrize(("code", "after"), [(550, timedelta(0)), (450, timedelta(days=4))])
def test_an_address_that_takes_no_mail_is_erased_all_the_same(
    finding: Finding, by: User, monkeypatch: pytest.MonkeyPatch, code: int, after: timedelta
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"reader@reader.example": (code, b"5.1.1 no such user")})

    complaint = answer(complain(finding), "unchanged", "No.", "", by, NOW)
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    assert send_answers(NOW + after) == 0
    complaint.refresh_from_db()
    assert complaint.email == ""
