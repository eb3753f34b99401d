"""The desk's first pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_issue
from tests.votes.alerts.readers import make_reader
from votes.alerts import breaker
from votes.alerts.deliver import new_message

pytestmark = pytest.mark.django_db


def test_the_queue_says_that_readers_mail_is_stuck(desk: Client) -> None:
    assert "mail needs somebody" not in desk.get("/desk/").text
    since = timezone.now() - timedelta(hours=3)
    breaker.note_failure("The mail server refuses us, see EMAIL_URL: 535 <wrong>", since)
    new_message(make_reader(make_issue()), since).save()
    page = desk.get("/desk/").text
    assert "mail needs somebody" in page
    assert "1 mail waits" in page
    assert "535 &lt;wrong&gt;" in page
