"""What was gathered is sent before more is gathered, and a long round is handed on."""

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled
from votes.alerts import announce, deliver, gathering, rounds

pytestmark = pytest.mark.django_db


def test_a_round_sends_all_and_one_that_takes_too_long_is_for_somebody_else_to_end(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = make_scheduled()
    for _ in range(3):
        make_reader(vote.issue)
    announce.fan_out(NOW)
    monkeypatch.setattr(gathering, "BATCH", 1)
    with monkeypatch.context() as hurried:
        hurried.setattr(deliver, "WORKING_SECONDS", -1)
        assert not rounds.go(NOW)
    assert rounds.go(NOW)
    assert len(mail_server.messages) == 3
