"""A mail server pipes what came back into a command, which ends well whatever that is."""

import io
from typing import Any

import pytest
from django.core.management import call_command

from tests.smtp import MailServer
from tests.votes.alerts.test_return_path import REPORT, sent
from votes.models import Subscriber

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ours", "said"), [(True, "Noted: there is no such mailbox."), (False, "Not noted: no mail of")]
)
def test_what_came_back_is_read_from_the_pipe(
    mail_server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch, ours: bool, said: str
) -> None:
    settings.BOUNCE_DOMAIN = "returns.civictrack.example"
    _, address = sent()
    content = REPORT.format(address=address, action="failed", status="5.1.1").encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    out = io.StringIO()
    call_command("take_bounce", address if ours else "una@mail.example", stdout=out)
    assert out.getvalue().startswith(said)
    assert bool(Subscriber.objects.get().stopped_at) == ours
