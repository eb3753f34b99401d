"""A reader's mail moves to another address."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, make_reader, move, on, opened, run, text_of
from votes.alerts import barred, deliver, forget, moving, tokens
from votes.alerts.tokens import Purpose
from votes.models import Delivery, Message, Subscriber

pytestmark = pytest.mark.django_db


def test_it_is_asked_at_the_new_address_and_told_at_the_old_one(mail_server: MailServer) -> None:
    reader = make_reader(make_issue())
    old = reader.email
    client = opened(Purpose.MANAGE, reader)
    answer = client.post("/en/alerts/address/", {"email": "Wren@New.Example"})
    assert "A mail is on its way to" in answer.text
    deliver.send_due(timezone.now())
    (asked,) = mail_server.messages
    assert asked["To"] == "wren@new.example"
    assert old not in text_of(asked), "whoever has the new address need not learn the old one"
    path = re.search(r"/en/new-address/\S+", text_of(asked))
    assert path
    browser = Client()
    assert "Send your alerts to wren@new.example?" in browser.get(path.group(), follow=True).text
    reader.refresh_from_db()
    assert reader.email == old, "looking at it is not confirming it"
    assert "come to this address now" in browser.post("/en/new-address/", follow=True).text
    deliver.send_due(timezone.now())
    told = mail_server.messages[-1]
    assert (told["To"], "wren@new.example" in text_of(told)) == (old, False)
    assert Subscriber.objects.get().email == "wren@new.example"
    assert client.get("/en/alerts/").status_code == 404, "links sent to the old address open nothing"


def test_a_link_confirms_only_the_address_it_was_sent_to() -> None:
    reader = make_reader(make_issue())
    moving.ask(reader, "first@new.example", NOW)
    client = opened(Purpose.ADDRESS, reader, [tokens.digest("first@new.example")])
    moving.ask(reader, "second@new.example", NOW)
    assert client.post("/en/new-address/").status_code == 404
    reader.refresh_from_db()
    assert reader.email != "second@new.example"


def test_a_new_address_that_does_not_exist_stops_no_mail_to_the_old_one(mail_server: MailServer) -> None:
    reader = make_reader(make_issue())
    moving.ask(reader, "slip@new.example", NOW)
    mail_server.refuse = "550 5.1.1 no such user"
    deliver.send_due(NOW)
    assert Message.objects.get().state == "failed"
    assert reader.subscriptions.live().count() == 1


def test_nobody_is_pestered_by_it() -> None:
    reader = make_reader(make_issue())
    for minute in range(9):
        moving.ask(reader, f"victim{minute % 2}@new.example", NOW + timedelta(minutes=minute))
    assert Message.objects.count() == 3
    other, gone = make_reader(make_issue()), make_reader(make_issue())
    address = gone.email
    barred.bar(gone, NOW)
    moving.ask(other, address, NOW)
    moving.ask(other, other.email, NOW)
    assert Message.objects.count() == 3


def test_who_was_known_by_both_addresses_keeps_what_both_followed_and_is_told_of_each_date_they_were_sent(
    mail_server: MailServer,
) -> None:
    vote = make_followed()
    other = Subscriber.objects.get()
    run(NOW)
    shared = make_issue()
    reader = make_reader(shared)
    reader.new_email = other.email
    reader.save()
    moving.move(reader, NOW)
    reader.refresh_from_db()
    assert {one.issue for one in reader.subscriptions.live()} == {shared, vote.issue}
    assert Delivery.objects.get().subscriber == reader
    assert not Subscriber.objects.exclude(email="").exclude(pk=reader.pk).exists()
    move(vote, on(NOW.date() + timedelta(days=40)), NOW + timedelta(hours=1))
    run(NOW + timedelta(hours=1))
    assert mail_server.messages[-1]["To"] == reader.email


def test_of_an_old_address_nothing_stays_once_it_was_told() -> None:
    reader = make_reader(make_issue())
    old = reader.email
    moving.ask(reader, "wren@new.example", NOW)
    reader.refresh_from_db()
    moving.move(reader, NOW)
    Message.objects.update(state="sent")
    assert Message.objects.filter(to=old).exists()
    forget.drop_old_addresses(NOW + timedelta(days=15))
    assert not Message.objects.exclude(to="").exists()
