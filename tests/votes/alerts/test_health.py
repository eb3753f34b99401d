"""What whoever runs the program is told of mail that is stuck or was given up."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, on, owe, run
from votes.alerts.health import mail_health
from votes.models import Announcement, FanOut

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_all_is_well_while_mail_goes_out(mail_server: MailServer) -> None:
    make_followed()
    run(NOW)
    assert mail_health(NOW + HOUR).alarms == []


def test_a_server_that_is_away_is_told_with_since_when_and_how_many_wait(
    settings: object, mail_server: MailServer
) -> None:
    """Nothing said so, and after three days the mail was gone."""
    make_followed()
    settings.EMAIL_PORT = 9
    run(NOW)
    assert mail_health(NOW + timedelta(minutes=5)).alarms == [], "a restart alarms nobody"
    run(NOW + HOUR)
    waits, error = mail_health(NOW + 2 * HOUR).alarms
    assert waits == "No mail has gone out for 2\xa0hours; 1 mail waits."
    assert error.startswith("The mail server could not be reached")
    settings.EMAIL_PORT = mail_server.port
    run(NOW + 3 * HOUR)
    assert mail_health(NOW + 3 * HOUR).alarms == []


def test_mail_that_is_owed_and_that_nobody_sends_is_told_too() -> None:
    owe(make_followed())
    assert mail_health(NOW + HOUR).alarms == ["No mail has gone out for 1\xa0hour; 1 mail waits."]


def test_what_was_given_up_is_told_for_a_week(mail_server: MailServer) -> None:
    make_followed(**on(date(2026, 3, 12)))
    mail_server.refuse = "451 try again later"
    run(NOW)
    late = NOW + timedelta(days=4)
    run(late)
    assert mail_health(late).alarms == ["1 alert was given up in the last 7 days: no reader will get them."]
    assert mail_health(late + timedelta(days=8)).alarms == []


def test_a_row_that_fails_again_and_again_is_told(client: Client) -> None:
    broken = Announcement.objects.create(kind="date", subject="vote:x", topics=["issue:1"], path="/", created_at=NOW)
    FanOut.objects.create(announcement=broken, due_at=NOW)
    run(NOW)
    assert mail_health(NOW).alarms == []
    (alarm,) = mail_health(NOW + HOUR).alarms
    assert alarm.startswith(f"Telling of announcement {broken.pk} fails, and is tried again: ValueError")
