"""The periodic tasks: each does its part, and doing it twice does nothing more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, on, subjects
from votes import tasks
from votes.models import Subscriber

pytestmark = pytest.mark.django_db


def test_the_three_tasks_together_bring_a_reader_the_mail_once(mail_server: MailServer) -> None:
    now = timezone.now()
    vote = make_scheduled(now - timedelta(days=30), **on((now + timedelta(days=6)).date()))
    make_reader(vote.issue, now=now - timedelta(days=30), kinds=["date"])
    for _ in range(2):
        tasks.remind_of_votes()
        tasks.fan_out_announcements()
        tasks.send_due_mail()
    assert len(subjects(mail_server.messages)) == 1


def test_addresses_that_never_said_yes_are_dropped_by_a_task() -> None:
    Subscriber.objects.create(email="wren@mail.example")
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=15))
    tasks.drop_unconfirmed_addresses()
    assert not Subscriber.objects.exists()
