"""All mail is paused but confirmations, and nothing is lost by it."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_account
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, make_reader, make_scheduled, owe, run, subjects
from votes.alerts import deliver, gathering, pause
from votes.alerts.proof import reasons
from votes.models import Delivery, Message, Pause, Subscriber

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def ask_for_a_yes() -> None:
    asking = Subscriber.objects.create(email="new@mail.example")
    gathering.new_message(asking, NOW).save()


def test_a_pause_stops_what_is_gathered_too_and_lets_confirmations_go(mail_server: MailServer) -> None:
    owe(make_followed())
    ask_for_a_yes()
    una = make_account()
    assert pause.begin(una, "Wrong day in every mail.", NOW)
    assert deliver.send_due(NOW) == 1
    assert len(mail_server.messages) == 1
    assert mail_server.messages[0]["To"] == "new@mail.example"
    assert [one.key for one in reasons(NOW + HOUR)] == ["pause"]
    assert pause.end(una, NOW + HOUR)
    assert run(NOW + HOUR) == 1
    assert reasons(NOW + HOUR) == []


def test_what_came_meanwhile_goes_out_as_one_mail(mail_server: MailServer) -> None:
    first, second = make_scheduled(), make_scheduled()
    make_reader(first.issue, second.issue)
    una = make_account()
    pause.begin(una, "Looking into it.", NOW)
    run(NOW)
    assert (Delivery.objects.count(), Message.objects.count()) == (2, 0)
    pause.end(una, NOW + HOUR)
    run(NOW + HOUR)
    assert [subject.endswith("(and 1 more)") for subject in subjects(mail_server.messages)] == [True]


def test_a_pause_of_weeks_does_not_use_up_the_week_in_which_it_is_tried(mail_server: MailServer) -> None:
    vote = make_followed(status="held", outcome="passed")
    owe(vote)
    una = make_account()
    pause.begin(una, "The mail server moves.", NOW)
    after = NOW + timedelta(days=20)
    pause.end(una, after)
    assert run(after) == 1


def test_there_is_one_pause_at_a_time_and_its_row_says_who_when_and_why() -> None:
    una, bo = make_account(), make_account("bo")
    assert pause.begin(una, "Wrong day.", NOW)
    assert not pause.begin(bo, "Wrong day, too.", NOW)
    assert pause.end(bo, NOW + HOUR)
    assert not pause.end(bo, NOW + HOUR)
    kept = Pause.objects.get()
    assert (kept.began_by, kept.why, kept.began_at, kept.ended_by, kept.ended_at) == (
        una, "Wrong day.", NOW, bo, NOW + HOUR,
    )  # fmt: skip
    assert pause.current() is None
