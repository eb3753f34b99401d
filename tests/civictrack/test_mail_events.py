"""What a mail service says of a mail reaches the record, and only if the service says it."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from anymail.signals import tracking
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.test import RequestFactory

from civictrack.mail_events import heard
from tests.factories import NOW
from votes.alerts.gathering import new_message
from votes.models import Bounce, Message, Subscriber

pytestmark = pytest.mark.django_db
SECRET = "events:of our own"


@pytest.fixture(autouse=True)
def listening(settings: Any) -> Iterator[None]:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    tracking.connect(heard)
    yield
    tracking.disconnect(heard)


def said(event: dict[str, Any], secret: str = SECRET) -> int:
    login = "Basic " + base64.b64encode(secret.encode()).decode()
    request = RequestFactory().post(
        "/mail-events/postmark/tracking/", json.dumps(event), "application/json", HTTP_AUTHORIZATION=login
    )
    try:
        return PostmarkTrackingWebhookView.as_view()(request).status_code
    except Exception as error:
        return 403 if "AnymailWebhookValidationFailure" in type(error).__name__ else 500


def of(message: Message, record: str, **values: Any) -> dict[str, Any]:
    return {"RecordType": record, "MessageID": "1", "Metadata": {"mail": message.message_id}, **values}


@pytest.fixture
def message() -> Message:
    reader = Subscriber.objects.create(email="ona@mail.example", confirmed_at=NOW)
    made = new_message(reader, NOW)
    made.save()
    return made


@pytest.mark.parametrize(
    ("record", "values", "kind", "stops"),
    [
        ("Bounce", {"ID": 1, "Type": "HardBounce"}, "hard", True),
        ("Bounce", {"ID": 2, "Type": "SoftBounce"}, "soft", False),
        ("SpamComplaint", {"ID": 3, "Type": "SpamComplaint"}, "complaint", True),
        ("Delivery", {"DeliveredAt": "2026-03-10T15:00:00Z"}, "delivered", False),
    ],
)
def test_what_the_service_says_is_noted_once(
    message: Message, record: str, values: dict[str, Any], kind: str, stops: bool
) -> None:
    assert (said(of(message, record, **values)), said(of(message, record, **values))) == (200, 200)
    assert Bounce.objects.get().kind == kind
    assert (Subscriber.objects.get().stopped_at is not None) == stops


def test_what_somebody_else_says_is_not_believed(message: Message) -> None:
    assert said(of(message, "Bounce", ID=1, Type="HardBounce"), secret="a guess:of theirs") in (400, 403)
    assert not Bounce.objects.exists()


def test_what_is_said_of_a_mail_that_is_none_of_ours_is_passed_over(message: Message) -> None:
    assert said({"RecordType": "Bounce", "ID": 1, "Type": "HardBounce", "MessageID": "1", "Metadata": {}}) == 200
    assert not Bounce.objects.exists()
