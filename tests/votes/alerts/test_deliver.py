"""What is owed is sent once, to those who still want it, as long as it still holds; whatever breaks on the way."""

import threading
from datetime import date, timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, move, on, owe, run, subjects
from votes.alerts import announce, deliver, remind
from votes.models import Delivery, Message

pytestmark = pytest.mark.django_db

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(days=1)


class DiesAfterSending(EmailBackend):
    """A worker that is killed when the server has the mail, before it can note so."""

    def send_messages(self, email_messages: object) -> int:
        super().send_messages(email_messages)
        raise SystemExit


class PickyServer(MailServer):
    """Knows most addresses, but none that is gone."""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_what_is_owed_is_sent_once(mail_server: MailServer) -> None:
    make_followed()
    assert (run(NOW), run(SOON)) == (1, 0)
    assert subjects(mail_server.messages) == [
        "Expected the first week of April (April 1–7): Leaf blower ban (Ferry City Council)"
    ]
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.attempts) == ("sent", NOW, 1)
    assert mail_server.messages[0]["Message-ID"] == message.message_id


def test_all_that_is_due_to_a_reader_comes_in_one_mail(mail_server: MailServer) -> None:
    vote = make_followed()
    other = make_scheduled(**DAY)
    make_reader(vote.issue, other.issue)
    assert run(NOW) == 2
    assert sorted(subjects(mail_server.messages))[-1].endswith("(and 1 more)")
    assert Delivery.objects.filter(message=None).count() == 0


def test_a_weekly_reader_gets_a_weeks_news_together_and_not_before(mail_server: MailServer) -> None:
    vote, other = make_scheduled(), make_scheduled(**DAY)
    make_reader(vote.issue, other.issue, cadence="weekly")
    assert [run(NOW + timedelta(days=day)) for day in range(7)] == [0, 0, 0, 0, 0, 0, 1]


def test_who_was_sent_the_old_date_is_sent_the_new_one_once_and_at_once(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue, kinds=["date"], cadence="weekly")
    monday = NOW + timedelta(days=6)
    announce.fan_out(NOW)
    assert run(monday) == 1
    move(vote, DAY, monday)
    assert (run(monday), run(monday + timedelta(days=7))) == (1, 0)
    assert subjects(mail_server.messages)[1].startswith("Moved to Tuesday, May 5")


def test_who_was_only_reminded_is_told_when_the_date_moves(mail_server: MailServer) -> None:
    vote = make_scheduled(**on((NOW + timedelta(days=7)).date()))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    run(NOW)
    move(vote, DAY, LATER)
    run(LATER)
    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == [
        "In 7 days",
        "Moved to Tuesday, May 5",
    ]


def test_a_reminder_that_could_not_leave_counts_the_days_anew(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 17)))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    mail_server.refuse = "451 greylisted"
    assert run(NOW) == 0
    mail_server.refuse = None
    assert run(NOW + timedelta(days=2)) == 1
    assert subjects(mail_server.messages)[0].startswith("In 5 days: Leaf blower ban")


def test_a_worker_killed_between_sending_and_marking_sends_the_same_mail_again(
    mail_server: MailServer, settings: object
) -> None:
    make_followed()
    sound = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.{DiesAfterSending.__name__}"
    with pytest.raises(SystemExit):
        run(NOW)
    settings.EMAIL_BACKEND = sound
    assert run(SOON) == 0, "the message is still claimed"
    assert run(NOW + deliver.LEASE) == 1
    first, second = mail_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_says_later_is_tried_again_less_and_less_often(mail_server: MailServer) -> None:
    make_followed()
    mail_server.refuse = "451 4.7.1 try again later"
    run(NOW)
    message = Message.objects.get()
    assert (message.state, message.due_at) == ("due", NOW + timedelta(minutes=1))
    assert message.problem == "The mail server said to try later: 451 4.7.1 try again later"
    run(SOON)
    assert Message.objects.get().due_at == SOON + timedelta(minutes=5)
    mail_server.refuse = None
    assert run(SOON + timedelta(minutes=5)) == 1
    assert Message.objects.get().problem == ""


def test_a_message_is_given_up_after_three_days(mail_server: MailServer) -> None:
    make_followed()
    mail_server.refuse = "451 try again later"
    now = NOW
    while Message.objects.filter(state="failed").count() == 0:
        run(now)
        now = Message.objects.get().due_at
    message = Message.objects.get()
    assert (message.attempts, message.due_at.date()) == (deliver.ATTEMPTS, date(2026, 3, 13))


def test_a_message_that_kills_every_worker_is_given_up(mail_server: MailServer) -> None:
    owe(make_followed())
    Message.objects.update(attempts=deliver.ATTEMPTS)
    assert run(NOW) == 0
    assert Message.objects.get().state == "failed"


def test_a_server_that_is_down_is_not_asked_for_every_message(settings: object) -> None:
    vote = make_followed()
    make_reader(vote.issue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert run(NOW) == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]
    assert "could not be reached" in Message.objects.get(attempts=1).problem


def test_one_refused_recipient_does_not_hold_up_the_others(settings: object) -> None:
    vote = make_followed()
    gone = vote.issue.subscriptions.get().subscriber
    gone.email = "gone@mail.example"
    gone.save()
    make_reader(vote.issue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with PickyServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        assert run(NOW) == 1
    gone.refresh_from_db()
    assert gone.stopped_why == "The mail server refused the address: 550 5.1.1 no such user"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_message(mail_server: MailServer) -> None:
    vote = make_scheduled()
    for _ in range(20):
        make_reader(vote.issue)

    def work() -> None:
        run(NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run(NOW)
    to = [message["To"] for message in mail_server.messages]
    assert len(to) == len(set(to)) == 20
