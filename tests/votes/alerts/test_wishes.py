"""What forms ask for, and that their answers tell nothing of an address."""

import random
from collections.abc import Callable
from time import perf_counter

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import WISH, ask, make_reader
from tests.votes.conftest import forget_wishes
from votes.alerts import wishes
from votes.models import Merged, Message, Setback, Subscriber, Subscription, Wish
from votes.subjects import key_of

pytestmark = pytest.mark.django_db

PAIRS = 300


def telling(post: Callable[[str], None], known: str) -> float:
    """Of pairs of a known address and one that is not, how many tell which is which by the time the answer takes."""
    # By chance, but the same each time: in turn, one of the two would meet the program’s own pauses more often.
    slower, order = 0, random.Random(1)
    for _ in range(PAIRS):
        forget_wishes()
        # Asked as often as the other: how new an address is tells nothing of whether it is known.
        addresses = [known, "nobody@mail.example"]
        order.shuffle(addresses)
        taken = {}
        for address in addresses:
            began = perf_counter()
            post(address)
            taken[address] = perf_counter() - began
        slower += taken[known] > taken["nobody@mail.example"]
    return max(slower, PAIRS - slower) / PAIRS


def test_the_time_an_answer_takes_does_not_tell_whether_an_address_is_known() -> None:
    issue, client = make_issue(), Client()
    reader = make_reader(issue)
    data = {**WISH, "email": ""}

    def follow(address: str) -> None:
        assert client.post(f"/en/subscribe/issue/{issue.slug}/", data | {"email": address}).status_code == 302

    def ask_link(address: str) -> None:
        assert client.post("/en/alerts/link/", {"email": address}).status_code == 302

    for post in (follow, ask_link):
        post(reader.email)
        post("nobody@mail.example")
        assert telling(post, reader.email) <= 0.6


def test_a_page_that_answers_has_looked_no_address_up(django_assert_num_queries: Callable[..., object]) -> None:
    issue = make_issue()
    reader = make_reader(issue)
    for address in (reader.email, "nobody@mail.example"):
        with django_assert_num_queries(2):
            Client().post(f"/en/subscribe/issue/{issue.slug}/", {**WISH, "email": address})


def test_the_link_comes_to_a_reader_and_to_nobody_else() -> None:
    reader = make_reader(make_issue())
    for address in ("nobody@mail.example", f" {reader.email.upper()}"):
        assert "Check your mail" in Client().post("/en/alerts/link/", {"email": address}, follow=True).text
    wishes.take_up(timezone.now())
    assert [message.subscriber for message in Message.objects.all()] == [reader]
    assert (Subscriber.objects.count(), Wish.objects.count()) == (1, 0)


def test_a_wish_that_cannot_be_taken_up_keeps_no_other_waiting() -> None:
    issue = make_issue()
    wishes.note("wren@mail.example", issue, **WISH, form="subscribe/issue", now=NOW)
    Wish.objects.update(topic="nonsense")
    wishes.note("una@mail.example", issue, **WISH, form="subscribe/issue", now=NOW)
    assert wishes.take_up(NOW) == 1
    assert Setback.objects.get().sweep == "take_up"
    assert Subscription.objects.get().subscriber.email == "una@mail.example"


def test_a_wish_for_what_has_become_one_with_something_else_is_for_that() -> None:
    gone, kept = make_issue(), make_issue()
    wishes.note("wren@mail.example", gone, **WISH, form="subscribe/issue", now=NOW)
    Merged.objects.create(gone=key_of(gone), kept=key_of(kept))
    gone.delete()
    wishes.take_up(NOW)
    assert Subscription.objects.get().issue == kept


def test_taking_up_twice_is_taking_up_once() -> None:
    ask("wren@mail.example", make_issue())
    assert wishes.take_up(timezone.now()) == 0
