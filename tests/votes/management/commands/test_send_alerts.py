"""One turn of the schedule by hand, or what it would do."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_account
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes.alerts import pause
from votes.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    now = timezone.now()
    vote = make_scheduled(now, **on(date(now.year + 1, 6, 1)))
    return make_reader(vote.issue, now=now).email


def test_a_dry_run_says_what_would_go_to_whom_and_why(
    address: str, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("send_alerts", "--dry-run")
    said = capsys.readouterr().out
    assert said.startswith(f"{address} would be sent: ")
    assert "(follows Leaf blower ban)" in said
    assert "1 would be sent, 0 would lapse. Nothing was changed." in said
    assert (mail_server.messages, Delivery.objects.count()) == ([], 0)


def test_without_it_what_is_due_goes_out(
    address: str, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("send_alerts")
    assert capsys.readouterr().out == "1 sent.\n"
    assert mail_server.messages[0]["To"] == address


def test_a_pause_is_said(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    pause.begin(make_account(), "Wrong day.", timezone.now())
    call_command("send_alerts", "--dry-run")
    assert "All mail is paused by una: Wrong day." in capsys.readouterr().out
