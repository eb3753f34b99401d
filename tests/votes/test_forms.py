"""What a reader can ask for."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_issue, make_official
from tests.votes.alerts.readers import ask
from votes.alerts import wishes
from votes.models import Subscriber, Subscription

pytestmark = pytest.mark.django_db


def test_a_robot_that_fills_every_field_is_thanked_and_forgotten() -> None:
    assert "Check your mail" in ask("robot@mail.example", make_issue(), website="https://spam.example").text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"email": "wren"}, "That is not an e-mail address"),
        ({"email": "wren@mail.example\nBcc: all@mail.example"}, "That is not an e-mail address"),
        ({"email": "wren@localhost"}, "Mail from here can&#x27;t reach that address"),
        ({"email": "wren@desk.localhost"}, "Mail from here can&#x27;t reach that address"),
        ({"email": "wren@[127.0.0.1]"}, "Mail from here can&#x27;t reach that address"),
        ({"email": "wren@[IPv6:::1]"}, "That is not an e-mail address"),
        ({"email": "wren@127.0.0.11"}, "That is not an e-mail address"),
        ({"email": f"{'w' * 65}@mail.example"}, "at most 64 characters; this one has 65"),
        ({"kinds": []}, "Choose at least one thing to be told about."),
        ({"leads": []}, "Choose how long before to remind you."),
        ({"leads": ["-4"]}, "Select a valid choice"),
        ({"cadence": "hourly"}, "Select a valid choice"),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_with_what_to_do(wish: dict[str, Any], sentence: str) -> None:
    answer = ask(wish.pop("email", "wren@mail.example"), make_issue(), **wish)
    assert sentence in answer.text
    assert not Subscriber.objects.exists()


def test_a_person_who_is_followed_is_told_of_by_what_they_say_and_where_they_stand() -> None:
    person = make_official("Pia Lund")
    page = Client().get(f"/en/subscribe/person/{person.slug}/").text
    assert "When they are quoted" in page
    assert "Before a vote" not in page
    data = {"email": "wren@mail.example", "kinds": ["quote"], "cadence": "daily"}
    Client().post(f"/en/subscribe/person/{person.slug}/", data)
    wishes.take_up(timezone.now())
    assert (Subscription.objects.get().kinds, Subscription.objects.get().leads) == (["quote"], [])
