"""The desk's first page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_event, make_issue, make_vote
from tests.votes.alerts.readers import make_reader
from votes.alerts import breaker
from votes.alerts.gathering import new_message

pytestmark = pytest.mark.django_db


def test_the_queue_asks_what_came_of_a_vote_but_not_of_one_that_is_shelved_nor_of_an_event(desk: Client) -> None:
    make_vote(motion="Mend the ferry", earliest=date(2020, 3, 17), status="scheduled")
    make_vote(motion="Sell the ferry", status="shelved")
    make_event(title="The ferry talk", earliest=date(2020, 3, 17))
    page = desk.get("/desk/").text
    assert "What came of these votes?" in page
    assert "Mend the ferry" in page
    assert "Sell the ferry" not in page
    assert "The ferry talk" not in page


def test_the_queue_says_that_readers_mail_is_stuck(desk: Client) -> None:
    assert "mail needs somebody" not in desk.get("/desk/").text
    since = timezone.now() - timedelta(hours=3)
    breaker.note_failure("The mail server refuses us, see EMAIL_URL: 535 <wrong>", since)
    new_message(make_reader(make_issue()), since).save()
    page = desk.get("/desk/").text
    assert "mail needs somebody" in page
    assert "1 mail waits" in page
    assert "535 &lt;wrong&gt;" in page
