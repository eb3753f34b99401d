"""What is owed to a reader by now goes into one mail, and one that fails holds up no other."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, run, subjects
from votes.models import Announcement, Delivery, Setback, Subscriber

pytestmark = pytest.mark.django_db


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


def test_one_reader_whose_mail_cannot_be_gathered_does_not_hold_up_the_others(mail_server: MailServer) -> None:
    vote = make_followed()
    make_reader(vote.issue)
    bad = Subscriber.objects.earliest("pk")
    announcement = Announcement.objects.create(
        kind="date", subject="vote:404", topics=[f"issue:{vote.issue_id}"], path="/", created_at=NOW
    )
    Delivery.objects.create(announcement=announcement, subscriber=bad, due_at=NOW)
    assert run(NOW) == 1
    setback = Setback.objects.get()
    assert (setback.sweep, setback.row) == ("assemble", bad.pk)
