"""Soft bounces are counted, hard ones and complaints end it at once, and each is heard once."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, run
from votes.alerts import bounces
from votes.alerts.gathering import new_message
from votes.models import Bounce, Message, Subscriber

pytestmark = pytest.mark.django_db
Kind = Bounce.Kind


@pytest.fixture
def mails() -> list[str]:
    reader = Subscriber.objects.create(email="ona@mail.example", confirmed_at=NOW)
    made = [new_message(reader, NOW) for _ in range(bounces.MOST_SOFT + 1)]
    return [message.message_id for message in Message.objects.bulk_create(made)]


def is_stopped() -> bool:
    return Subscriber.objects.get().stopped_at is not None


@pytest.mark.parametrize("kind", [Kind.HARD, Kind.COMPLAINT])
def test_a_mailbox_that_is_gone_and_a_complaint_end_it_at_once_and_once(mails: list[str], kind: str) -> None:
    assert bounces.note(mails[0], kind, "1", NOW)
    assert Subscriber.objects.get().stopped_why == bounces.STOPPED[kind]
    Subscriber.objects.update(stopped_at=None, stopped_why="")
    assert not bounces.note(mails[0], kind, "1", NOW), "told twice; its reader has come back meanwhile"
    assert not is_stopped()


def test_soft_bounces_end_it_when_many_mails_in_a_row_came_back(mails: list[str]) -> None:
    for number, mail in enumerate(mails[:-2]):
        bounces.note(mail, Kind.SOFT, f"a{number}", NOW)
        bounces.note(mail, Kind.SOFT, f"b{number}", NOW)
    assert not is_stopped(), "one mail counts once"
    bounces.note(mails[-2], Kind.SOFT, "last", NOW)
    assert is_stopped()


def test_a_mail_that_arrives_begins_the_count_anew(mails: list[str]) -> None:
    for number, mail in enumerate(mails[:-2]):
        bounces.note(mail, Kind.SOFT, f"{number}", NOW)
    bounces.note(mails[-2], Kind.DELIVERED, "arrived", NOW)
    bounces.note(mails[-1], Kind.SOFT, "last", NOW)
    assert not is_stopped()


def test_a_mail_that_is_none_of_ours_is_nobodys(mails: list[str]) -> None:
    assert not bounces.note("<other@mail.example>", Kind.HARD, "1", NOW)
    assert not is_stopped()


def test_a_full_mailbox_is_tried_again_and_counted(mail_server: MailServer) -> None:
    make_followed()
    mail_server.refuse = "552 5.2.2 mailbox full"
    run(NOW)
    assert (Message.objects.get().state, Bounce.objects.get().kind) == ("due", "soft")
    mail_server.refuse = None
    assert run(NOW + timedelta(minutes=1)) == 1
