"""A mail goes only where that it is handed over stands in the database, and is wanted at that very moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOW
from tests.smtp import MailServer, WatchedBackend
from tests.votes.alerts.readers import DAY, make_followed, make_reader, make_scheduled, move, owe, run
from votes import schedule
from votes.alerts import deliver, forget, handover
from votes.models import Announcement, Delivery, Message, Subscriber, Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.fault]
LATER = NOW + timedelta(days=1)
FEW = 6


class Meanwhile(WatchedBackend):
    """A server during whose work over the second mail something happens."""

    happens: Any = None
    taken = 0

    def before(self) -> None:
        Meanwhile.taken += 1
        if Meanwhile.taken == 2:
            Meanwhile.happens()


def send_while(happens: Any, settings: Any) -> int:
    settings.EMAIL_BACKEND = f"{__name__}.{Meanwhile.__name__}"
    Meanwhile.happens, Meanwhile.taken = staticmethod(happens), 0
    return deliver.send_due(NOW)


@pytest.fixture
def without_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked a moment ago is asked again."""
    monkeypatch.setattr(handover, "FRESH_SECONDS", 0)


def readers(count: int = FEW) -> list[Subscriber]:
    vote = make_scheduled()
    made = [make_reader(vote.issue) for _ in range(count)]
    owe(vote)
    return made


def settled(happens: Any) -> Any:
    """What happens elsewhere: the statement that runs meanwhile is waited for, as it has the test's one connection."""

    def happen() -> None:
        raw = connection.connection.pgconn
        results = []
        while (result := raw.get_result()) is not None:
            results.append(result)
        happens()

    return happen


@pytest.mark.usefixtures("without_patience")
def test_who_leaves_is_erased_or_fails_while_others_are_sent_theirs_is_sent_nothing(
    mail_server: MailServer, settings: Any
) -> None:
    *_, leaves, erased, stopped = readers()

    def happens() -> None:
        leaves.subscriptions.update(ended_at=NOW)
        forget.erase(erased, NOW)
        Subscriber.objects.filter(pk=stopped.pk).update(stopped_at=NOW)

    assert send_while(settled(happens), settings) == FEW - 3
    assert {row.state for row in leaves.deliveries.all()} == {"lapsed"}


@pytest.mark.usefixtures("without_patience")
def test_a_date_that_moves_while_it_is_sent_is_not_sent_on(mail_server: MailServer, settings: Any) -> None:
    readers()
    vote = schedule.Vote.objects.get()
    assert send_while(settled(lambda: move(vote, DAY, NOW)), settings) == 2
    assert run(LATER) == FEW
    assert Delivery.objects.filter(announcement=Announcement.objects.latest("pk"), state="sent").count() == FEW


def test_the_database_itself_refuses_a_letter_whose_reader_left(mail_server: MailServer) -> None:
    [reader] = readers(1)
    letter = deliver._prepare(
        [handover.Letter(message) for message in deliver._claim(NOW)], deliver.Stencils(NOW), NOW
    )[0]  # fmt: skip
    notes = handover.Handover(NOW)
    notes.note([letter])
    assert notes.allows(letter)
    for change in ({"ended_at": NOW}, {"ended_at": None, "confirmed_at": None}):
        Subscription.objects.update(**change)
        notes.note([letter])
        assert not notes.allows(letter)
    Subscription.objects.update(confirmed_at=NOW)
    Subscriber.objects.filter(pk=reader.pk).update(stopped_at=NOW)
    notes.note([letter])
    assert not notes.allows(letter)


def test_what_the_database_says_no_to_is_an_error_and_leaves_the_connection_usable() -> None:
    readers(1)
    letter = handover.Letter(Message.objects.get(), carried=[1], subjects=["}"])
    notes = handover.Handover(NOW)
    with transaction.atomic():
        notes.note([letter])
        with pytest.raises(DatabaseError, match="malformed array literal"):
            notes.answer()
        transaction.set_rollback(True)
    assert Message.objects.count() == 1


def test_the_statement_is_planned_once_and_not_for_each_mail(mail_server: MailServer) -> None:
    readers()
    assert run(NOW) == FEW
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans > 0, custom_plans FROM pg_prepared_statements WHERE name = %s",
                       [handover.NAME.decode()])  # fmt: skip
        assert cursor.fetchall() == [(True, 0)]


def test_each_mail_is_noted_though_the_next_one_fails(mail_server: MailServer) -> None:
    vote = make_followed()
    bad = make_reader(vote.issue)
    bad.email = "breaks@mail.example"
    bad.save()
    make_reader(vote.issue)
    mail_server.breaks_off_at = bad.email
    assert run(NOW) == 2
    assert sorted(Message.objects.values_list("state", "attempts")) == [("due", 1), ("sent", 1), ("sent", 1)]
    assert Message.objects.exclude(words=None).count() == 2
    run(NOW + timedelta(minutes=1))
    assert bad.messages.get().repeats == 1, "nobody knows whether it was taken: it may come twice"
