"""Readers who are forgotten: those who ask for it, and addresses that never said yes."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import NOW, make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, WISH, make_followed, make_reader, make_scheduled, move, opened, owe, run
from votes.alerts import announce, deliver, forget
from votes.alerts.subscribe import confirm, subscribe
from votes.alerts.tokens import Purpose
from votes.models import Delivery, Message, Subscriber, Subscription

pytestmark = pytest.mark.django_db


def everything_kept() -> str:
    """All that the database holds of readers and their mail, as words."""
    tables = (
        "subscriber",
        "subscription",
        "delivery",
        "message",
        "announcement",
        "fanout",
        "consent",
        "wish",
        "barred",
    )
    with connection.cursor() as cursor:
        kept = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(json_agg(t)::text, '') FROM votes_{table} t")
            kept += cursor.fetchone()
    return "".join(kept)


def test_of_an_erased_reader_nothing_stays_but_what_was_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    other = make_reader(vote.issue)
    reader = Subscriber.objects.exclude(pk=other.pk).get()
    run(NOW)
    Message.objects.filter(subscriber=reader).update(problem=f"refused {reader.email} at first")
    Subscriber.objects.filter(pk=reader.pk).update(stopped_why=f"refused {reader.email}")
    assert reader.email in everything_kept()
    forget.erase(reader, NOW)
    kept = everything_kept()
    assert (reader.email in kept, reader.email.partition("@")[0] in kept, reader.key in kept) == (False, False, False)
    assert Delivery.objects.filter(message__state="sent").values("subscriber").distinct().count() == 2
    assert Subscription.objects.get().subscriber == other


def test_who_is_erased_is_sent_nothing_that_was_owed_or_asked(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    unasked = make_scheduled().issue
    subscribe("wren@mail.example", unasked, now=NOW, **WISH)
    for reader in Subscriber.objects.all():
        forget.erase(reader, NOW)
    move(vote, DAY, NOW)
    assert run(NOW) == 0
    assert run(NOW + timedelta(days=1)) == 0
    assert mail_server.messages == []
    assert not Message.objects.filter(state="due").exists()


def test_two_readers_can_be_erased_and_come_back_as_somebody_new() -> None:
    issue = make_issue()
    first, second = make_reader(issue), make_reader(issue)
    forget.erase(first, NOW)
    forget.erase(second, NOW)
    subscribe(first.email, issue, now=NOW, **WISH)
    again = Subscriber.objects.get(email=first.email)
    assert again.pk != first.pk
    assert again.key != first.key


def test_a_page_opened_before_the_erasure_opens_nothing_after_it() -> None:
    reader = make_reader(make_issue())
    client = opened(Purpose.CONFIRM, reader, client=opened(Purpose.MANAGE, reader))
    assert [client.get(f"/en/{page}/").status_code for page in ("alerts", "confirm")] == [200, 200]
    forget.erase(reader, NOW)
    assert [client.get(f"/en/{page}/").status_code for page in ("alerts", "confirm")] == [404, 404]


def test_an_address_that_never_said_yes_is_dropped_with_its_mail() -> None:
    issue = make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    Subscriber.objects.update(created_at=NOW)
    assert forget.drop_unconfirmed(NOW + timedelta(days=14)) == 0
    assert forget.drop_unconfirmed(NOW + timedelta(days=14, seconds=1)) == 1
    assert (Subscriber.objects.count(), Message.objects.count(), Subscription.objects.count()) == (0, 0, 0)


def test_who_asked_again_lately_may_still_say_yes() -> None:
    issue = make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    Subscriber.objects.update(created_at=NOW)
    subscribe("wren@mail.example", issue, now=NOW + timedelta(days=13), **WISH)
    assert forget.drop_unconfirmed(NOW + timedelta(days=15)) == 0


def test_whoever_said_yes_or_was_told_anything_stays() -> None:
    vote = make_followed()
    announce.fan_out(NOW)
    told = Subscriber.objects.get()
    forget.erase(told, NOW)
    subscribe("wren@mail.example", vote.issue, now=NOW, **WISH)
    wren = Subscriber.objects.get(email="wren@mail.example")
    confirm(wren, wren.subscriptions.values_list("pk", flat=True), NOW)
    Subscriber.objects.update(created_at=NOW)
    assert forget.drop_unconfirmed(NOW + timedelta(days=100)) == 0
    assert {told, wren} == set(Subscriber.objects.all())


def test_a_message_in_a_workers_hands_is_left_to_it() -> None:
    subscribe("wren@mail.example", make_issue(), now=NOW, **WISH)
    Subscriber.objects.update(created_at=NOW)
    much_later = NOW + timedelta(days=20)
    Message.objects.update(claimed_until=much_later + deliver.LEASE)
    assert forget.drop_unconfirmed(much_later) == 0
    assert forget.drop_unconfirmed(much_later + 2 * deliver.LEASE) == 1
