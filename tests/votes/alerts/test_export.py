"""All that is kept of a reader is theirs to take along."""

import json

import pytest
from django.test import Client

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, opened, run
from votes.alerts.tokens import Purpose
from votes.models import Consent, Subscriber

pytestmark = pytest.mark.django_db


def test_a_reader_downloads_what_they_follow_agreed_to_and_were_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    reader = Subscriber.objects.get()
    Consent.objects.create(
        subscriber=reader, topic=f"issue:{vote.issue_id}", deed="confirmed", cadence="at_once", form="confirm", at=NOW
    )
    run(NOW)
    answer = opened(Purpose.MANAGE, reader).get("/en/alerts/download/")
    assert answer["Content-Disposition"] == 'attachment; filename="alerts.json"'
    kept = json.loads(answer.content)
    assert kept["reader"]["email"] == reader.email
    assert kept["subscriptions"][0]["topic"] == f"issue:{vote.issue_id}"
    assert kept["consent"][0]["deed"] == "confirmed"
    assert kept["mails"][0]["state"] == "sent"
    assert (kept["told"][0]["about"], kept["told"][0]["message_id"]) == (
        f"vote:{vote.pk}",
        kept["mails"][0]["message_id"],
    )


def test_nobody_else_does() -> None:
    assert Client().get("/en/alerts/download/").status_code == 404
