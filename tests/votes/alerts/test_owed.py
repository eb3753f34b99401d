"""What no longer holds, or is no longer wanted, is not sent."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, move, on, owe, run, subjects
from votes.alerts import announce, deliver, remind
from votes.models import Delivery, Message

pytestmark = pytest.mark.django_db

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(days=1)


def test_an_old_date_not_yet_sent_is_never_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    move(vote, DAY, SOON)
    announce.fan_out(SOON)
    assert deliver.send_due(SOON) == 0
    assert run(SOON) == 1
    assert subjects(mail_server.messages)[0].startswith("Moved to")
    assert Delivery.objects.count() == Message.objects.count() == 1


def test_an_old_date_is_held_back_even_before_the_new_one_is_fanned_out(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    make_reader(vote.issue, kinds=["reminder"])
    move(vote, DAY, SOON)
    deliver.assemble(SOON)
    assert deliver.send_due(SOON) == 0
    assert Delivery.objects.count() == 1
    assert run(SOON) == 1


def test_who_left_in_the_meantime_is_sent_nothing(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    vote.issue.subscriptions.update(ended_at=NOW)
    assert (run(SOON), run(LATER)) == (0, 0)
    assert not Delivery.objects.exists()


def test_who_left_one_of_two_subscriptions_still_gets_what_the_other_brings(mail_server: MailServer) -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue, vote.body)
    owe(vote)
    reader.subscriptions.filter(pk=Delivery.objects.get().subscription_id).update(ended_at=NOW)
    assert run(SOON) == 1


def test_an_announcement_that_was_redacted_is_not_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    Delivery.objects.get().announcement.redact(NOW)
    assert run(SOON) == 0


def test_a_reminder_that_could_not_leave_before_the_vote_is_not_sent_after_it(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 17)))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    announce.fan_out(NOW)
    deliver.assemble(NOW)
    assert run(NOW + timedelta(days=8)) == 0
    assert run(NOW + timedelta(days=8)) == 0
    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)
