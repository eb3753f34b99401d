"""An editor finds out who was told what, in which words, and why somebody was not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_followed, make_reader, move, run
from votes.alerts import forget, hold, subscribe
from votes.models import Announcement, Subscriber, Vote

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def told(mail_server: MailServer) -> Vote:
    """A vote whose reader was told its date, and that it moved."""
    vote = make_followed()
    run(NOW)
    move(vote, DAY, LATER)
    run(LATER)
    return vote


def text(desk: Client, address: str) -> str:
    return " ".join(desk.get(address).content.decode().split())


def test_what_did_you_send_me_is_answered_by_address_with_the_words_of_each_mail(desk: Client, told: Vote) -> None:
    reader = Subscriber.objects.get()
    answer = desk.post("/desk/told/", {"address": f" {reader.email.upper()} "})
    assert answer.status_code == 302
    assert reader.email not in answer["Location"], "a log of addresses asked for would keep it"
    page = text(desk, answer["Location"])
    assert page.count("What the mail said") == 2
    assert "Vote moved" in page
    assert "/leave/" not in page, "the links in the mail are its reader's own"


def test_why_did_i_not_get_it_is_answered_for_who_did_not_ask_or_had_left(desk: Client, told: Vote) -> None:
    quotes = make_reader(told.issue, kinds=["quote"], now=NOW - timedelta(days=1))
    late = make_reader(told.issue, now=LATER + timedelta(days=1))
    announced = Announcement.objects.count()
    assert (
        text(desk, f"/desk/told/readers/{quotes.pk}/").count("They had not asked for news of this kind.") == announced
    )
    assert text(desk, f"/desk/told/readers/{late.pk}/").count("They did not follow it then") == announced


def test_when_a_reader_said_yes_and_left_is_shown_beside_what_they_were_told(desk: Client, told: Vote) -> None:
    reader = make_reader(told.issue)
    subscribe.change(reader.subscriptions.get(), ["result"], [], "daily", LATER)
    subscribe.leave(reader, LATER)
    page = text(desk, f"/desk/told/readers/{reader.pk}/")
    asked = page[page.index("What they asked for, and left") :]
    assert asked.index("<strong>Left</strong> Leaf blower ban") < asked.index(
        "<strong>Changed</strong> Leaf blower ban"
    )


def test_what_an_editor_holds_or_drops_is_said_to_be_held_or_dropped(desk: Client, told: Vote, una: User) -> None:
    reader = Subscriber.objects.get()
    hold.begin(told.body, una, "The clerk doubts the day", LATER)
    move(told, {"earliest": "2026-06-02", "latest": "2026-06-02"}, LATER)
    run(LATER + timedelta(days=1))
    newest = Announcement.objects.latest("pk")
    pages = (f"/desk/told/readers/{reader.pk}/", f"/desk/told/announcements/{newest.pk}/")
    assert all("An editor holds it back" in text(desk, page) for page in pages)
    hold.drop(newest.pk, una, "", LATER + timedelta(days=1))
    assert all("An editor dropped it: nobody is told." in text(desk, page) for page in pages)


def test_of_an_announcement_all_are_shown_with_what_became_of_it(
    desk: Client, told: Vote, mail_server: MailServer
) -> None:
    other = make_reader(told.issue)
    mail_server.refuse = "550 5.1.1 no such user"
    move(told, {"earliest": "2026-06-02", "latest": "2026-06-02"}, LATER + timedelta(days=1))
    run(LATER + timedelta(days=1))
    newest = Announcement.objects.latest("pk")
    page = text(desk, f"/desk/told/announcements/{newest.pk}/")
    assert other.email in page
    assert "sent to 0, owed to 0, not sent to 2" in page
    assert "Not sent: the mail server refused the address" in page


def test_of_an_erased_reader_it_is_shown_that_somebody_was_told(desk: Client, told: Vote) -> None:
    reader = Subscriber.objects.get()
    address = reader.email
    forget.erase(reader, LATER)
    page = text(desk, f"/desk/told/readers/{reader.pk}/")
    assert address not in page
    assert f"reader {reader.pk}, erased" in page
    assert page.count("<strong>Sent</strong>") == 2
    assert "Nobody of this address" in desk.post("/desk/told/", {"address": address}).content.decode()
