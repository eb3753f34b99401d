"""What is free to be sent, in which order, and what the database refuses of mails."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.factories import NOW
from votes.alerts.gathering import new_message
from votes.models import Bounce, Message, Subscriber

pytestmark = pytest.mark.django_db
Urgency = Message.Urgency


@pytest.fixture
def reader() -> Subscriber:
    return Subscriber.objects.create(email="ona@mail.example", confirmed_at=NOW)


def test_the_most_urgent_is_first_and_of_these_the_longest_waiting(reader: Subscriber) -> None:
    order = [(Urgency.REST, 3), (Urgency.DATES, 1), (Urgency.DATES, 2), (Urgency.ASKED, 0)]
    for urgency, hours in order:
        new_message(reader, NOW - timedelta(hours=hours), urgency).save()
    free = [(message.urgency, message.due_at) for message in Message.objects.free(NOW)]
    assert free == sorted(free)
    assert len(free) == len(order)


def test_a_claimed_message_is_free_again_when_its_lease_is_over(reader: Subscriber) -> None:
    message = new_message(reader, NOW)
    message.claimed_until = NOW + timedelta(minutes=10)
    message.save()
    assert [Message.objects.free(NOW + timedelta(minutes=minutes)).count() for minutes in (9, 10)] == [0, 1]


def test_the_same_event_is_kept_once(reader: Subscriber) -> None:
    message = new_message(reader, NOW)
    message.save()
    Bounce.objects.create(subscriber=reader, message=message, kind="soft", event="1", at=NOW)
    with pytest.raises(IntegrityError, match="event"):
        Bounce.objects.create(subscriber=reader, message=message, kind="soft", event="1", at=NOW)
