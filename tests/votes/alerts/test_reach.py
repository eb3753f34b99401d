"""How many readers would be told, counted before it happens."""

from datetime import date

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, on, run
from votes.alerts.announce import topics_of
from votes.alerts.reach import readers_to_tell
from votes.models import Announcement, Subscriber, Subscription, Vote
from votes.subjects import key_of

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind


@pytest.fixture
def vote() -> Vote:
    return make_scheduled(**on(date(2026, 4, 1)))


def reach(vote: Vote, kind: str = Kind.DATE) -> int:
    return readers_to_tell(kind, key_of(vote), topics_of(vote))


def test_who_follows_by_several_ways_counts_once(vote: Vote) -> None:
    make_reader(vote.issue, vote.body)
    make_reader(vote.issue, kinds=["result"])
    assert (reach(vote), reach(vote, Kind.RESULT)) == (1, 2)


def test_who_was_mailed_the_date_is_told_whatever_they_ask_for_now(vote: Vote, mail_server: MailServer) -> None:
    make_reader(vote.issue)
    run(NOW)
    Subscription.objects.update(kinds=["quote"])
    assert reach(vote) == 1


def test_who_left_or_never_said_yes_is_not_counted(vote: Vote) -> None:
    make_reader(vote.issue)
    make_reader(vote.issue)
    Subscription.objects.filter(pk=Subscription.objects.earliest("pk").pk).update(ended_at=NOW)
    Subscriber.objects.filter(pk=Subscriber.objects.latest("pk").pk).update(stopped_at=NOW)
    assert reach(vote) == 0
