"""Whatever a mail server answers, or doesn't: a good recipient gets the mail once, and no bad one holds it up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.factories import NOW
from tests.faults.scripted import DROP, ScriptedServer
from tests.votes.alerts.readers import DAY, EVIDENCE, make_followed, make_reader, make_scheduled, move, on, run
from votes import schedule
from votes.alerts import announce, deliver, gathering
from votes.models import Announcement, Delivery, FanOut, Message, Subscriber, Vote

pytestmark = [pytest.mark.django_db, pytest.mark.fault]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def smtp(settings: Any) -> Any:
    with ScriptedServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server


def readers(count: int, bad: int = 0, domain: str = "bad.example") -> tuple[Vote, list[Subscriber]]:
    """A vote on Mar 30 and those who follow it, the bad ones first."""
    vote = make_scheduled(**on((NOW + timedelta(days=20)).date()))
    made = [make_reader(vote.issue) for _ in range(count)]
    for reader in made[:bad]:
        reader.email = f"{reader.pk}@{domain}"
        reader.save()
    return vote, made


@pytest.mark.parametrize("reply", ["450 4.2.1 busy", "451 4.7.1 greylisted", "452 4.3.1 full", "421 4.3.2 closing"])
@pytest.mark.parametrize("at", ["at_rcpt", "at_data"])
def test_what_is_put_off_comes_once_and_the_others_at_once(smtp: ScriptedServer, at: str, reply: str) -> None:
    _, made = readers(5)
    setattr(smtp, at, lambda address, tries: reply if address == made[1].email and tries == 1 else None)
    for minute in range(12):
        run(NOW + timedelta(minutes=minute))
    assert sorted(smtp.readers) == sorted(reader.email for reader in made)
    assert set(smtp.accepted.values()) == {1}


@pytest.mark.parametrize(
    ("reply", "stopped"),
    [
        ("550 5.1.1 no such user", True),
        ("552 5.2.2 mailbox full", False),
        ("554 5.7.1 blocked", False),
        ("550 5.7.1 we do not want this", False),
    ],
)
def test_one_of_two_refused_for_good_costs_the_other_nothing(smtp: ScriptedServer, reply: str, stopped: bool) -> None:
    _, [bad, good] = readers(2)
    smtp.at_rcpt = lambda address, _: reply if address == bad.email else None
    assert run(NOW) == 1
    assert [*smtp.readers] == [good.email]
    bad.refresh_from_db()
    assert (bad.stopped_at is not None) == stopped


def test_thirty_recipients_over_whom_the_server_hangs_up_keep_five_good_ones_waiting_for_nothing(
    smtp: ScriptedServer,
) -> None:
    _, made = readers(35, bad=30)
    smtp.at_data = lambda address, _: DROP if address.endswith("@bad.example") else None
    assert run(NOW) == 5
    assert sorted(smtp.readers) == sorted(reader.email for reader in made[30:])
    assert sum(smtp.tries[reader.email] for reader in made[:30]) == deliver.MOST_SILENT
    smtp.at_data = None
    run(NOW + timedelta(minutes=1))
    assert len(smtp.readers) == 35


def test_a_server_that_says_nothing_over_one_mail_is_left_and_the_others_go(smtp: ScriptedServer) -> None:
    _, made = readers(4)

    def silent(address: str, tries: int) -> None:
        if address == made[0].email and tries == 1:
            time.sleep(1.5)

    smtp.at_data = silent
    assert run(NOW) == 3
    assert Delivery.objects.get(subscriber=made[0]).handed_over_at == NOW, "it may be out"
    run(NOW + timedelta(minutes=1))
    assert {number for (address, _), number in smtp.accepted.items() if address != made[0].email} == {1}
    assert smtp.readers[made[0].email] == 1, "under one Message-ID, though it came twice"
    assert made[0].messages.get().repeats == 1


def test_a_server_that_is_down_for_four_days_costs_no_mail(settings: Any) -> None:
    readers(3)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for hour in range(0, 97, 3):
        assert run(NOW + timedelta(hours=hour)) == 0
    assert set(Message.objects.values_list("state", "attempts")) == {("due", 0)}
    with ScriptedServer() as server:
        settings.EMAIL_PORT = server.port
        assert run(NOW + timedelta(days=4, hours=1)) == 3
        assert set(server.accepted.values()) == {1}


def test_an_announcement_that_cannot_be_put_into_words_stands_beside_others_that_are_sent(smtp: ScriptedServer) -> None:
    vote, made = readers(3)
    broken = Announcement.objects.create(
        kind="position", subject="position:1", version=0, topics=[f"issue:{vote.issue_id}"], path="/",
        new={"person": "Ada Quill"}, created_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    FanOut.objects.create(announcement=broken, due_at=NOW)
    Delivery.objects.create(announcement=broken, subscriber=made[0], due_at=NOW)
    assert run(NOW) == 2
    message = made[0].messages.get()
    assert (message.state, message.problem[:27]) == ("due", "The mail could not be built")


def test_a_full_disk_loses_nothing_and_doubles_nothing(smtp: ScriptedServer) -> None:
    """PostgreSQL refuses to write, as it does when its disk is full, at fan-out, at gathering, and at sending."""
    readers(5)
    for table in ("votes_delivery", "votes_message"):
        with full_disk(table):
            for _ in range(3):
                with pytest.raises(OperationalError, match="could not extend file"):
                    run(NOW)
    assert smtp.accepted.total() == 0
    assert run(NOW + deliver.LEASE) == 5
    assert set(smtp.accepted.values()) == {1}


@contextmanager
def full_disk(table: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()")
        yield
        cursor.execute("DROP FUNCTION full_disk CASCADE")


def test_confirmations_go_before_everything_then_dates_then_digests(smtp: ScriptedServer) -> None:
    vote = make_followed()
    weekly = make_reader(vote.issue, cadence="weekly")
    announce.fan_out(NOW)
    Delivery.objects.filter(subscriber=weekly).update(due_at=NOW, created_at=NOW - timedelta(days=3))
    gathering.assemble(NOW)
    asked = Subscriber.objects.create(email="asks@mail.example")
    gathering.new_message(asked, NOW).save()
    Message.objects.filter(subscriber=weekly).update(due_at=NOW - timedelta(hours=1))
    assert deliver.send_due(NOW) == 3
    order = [address for address, _ in smtp.accepted]
    assert order[0] == asked.email
    assert order[2] == weekly.email


def test_who_was_sent_a_date_is_owed_its_change_and_its_outcome_by_whichever_topic(smtp: ScriptedServer) -> None:
    """Even who follows something else of it now, and whatever they ask for."""
    vote = make_scheduled()
    reader = make_reader(vote.body, kinds=["date"])
    run(NOW)
    reader.subscriptions.update(ended_at=NOW)
    reader.subscriptions.create(issue=vote.issue, kinds=["quote"], confirmed_at=NOW)
    move(vote, DAY, LATER)
    run(LATER)
    schedule.change(vote, {"status": "held", "outcome": "passed"}, EVIDENCE, LATER)
    run(LATER + timedelta(days=1))
    assert [row.announcement.kind for row in reader.deliveries.filter(state="sent").order_by("pk")] == [
        "date", "date", "result",
    ]  # fmt: skip
