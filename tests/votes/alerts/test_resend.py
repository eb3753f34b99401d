"""What failed is sent again on an editor's word, to nobody twice."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, run
from votes.alerts import resend
from votes.models import Announcement, Delivery, Subscription

pytestmark = pytest.mark.django_db

LATE = NOW + timedelta(days=1)


def give_up(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state="lapsed", why="refused", closed_at=NOW, handed_over_at=None
    )  # fmt: skip


def test_it_goes_again_to_those_whom_it_failed_to_reach_and_to_nobody_else(mail_server: MailServer) -> None:
    vote = make_scheduled()
    readers = [make_reader(vote.issue) for _ in range(4)]
    mail_server.refuse = "554 5.7.1 rejected"
    run(NOW)
    announcement = Announcement.objects.get()
    failed = Delivery.objects.given_up()
    for delivery in Delivery.objects.all():
        give_up(delivery)
    maybe, gone = failed[0], failed[1]
    Delivery.objects.filter(pk=maybe.pk).update(handed_over_at=NOW)
    Subscription.objects.filter(subscriber=gone.subscriber).update(ended_at=NOW)
    assert resend.failed(announcement).count() == 2
    mail_server.refuse = None
    assert resend.resend(announcement, LATE) == 2
    run(LATE)
    told = {message["To"] for message in mail_server.messages}
    assert told == {reader.email for reader in readers} - {maybe.subscriber.email, gone.subscriber.email}
    assert resend.resend(announcement, LATE) == 0


def test_what_no_longer_holds_is_not_sent_again(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    run(NOW)
    give_up(Delivery.objects.get())
    over = NOW + timedelta(days=60)
    assert resend.resend(Announcement.objects.get(), over) == 1
    assert run(over) == 0
    assert Delivery.objects.get().why == "over"
