"""The form is no cannon: from one network, in all, and while Valkey is away."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_issue
from tests.votes.alerts.readers import WISH, ask
from votes.alerts import throttle
from votes.alerts.throttle import Wait
from votes.models import Message, Subscriber

# So many from one network an hour.
ROOM = 30
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.mark.django_db
def test_two_hundred_addresses_from_one_network_do_not_bring_two_hundred_mails() -> None:
    issue = make_issue()
    for number in range(200):
        ask(f"victim{number}@mail.example", issue)
    assert Message.objects.count() == Subscriber.objects.count() == ROOM


@pytest.mark.django_db
def test_who_asks_once_too_often_reads_what_to_do_and_loses_nothing() -> None:
    issue = make_issue()
    while throttle.count("127.0.0.1") is None:
        pass
    answer = ask("wren@mail.example", issue, leads=["14"])
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert "from the network you are in" in answer.text
    assert "wait 60 minutes, then press Follow again" in " ".join(answer.text.split())
    assert 'value="wren@mail.example"' in answer.text
    assert 'value="14" id="id_leads_0" checked' in answer.text
    assert not Subscriber.objects.exists()


@pytest.mark.django_db
def test_a_form_with_a_mistake_in_it_counts_for_nothing() -> None:
    issue = make_issue()
    for _ in range(ROOM + 1):
        assert ask("wren", issue).status_code == 200
    assert "Check your mail" in ask("wren@mail.example", issue).text


@pytest.mark.django_db
def test_the_next_house_may_still_ask(settings: Any) -> None:
    settings.BEHIND_HTTPS_PROXY = True
    issue = make_issue()
    while throttle.count("203.0.113.7") is None:
        pass
    path, data = f"/en/subscribe/issue/{issue.slug}/", {"email": "wren@mail.example", **WISH}
    answers = [
        Client().post(path, data, secure=True, HTTP_X_FORWARDED_FOR=f"198.51.100.9, {client}").status_code
        for client in ("203.0.113.7", "203.0.113.8")
    ]
    assert answers == [429, 302]


def test_however_many_networks_ask_there_is_an_end() -> None:
    waits = [throttle.count(f"10.0.{number // 250}.{number % 250}") for number in range(310)]
    assert waits[:300] == [None] * 300
    assert all(wait is not None and wait.is_everyone for wait in waits[300:])


def test_a_network_that_is_refused_takes_nobody_elses_room() -> None:
    for _ in range(400):
        throttle.count("203.0.113.7")
    assert throttle.count("203.0.113.8") is None


def test_with_valkey_away_a_reader_is_let_in_and_the_cannon_stays_shut(settings: Any) -> None:
    settings.REDIS_URL = NOWHERE
    waits = [throttle.count("203.0.113.7") for _ in range(ROOM + 5)]
    assert [wait is None for wait in waits] == [True] * ROOM + [False] * 5


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 minute"), (3300, "55 minutes"), (24_900, "7 hours")])
def test_how_long_to_wait_is_told_in_words(seconds: int, words: str) -> None:
    assert Wait(seconds, is_everyone=False).in_words == words


def test_whoever_has_many_networks_of_ipv6_has_no_more_room_than_two_houses() -> None:
    waits = [throttle.count(f"2001:db8:7:{number:x}::/64") for number in range(70)]
    assert waits[:60] == [None] * 60
    assert all(waits[60:])
    assert throttle.count("2001:db8:8:1::/64") is None, "the next one's"


@pytest.mark.django_db
def test_whoever_fills_the_form_for_everybody_shuts_nobody_out_of_their_own_page() -> None:
    for number in range(310):
        throttle.count(f"10.0.{number // 250}.{number % 250}")
    assert Client().post("/en/alerts/link/", {"email": "wren@mail.example"}).status_code == 302
