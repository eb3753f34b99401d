"""A domain is sent so many mails a minute, and nobody else waits for it meanwhile."""

import time
from datetime import timedelta

import pytest
from django.core.mail.backends.smtp import EmailBackend

from tests.factories import NOW
from tests.smtp import MailServer, WatchedBackend
from tests.votes.alerts.readers import make_reader, make_scheduled, owe
from votes.alerts import deliver
from votes.models import Message, Subscriber

pytestmark = pytest.mark.django_db
SLOW, QUICK = "slow.example", "mail.example"


def readers(slow: int, quick: int) -> None:
    """Some of a domain that takes few mails, whose mail comes first, and some of another."""
    vote = make_scheduled()
    made = [make_reader(vote.issue) for _ in range(slow + quick)]
    for reader in made[:slow]:
        Subscriber.objects.filter(pk=reader.pk).update(email=f"reader{reader.pk}@{SLOW}")
    owe(vote)


def test_a_domain_with_a_pace_is_sent_no_more_and_the_others_are_sent_at_once(
    mail_server: MailServer, settings: object
) -> None:
    settings.MAIL_PACE = {SLOW: 6}
    readers(slow=20, quick=5)
    assert deliver.send_due(NOW) == 5 + 2, "six a minute are two in twenty seconds"
    waiting = Message.objects.filter(state="due")
    assert all(message.due_at > NOW and not message.attempts for message in waiting)
    assert waiting.filter(due_at__gt=NOW + timedelta(minutes=3, seconds=20)).count() == 0
    sent = [deliver.send_due(NOW + timedelta(seconds=15 * beat)) for beat in range(1, 16)]
    assert sum(sent) == 18
    assert max(sent) <= 3
    minutes = [sum(sent[at : at + 4]) for at in range(12)]
    assert max(minutes) <= 6 + 2, "what waited does not come at once later"


class TakesLong(WatchedBackend):
    """A server that takes its time over each mail to one domain."""

    tries = 0

    def before(self) -> None:
        if self.recipient.endswith(SLOW):
            TakesLong.tries += 1
            time.sleep(0.05)


def test_a_domain_over_whose_mail_the_server_takes_long_keeps_nobody_waiting(
    mail_server: MailServer, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "SLOW_SECONDS", 0.03)
    settings.EMAIL_BACKEND = f"{__name__}.{TakesLong.__name__}"
    TakesLong.tries = 0
    readers(slow=10, quick=3)
    assert issubclass(TakesLong, EmailBackend)
    deliver.send_due(NOW)
    taken = [str(message["To"]) for message in mail_server.messages]
    assert sum(address.endswith(QUICK) for address in taken) == 3
    assert TakesLong.tries == deliver.MOST_SILENT
    assert deliver.send_due(NOW + timedelta(minutes=1)) == deliver.MOST_SILENT, "the others come later"
