"""What comes back says by its address which mail it was, and only we can have made that address."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, owe
from votes.alerts import deliver, return_path
from votes.models import Bounce, Message, Subscriber

pytestmark = pytest.mark.django_db
REPORT = """\
From: MAILER-DAEMON@post.example
To: {address}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example

Final-Recipient: rfc822; una@post.example
Action: {action}
Status: {status}
--b--
"""


@pytest.fixture(autouse=True)
def bounce_domain(settings: Any) -> None:
    settings.BOUNCE_DOMAIN = "Returns.Civictrack.example"


def sent() -> tuple[Message, str]:
    owe(make_followed())
    deliver.send_due(NOW)
    message = Message.objects.get()
    return message, return_path.address_of(message)


class Senders(MailServer):
    """Notes from whom a mail came, by the envelope."""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.senders = [*getattr(self, "senders", []), address]
        envelope.mail_from = address
        return "250 OK"


@pytest.mark.parametrize("backend", ["smtp", "locmem"])
def test_a_mail_comes_back_to_an_address_of_its_own_and_says_who_wrote_it_all_the_same(
    settings: Any, backend: str
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    django_mail.outbox = []
    with Senders() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        message, address = sent()
        received: Any = server.messages[0] if backend == "smtp" else django_mail.outbox[0].message()
        sender = server.senders[0] if backend == "smtp" else django_mail.outbox[0].from_email
    assert sender == address
    assert str(received["From"]) == settings.DEFAULT_FROM_EMAIL
    assert return_path.message_of(address.upper()) == message
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    ("action", "status", "kind", "stops"),
    [
        ("failed", "5.1.1", "hard", True),
        ("failed", "5.2.2", "soft", False),
        ("failed", "5.7.1", "soft", False),
        ("failed", "", "soft", False),
        ("delivered", "2.0.0", "delivered", False),
        ("delayed", "4.4.1", None, False),
    ],
)
def test_a_report_is_noted_once_as_what_it_says(
    mail_server: MailServer, action: str, status: str, kind: str | None, stops: bool
) -> None:
    _, address = sent()
    content = REPORT.format(address=address, action=action, status=status).encode()
    words = [return_path.take(address, content, NOW) for _ in range(2)]
    assert list(Bounce.objects.values_list("kind", flat=True)) == ([kind] if kind else [])
    assert [each.startswith("Noted") for each in words] == [bool(kind)] * 2
    assert bool(Subscriber.objects.get().stopped_at) == stops


def test_a_complaint_stops_the_mail(mail_server: MailServer) -> None:
    _, address = sent()
    content = b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
    return_path.take(address, content, NOW)
    assert Subscriber.objects.get().stopped_why.startswith("The mail was reported")


def test_nobody_else_can_say_that_a_mail_came_back(mail_server: MailServer, settings: Any) -> None:
    message, address = sent()
    content = REPORT.format(address=address, action="failed", status="5.1.1").encode()
    signature = address.partition("-")[2].partition("@")[0]
    for forged in (
        address.replace(signature, "0" * 20),
        address.replace(f"+{message.pk}-", f"+{message.pk + 1}-"),
        address.replace("example", "test"),
        "bounces@returns.civictrack.example",
        "",
        f"bounces+{'9' * 400}-{signature}@returns.civictrack.example",
    ):
        assert return_path.take(forged, content, NOW).startswith("Not noted")
    absence = EmailMessage()
    absence.set_content("I am away until May.")
    for harmless in (
        absence.as_bytes(),
        b"",
        b"\xff\0" * 50,
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n",
    ):
        assert return_path.take(address, harmless, NOW).startswith("Not noted")
    assert not Bounce.objects.exists()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert return_path.message_of(address) == message, "the key was changed meanwhile"


def test_without_a_domain_for_it_mail_comes_back_to_the_sender(settings: Any, tmp_path: Path) -> None:
    settings.BOUNCE_DOMAIN = ""
    assert return_path.address_of(Message(pk=5)) == "alerts@civictrack.example"
    assert return_path.message_of("bounces+5-" + "0" * 20 + "@") is None
