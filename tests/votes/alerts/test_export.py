"""All that is kept of a reader is theirs to take along."""

import json

import pytest
from django.test import Client

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, opened, run
from votes.alerts.export import OF_BOUNCE, OF_CONSENT, OF_MESSAGE, OF_READER, OF_SUBSCRIPTION
from votes.alerts.tokens import Purpose
from votes.models import Bounce, Consent, Delivery, Message, Subscriber, Subscription

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


# What is kept of a reader and not handed to them, each with the reason.
NOT_TAKEN = {
    Subscriber: {
        "id",
        "mailbox",  # another spelling of the address
        "key",
        "nonce",  # what opens their page
        "confirmation_sent_at",  # stands with that mail
        "erased_at",  # who is erased has no page
    },
    # Numbers of ours; `topic` is which of the others it is.
    Subscription: {"id", "subscriber", "issue", "person", "body", "vote", "event", "place"},
    Consent: {"id", "subscriber"},
    # How it was sent, not what was; `words` are the same for all who were told the same.
    Message: {"id", "subscriber", "words", "urgency", "due_at", "claimed_until", "attempts", "unanswered", "repeats"},
    Bounce: {"id", "subscriber", "message", "event"},
}
TAKEN = {
    Subscriber: OF_READER,
    Subscription: OF_SUBSCRIPTION,
    Consent: OF_CONSENT,
    Message: OF_MESSAGE,
    Bounce: OF_BOUNCE,
}


def test_every_column_of_a_readers_is_theirs_to_take_or_has_a_reason_why_not() -> None:
    about = {Subscriber, *(link.related_model for link in Subscriber._meta.related_objects)} - {Delivery}
    assert set(TAKEN) == about, "deliveries are told one by one"
    for model, taken in TAKEN.items():
        assert {field.name for field in model._meta.concrete_fields} == {*taken} | NOT_TAKEN[model], model
        assert not {*taken} & NOT_TAKEN[model]


def test_nobody_else_does() -> None:
    assert Client().get("/en/alerts/download/").status_code == 404
