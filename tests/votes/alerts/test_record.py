"""The record says of each announcement and reader what became of it."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, move, on, owe, run
from votes.alerts import announce, record, remind
from votes.alerts.stencils import BLANK
from votes.models import Announcement, Delivery, Subscriber, Words

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=1)


def outcome() -> str:
    return record.outcome_of(record.told_to(Subscriber.objects.get()).get())


def test_what_waits_says_for_what(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue, cadence="weekly")
    announce.fan_out(NOW)
    assert outcome() == "Waits for its time"
    Delivery.objects.update(due_at=NOW)
    owe(vote)
    assert outcome() == "Waits to be sent"
    mail_server.refuse = "451 4.7.1 try again later"
    run(NOW)
    assert outcome() == "Is tried again: The mail server said to try later: 451 4.7.1 try again later"
    mail_server.refuse = None
    run(NOW + timedelta(minutes=1))
    assert outcome() == "Sent"


def test_why_nobody_is_told_yet_or_ever() -> None:
    vote = make_followed()
    reader = Subscriber.objects.get()
    assert [one.why for one in record.untold(reader)] == ["It has not settled yet."]
    move(vote, DAY, NOW)
    announce.fan_out(NOW)
    assert [one.why for one in record.untold(reader)] == ["Something newer was announced before anybody was told this."]


def test_why_a_reader_is_not_reminded() -> None:
    vote = make_scheduled(**on((NOW + timedelta(days=7)).date()))
    make_reader(vote.issue, now=BEFORE)
    other = make_reader(vote.issue, leads=[1], now=BEFORE)
    remind.remind(NOW)
    announce.fan_out(NOW)
    assert [one.why for one in record.untold(other)] == ["They had not asked to be reminded so many days before."]


def test_who_left_and_whose_address_fails_are_told_apart() -> None:
    vote = make_scheduled()
    left, failed = make_reader(vote.issue, now=BEFORE), make_reader(vote.issue, now=BEFORE)
    left.subscriptions.update(ended_at=BEFORE)
    failed.stopped_at, failed.stopped_why = BEFORE, "no such user"
    failed.save()
    announce.fan_out(NOW)
    assert [one.why for one in record.untold(left)] == [
        "They did not follow it then: they had not said yes yet, or had left."
    ]
    assert [one.why for one in record.untold(failed)] == [
        "Their address was sent nothing any more: no such user"
    ]  # fmt: skip


def test_the_words_are_kept_once_for_all_who_were_told_the_same(mail_server: MailServer) -> None:
    vote = make_followed()
    for _ in range(4):
        make_reader(vote.issue)
    assert run(NOW) == 5
    kept = Words.objects.get()
    assert kept.messages.count() == 5
    assert kept.announcements == [Announcement.objects.get().pk]
    assert "@" not in kept.text
    leave = str(mail_server.messages[0]["List-Unsubscribe"]).strip("<>")
    assert leave not in kept.text
    assert BLANK in kept.text
