"""How readers come, change what they get, and leave: on the pages themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_issue
from tests.smtp import MailServer
from tests.votes.alerts.readers import WISH, ask, make_reader, make_scheduled, move, on, opened, run
from votes.alerts import deliver
from votes.alerts.subscribe import confirm, leave, subscribe
from votes.alerts.tokens import Purpose, link
from votes.models import Consent, Message, Subscriber, Subscription

pytestmark = pytest.mark.django_db


def confirm_by_mail(reader: Subscriber) -> Any:
    pending = reader.subscriptions.pending().values_list("pk", flat=True)
    return opened(Purpose.CONFIRM, reader).post("/en/confirm/", {"subscription": [*pending]}, follow=True)


def test_a_reader_asks_confirms_is_told_and_leaves(mail_server: MailServer) -> None:
    vote = make_scheduled()
    assert "Check your mail" in ask("Wren@Mail.Example", vote.issue, kinds=["date"], cadence="at_once").text
    reader = Subscriber.objects.get(email="wren@mail.example")
    now = timezone.now()
    assert deliver.send_due(now) == 1
    assert "/en/confirm/" in mail_server.messages[0].get_body(("plain",)).get_content()
    assert "Confirmed." in confirm_by_mail(reader).text
    move(vote, on(now.date() + timedelta(days=30)), now)
    assert run(now) == 1
    Client().post(link(Purpose.LEAVE, reader, [reader.subscriptions.get().topic]).removeprefix(settings.SITE_URL))
    move(vote, {"status": "cancelled"}, now)
    assert run(now) == 0


def test_until_they_confirm_nothing_but_the_one_question_is_sent(mail_server: MailServer) -> None:
    vote = make_scheduled()
    subscribe("wren@mail.example", vote.issue, now=NOW, **WISH)
    for day in range(10):
        run(NOW + timedelta(days=day))
    assert [str(message["Subject"]) for message in mail_server.messages] == ["Confirm: alerts about Leaf blower ban"]


def test_asking_again_within_ten_minutes_sends_nothing_more() -> None:
    issue, other = make_issue(), make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    subscribe("wren@mail.example", other, now=NOW + timedelta(minutes=9), **WISH)
    assert Message.objects.count() == 1
    subscribe("wren@mail.example", issue, now=NOW + timedelta(minutes=11), **WISH)
    assert Message.objects.count() == 2


def test_nobody_can_be_pestered_through_the_form() -> None:
    issue = make_issue()
    for asked in range(20):
        subscribe("wren@mail.example", issue, now=NOW + timedelta(hours=asked), **WISH)
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    "spellings",
    [
        [f"wren+{number}@mail.example" for number in range(9)],
        [
            "wren@mail.example",
            "w.ren@mail.example",
            "wr.en+a@mail.example",
            "w.r.e.n@mail.example",
            "wren+b+c@mail.example",
        ],
        ['"wren"@mail.example', '"w.ren"@mail.example', "wren@mail.example", '"w\\ren"@mail.example'],
    ],
)
def test_one_mailbox_is_not_pestered_by_spelling_its_address_in_many_ways(spellings: list[str]) -> None:
    issue = make_issue()
    for minute, address in enumerate(spellings):
        subscribe(address, issue, now=NOW + timedelta(minutes=minute), **WISH)
    assert Message.objects.count() == 1
    for hour, address in enumerate(spellings, start=1):
        subscribe(address, issue, now=NOW + timedelta(hours=hour), **WISH)
    assert Message.objects.count() == 3
    assert set(Subscriber.objects.values_list("email", flat=True)) == set(spellings), "each is kept as it was given"


def test_another_mailbox_is_not_kept_waiting() -> None:
    issue = make_issue()
    for address in ("wren@mail.example", "wren@post.example", "wrens@mail.example", "wren@mail.ex.ample"):
        subscribe(address, issue, now=NOW, **WISH)
    assert Message.objects.count() == 4


def test_who_has_confirmed_can_follow_something_else_at_once() -> None:
    subscribe("wren@mail.example", make_issue(), now=NOW, **WISH)
    reader = Subscriber.objects.get()
    confirm(reader, reader.subscriptions.values_list("pk", flat=True), NOW)
    subscribe("wren@mail.example", make_issue(), now=NOW + timedelta(minutes=1), **WISH)
    assert Message.objects.count() == 2


def test_asking_again_for_what_one_has_changes_nothing_and_brings_the_way_to_it(mail_server: MailServer) -> None:
    issue = make_issue()
    reader = make_reader(issue)
    ask(reader.email, issue, cadence="weekly")
    assert Subscription.objects.get().cadence == "at_once"
    deliver.send_due(timezone.now())
    assert "/en/alerts/" in mail_server.messages[0].get_body(("plain",)).get_content()


def test_who_left_and_asks_again_confirms_again() -> None:
    issue = make_issue()
    reader = make_reader(issue)
    reader.subscriptions.update(ended_at=NOW)
    ask(reader.email, issue)
    again = Subscription.objects.get()
    assert (again.ended_at, again.confirmed_at, again.leads) == (None, None, [3])


def test_who_confirms_after_their_mail_bounced_is_sent_mail_again() -> None:
    reader = make_reader(make_issue())
    reader.stopped_at = NOW
    reader.save()
    client = opened(Purpose.MANAGE, reader)
    assert "your mail server refused it" in client.get("/en/alerts/").text
    client.post("/en/alerts/", {"again": "yes"})
    assert reader.subscriptions.live().count() == 1


def test_a_strangers_second_post_replaces_neither_a_pending_wish_nor_a_standing_one() -> None:
    issue = make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    other = {"kinds": ["quote"], "leads": [], "cadence": "weekly"}
    subscribe("wren@mail.example", issue, now=NOW + timedelta(hours=1), **other)
    assert Subscription.objects.get().kinds == WISH["kinds"]
    reader = Subscriber.objects.get()
    confirm(reader, reader.subscriptions.values_list("pk", flat=True), NOW)
    subscribe("wren@mail.example", issue, now=NOW + timedelta(days=30), **other)
    assert Subscription.objects.get().kinds == WISH["kinds"]


def test_a_wish_that_no_link_can_confirm_any_more_gives_way_to_the_next() -> None:
    issue = make_issue()
    subscribe("wren@mail.example", issue, now=NOW, **WISH)
    subscribe("wren@mail.example", issue, ["quote"], [], "weekly", NOW + timedelta(days=3, minutes=1))
    assert Subscription.objects.get().kinds == ["quote"]


def test_the_history_of_consent_outlives_leaving_and_coming_back() -> None:
    issue = make_issue()
    for day in (0, 10):
        subscribe("wren@mail.example", issue, now=NOW + timedelta(days=day), form="subscribe/issue", **WISH)
        reader = Subscriber.objects.get()
        confirm(reader, reader.subscriptions.values_list("pk", flat=True), NOW + timedelta(days=day, hours=1))
        leave(reader, NOW + timedelta(days=day + 1))
        leave(reader, NOW + timedelta(days=day + 2))
    history = Consent.objects.values_list("deed", "form", "at", "kinds")
    assert [*history[:3]] == [
        ("asked", "subscribe/issue", NOW, WISH["kinds"]),
        ("confirmed", "confirm", NOW + timedelta(hours=1), WISH["kinds"]),
        ("left", "leave", NOW + timedelta(days=1), WISH["kinds"]),
    ]
    assert [deed for deed, *_ in history] == ["asked", "confirmed", "left"] * 2


@pytest.mark.django_db(transaction=True)
def test_many_spellings_of_one_address_at_the_same_moment_bring_one_mail() -> None:
    issue = make_issue()

    def ask_as(address: str) -> None:
        try:
            subscribe(address, issue, now=NOW, **WISH)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask_as, [f"wren+{number}@mail.example" for number in range(24)]))
    assert (Subscriber.objects.count(), Message.objects.count()) == (24, 1)
