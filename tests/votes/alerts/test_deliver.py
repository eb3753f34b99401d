"""What is owed is sent once, to those who still want it, as long as it still holds; whatever breaks on the way."""

import smtplib
import threading
from datetime import date, datetime, timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection

from tests.factories import NOW
from tests.smtp import MailServer, WatchedBackend
from tests.votes.alerts.readers import (
    DAY,
    EVIDENCE,
    make_followed,
    make_reader,
    make_scheduled,
    move,
    on,
    owe,
    run,
    subjects,
)  # fmt: skip
from votes import schedule
from votes.alerts import announce, breaker, deliver, remind
from votes.models import Delivery, Message, Subscriber, Subscription
from votes.models import MailServer as TroubledServer

pytestmark = [pytest.mark.django_db, pytest.mark.fault]

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(days=1)


class DiesAfterSending(WatchedBackend):
    """A worker that is killed when the server has the mail, before it can note so."""

    def after(self) -> None:
        raise SystemExit


class WrongPassword(EmailBackend):
    """A server that does not let us in."""

    asked = 0

    def open(self) -> bool:
        WrongPassword.asked += 1
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong password")


class LeavesMeanwhile(EmailBackend):
    """A server so slow to greet that readers leave before it does."""

    def open(self) -> bool | None:
        Subscription.objects.update(ended_at=NOW)
        return super().open()


class LapsesMeanwhile(WatchedBackend):
    """A server so slow to take a mail that another worker finds it owed no more."""

    def before(self) -> None:
        Delivery.objects.update(state="lapsed", why="replaced", closed_at=NOW, message=None)


class AsksForLocks(WatchedBackend):
    """Looks at whether a transaction is open while the mail is handed over: in tests there is one around each."""

    in_transaction: bool | None = None

    def before(self) -> None:
        AsksForLocks.in_transaction = len(connection.savepoint_ids) > 0


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
    assert subjects(mail_server.messages) == ["Vote expected: Leaf blower ban, the first week of April (April 1–7)"]
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.attempts) == ("sent", NOW, 1)
    assert mail_server.messages[0]["Message-ID"] == message.message_id


def test_who_was_sent_the_old_date_is_sent_the_new_one_once_and_at_once(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue, kinds=["date"], cadence="weekly")
    monday = NOW + timedelta(days=6)
    announce.fan_out(NOW)
    assert run(monday) == 1
    move(vote, DAY, monday)
    assert (run(monday), run(monday + timedelta(days=7))) == (1, 0)
    assert subjects(mail_server.messages)[1].startswith("Vote moved: Leaf blower ban, April 1–7 → May 5")


def test_who_was_only_reminded_is_told_when_the_date_moves(mail_server: MailServer) -> None:
    vote = make_scheduled(**on((NOW + timedelta(days=7)).date()))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    run(NOW)
    move(vote, DAY, LATER)
    run(LATER)
    assert [subject.split(":")[0] for subject in subjects(mail_server.messages)] == [
        "In 7 days",
        "Vote moved",
    ]


def test_a_reminder_that_could_not_leave_counts_the_days_anew(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 17)))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    mail_server.refuse = "451 greylisted"
    assert run(NOW) == 0
    mail_server.refuse = None
    assert run(NOW + timedelta(days=2)) == 1
    assert subjects(mail_server.messages)[0].startswith("In 5 days: vote, Leaf blower ban")


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
    assert message.state == "due"
    assert NOW + timedelta(minutes=0.8) <= message.due_at <= NOW + timedelta(minutes=1), "not all at one moment"
    assert message.problem == "The mail server said to try later: 451 4.7.1 try again later"
    run(SOON)
    assert SOON + timedelta(minutes=4) <= Message.objects.get().due_at <= SOON + timedelta(minutes=5)
    mail_server.refuse = None
    assert run(SOON + timedelta(minutes=5)) == 1
    assert Message.objects.get().problem == ""


def try_until_given_up(now: datetime) -> datetime:
    """When the message lapses, tried whenever it is due."""
    run(now)
    while Message.objects.filter(state="due").exists():
        now = max(now + timedelta(minutes=1), Message.objects.get().due_at)
        run(now)
    return now


def test_what_is_owed_is_tried_until_the_vote_and_then_known_to_be_lost(mail_server: MailServer) -> None:
    """It was given up after three days."""
    make_followed(**on(date(2026, 3, 30)))
    mail_server.refuse = "451 try again later"
    assert try_until_given_up(NOW).date() == date(2026, 3, 31)
    assert (Message.objects.get().state, Delivery.objects.get().why) == ("lapsed", "expired")


def test_what_no_vote_puts_an_end_to_is_tried_for_a_week(mail_server: MailServer) -> None:
    make_followed(phrase="soon")
    mail_server.refuse = "451 try again later"
    assert NOW + timedelta(days=7) < try_until_given_up(NOW) <= NOW + timedelta(days=7, hours=12)
    assert Delivery.objects.given_up().count() == 1


def test_a_message_that_kills_every_worker_is_given_up(mail_server: MailServer) -> None:
    owe(make_followed())
    Message.objects.update(unanswered=deliver.MOST_UNANSWERED, claimed_until=NOW)
    assert run(NOW) == 0
    assert (Message.objects.get().state, Delivery.objects.get().state) == ("failed", "lapsed")


def test_a_server_that_is_down_is_not_asked_for_every_message(settings: object) -> None:
    vote = make_followed()
    make_reader(vote.issue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert run(NOW) == 0
    assert [message.attempts for message in Message.objects.all()] == [0, 0]
    assert "could not be reached" in Message.objects.exclude(problem="").get().problem


def test_a_server_that_is_away_for_three_days_costs_no_mail(settings: object) -> None:
    """Each try counted against the mail, and after three days it was given up without a word."""
    vote = make_followed(**on(date(2026, 3, 30)))
    make_reader(vote.issue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for hour in range(0, 73, 2):
        assert run(NOW + timedelta(hours=hour)) == 0
    assert set(Message.objects.values_list("state", "attempts")) == {("due", 0)}
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        assert run(NOW + timedelta(days=3, hours=1)) == 2


def test_a_login_that_is_refused_costs_no_mail_either(settings: object) -> None:
    make_followed()
    settings.EMAIL_BACKEND = f"{__name__}.{WrongPassword.__name__}"
    assert run(NOW) == 0
    assert Message.objects.get().attempts == 0
    assert TroubledServer.objects.get().problem == "The mail server refuses us, see EMAIL_URL: 535 5.7.8 wrong password"


def test_a_server_in_trouble_is_left_alone_longer_and_longer_by_all_workers(settings: object) -> None:
    make_followed()
    settings.EMAIL_BACKEND = f"{__name__}.{WrongPassword.__name__}"
    WrongPassword.asked = 0
    asked = []
    for second in range(0, 1800, 15):
        run(NOW + timedelta(seconds=second))
        asked += [second] if WrongPassword.asked > len(asked) else []
    assert asked == [0, 30, 90, 210, 450, 750, 1050, 1350, 1650]
    assert TroubledServer.objects.get().down_since == NOW


def test_one_worker_only_tries_a_server_again_whose_pause_is_over(mail_server: MailServer) -> None:
    make_followed()
    assert breaker.may_try(NOW)
    breaker.note_failure("away", NOW)
    assert [breaker.may_try(NOW + timedelta(seconds=second)) for second in (29, 30, 31)] == [False, True, False]
    assert run(NOW + timedelta(minutes=5)) == 1
    assert not TroubledServer.objects.exists()


def test_a_mail_over_which_the_server_breaks_off_does_not_hold_up_the_others(mail_server: MailServer) -> None:
    vote = make_followed()
    make_reader(vote.issue)
    bad = Subscriber.objects.earliest("pk")
    bad.email = "breaks@mail.example"
    bad.save()
    mail_server.breaks_off_at = bad.email
    assert run(NOW) == 1
    message = bad.messages.get()
    assert (message.state, message.attempts) == ("due", 1)
    assert message.problem.startswith("The mail server broke off")
    assert Delivery.objects.get(subscriber=bad).handed_over_at == NOW, "it may be out"


def test_who_leaves_while_the_server_is_slow_to_answer_is_sent_nothing(
    settings: object, mail_server: MailServer
) -> None:
    """The mail was built before the server was asked, and sent whatever came meanwhile."""
    make_followed()
    settings.EMAIL_BACKEND = f"{__name__}.{LeavesMeanwhile.__name__}"
    assert run(NOW) == 0
    assert mail_server.messages == []
    assert (Delivery.objects.get().state, Delivery.objects.get().why) == ("lapsed", "unwanted")
    assert Message.objects.get().state == "lapsed"


def test_no_lock_is_held_while_the_server_takes_the_mail(settings: object, mail_server: MailServer) -> None:
    make_followed()
    settings.EMAIL_BACKEND = f"{__name__}.{AsksForLocks.__name__}"
    AsksForLocks.in_transaction = None
    run(NOW)
    assert AsksForLocks.in_transaction is False


def test_what_lapses_while_it_is_on_its_way_counts_as_sent_when_it_arrives(
    settings: object, mail_server: MailServer
) -> None:
    make_followed()
    settings.EMAIL_BACKEND = f"{__name__}.{LapsesMeanwhile.__name__}"
    assert run(NOW) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why, delivery.message) == ("sent", "", Message.objects.get())


def test_a_vote_taken_back_is_told_to_who_may_have_the_mail_though_the_worker_died(
    settings: object, mail_server: MailServer
) -> None:
    vote = make_followed()
    sound = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.{DiesAfterSending.__name__}"
    with pytest.raises(SystemExit):
        run(NOW)
    settings.EMAIL_BACKEND = sound
    schedule.withdraw(vote, EVIDENCE, NOW)
    deliver.send_due(NOW + deliver.LEASE)
    assert run(NOW + deliver.LEASE) == 1
    assert subjects(mail_server.messages)[-1].startswith("Correction, no such vote is known")


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
