"""What the database refuses of subscriptions and announcements."""

import pytest
from django.db import IntegrityError

from tests.factories import NOW, make_issue, make_official
from votes.models import Announcement, Subscriber, Subscription

pytestmark = pytest.mark.django_db


def subscribe(**topic: object) -> Subscription:
    subscriber = Subscriber.objects.create(email=f"reader{Subscriber.objects.count()}@mail.example")
    return Subscription.objects.create(subscriber=subscriber, **topic)


def test_a_subscription_has_exactly_one_topic() -> None:
    issue = make_issue()
    assert subscribe(issue=issue).topic == f"issue:{issue.pk}"
    with pytest.raises(IntegrityError, match="exactly_one_topic"):
        subscribe(issue=issue, person=make_official())


def test_a_subscription_without_a_topic_is_refused() -> None:
    with pytest.raises(IntegrityError, match="exactly_one_topic"):
        subscribe()


def test_an_announcement_is_made_once() -> None:
    fields = {"kind": "date", "topics": ["issue:1"], "subject": "vote:1", "version": 2, "title": "Moved", "path": "/"}
    Announcement.objects.create(created_at=NOW, **fields)
    with pytest.raises(IntegrityError, match="announcement_unique"):
        Announcement.objects.create(created_at=NOW, **fields)
