"""What the database keeps of what readers ask for and agree to."""

import pytest
from django.db import IntegrityError

from tests.factories import NOW, make_issue
from tests.votes.alerts.readers import make_reader
from votes.models import Barred, Consent, Subscription

pytestmark = pytest.mark.django_db


def test_an_address_is_barred_once() -> None:
    Barred.objects.create(digest="a", since=NOW)
    with pytest.raises(IntegrityError):
        Barred.objects.create(digest="a", since=NOW)


def test_the_history_stays_when_what_was_followed_goes() -> None:
    reader = make_reader(make_issue())
    topic = reader.subscriptions.get().topic
    Consent.objects.create(subscriber=reader, topic=topic, deed="confirmed", cadence="daily", form="confirm", at=NOW)
    Subscription.objects.all().delete()
    assert reader.consents.get().topic == topic
