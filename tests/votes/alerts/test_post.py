"""What a mail server's refusal means for the mail and for its reader."""

import smtplib
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, move, run
from votes.alerts.post import NextStep, judge
from votes.models import Message, Subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.fault]

LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "550 unknown mailbox", "553 no such address"])
def test_an_address_that_is_refused_for_good_is_sent_nothing_more(mail_server: MailServer, reply: str) -> None:
    vote = make_followed()
    mail_server.refuse = reply
    run(NOW)
    message = Message.objects.get()
    assert (message.state, message.subscriber.stopped_at) == ("failed", NOW)
    assert message.subscriber.stopped_why == f"The mail server refused the address: {reply}"
    mail_server.refuse = None
    move(vote, DAY, LATER)
    assert run(LATER) == 0


@pytest.mark.parametrize("reply", ["421 4.3.2 closing for maintenance"])
def test_a_server_that_closes_costs_the_mail_nothing(mail_server: MailServer, reply: str) -> None:
    make_followed()
    mail_server.refuse = reply
    run(NOW)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.problem) == ("due", 0, f"The mail server is closing: {reply}")


@pytest.mark.parametrize(
    ("error", "next_step", "server_in_trouble"),
    [
        (smtplib.SMTPSenderRefused(552, b"5.3.4 message too large", "us@mail.example"), NextStep.GIVE_UP, False),
        (smtplib.SMTPDataError(552, b"5.2.2 mailbox full"), NextStep.LATER, False),
        (smtplib.SMTPSenderRefused(530, b"5.7.0 log in first", "us@mail.example"), NextStep.LATER, True),
        (smtplib.SMTPServerDisconnected("gone"), NextStep.LATER, False),
        (ValueError("a bad template"), NextStep.LATER, False),
    ],
)
def test_what_is_the_servers_fault_is_told_from_what_is_one_mails(
    error: Exception, next_step: NextStep, server_in_trouble: bool
) -> None:
    refusal = judge(error)
    assert (refusal.next_step, refusal.server_in_trouble) == (next_step, server_in_trouble)


@pytest.mark.parametrize("reply", ["554 5.7.1 blocked by policy", "550 5.7.26 unauthenticated mail", "554 no"])
def test_a_mail_refused_because_of_us_is_an_alarm_and_costs_the_reader_nothing(
    mail_server: MailServer, reply: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_followed()
    mail_server.refuse = reply
    run(NOW)
    message = Message.objects.get()
    assert (message.state, message.subscriber.stopped_at) == ("due", None)
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert f"The mail server refuses mail from us: {reply}" in record.getMessage()
    mail_server.refuse = None
    assert run(NOW + timedelta(minutes=1)) == 1


def test_what_a_server_says_is_kept_and_logged_without_the_readers_address(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    make_followed()
    address = Subscriber.objects.get().email
    mail_server.refuse = f"550 5.1.1 <{address}>: no mailbox {address} here"
    run(NOW)
    words = "The mail server refused the address: 550 5.1.1 (address): no mailbox (address) here"
    assert (Message.objects.get().problem, Subscriber.objects.get().stopped_why) == (words, words)
    logged = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("votes."))
    assert words in logged
    assert address not in logged
