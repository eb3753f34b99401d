"""A mail is written once for all who are told the same, and each reader's is the one they would have had alone."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import DAY, make_reader, make_scheduled, move, on, owe, run
from votes.alerts import announce, deliver, gathering, mail, owed
from votes.alerts.stencils import Stencils
from votes.models import Delivery, Message, Subscription

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
BOUNDARY = re.compile(rb"={15}\d+==")


def plain(content: bytes) -> bytes:
    """Without what is new in every mail: the time and the marks between its parts."""
    return re.sub(rb"\r\nDate: [^\r]+", b"", BOUNDARY.sub(b"=", content))


def test_every_reader_gets_the_very_mail_that_is_written_for_them_alone(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of readers who know other dates, follow other things, and are owed more or less."""
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_773_000_000)
    vote, other = make_scheduled(), make_scheduled(**on(DAY["earliest"]))
    knowing = [make_reader(vote.issue), make_reader(vote.issue)]
    run(NOW)
    move(vote, DAY, LATER)
    new = [make_reader(vote.issue, now=LATER), make_reader(vote.body, now=LATER), make_reader(vote.body, vote.issue)]
    both = [make_reader(vote.issue, other.issue, now=LATER) for _ in range(2)]
    announce.fan_out(LATER)
    gathering.assemble(LATER)
    rows = list(Delivery.objects.filter(state="owed").select_related("announcement", "message__subscriber"))
    carried: dict[Message, list[Delivery]] = {}
    for row in rows:
        assert row.message is not None
        carried.setdefault(row.message, []).append(row)
    assert len(carried) == len(knowing) + len(new) + len(both)
    last_sent = owed.last_sent_to(rows)
    stencils = Stencils(LATER)
    wishes = list(Subscription.objects.live().order_by("pk"))
    filled = stencils.mails(carried, last_sent, wishes)
    assert len(stencils._written) < len(carried)
    for message, deliveries in carried.items():
        alone = mail.alert(message, deliveries, last_sent, LATER)
        ours, _ = filled[message.pk]
        email = ours.build()
        assert plain(ours.wire) == plain(alone.message().as_bytes(linesep="\r\n"))
        assert (email.subject, email.body, email.to) == (alone.subject, alone.body, alone.to)
        assert email.extra_headers == alone.extra_headers
        assert email.alternatives == alone.alternatives


@pytest.mark.parametrize("title", ["Leaf blower ban " * 80, "Zakaz dmuchaw, 禁止 🍂"])
def test_a_mail_with_long_lines_or_other_letters_is_filled_too(mail_server: MailServer, title: str) -> None:
    vote = make_scheduled()
    vote.issue.title = title[:200]
    vote.issue.save()
    readers = [make_reader(vote.issue) for _ in range(3)]
    assert run(NOW) == 3
    leaves: list[str] = []
    for reader, received in zip(readers, sorted(mail_server.messages, key=lambda one: str(one["To"])), strict=True):
        assert received["To"] == reader.email
        page: Any = received.get_body(("html",))
        leaves.append(str(received["List-Unsubscribe"]).strip("<>"))
        assert leaves[-1] in page.get_content()
        assert not any(other in page.get_content() for other in leaves[:-1])


def test_who_follows_a_body_and_who_follows_its_issue_read_why_each_gets_it(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    make_reader(vote.body)
    owe(vote)
    deliver.send_due(NOW)
    bodies = [str(received.get_body(("plain",)).get_content()) for received in mail_server.messages]
    assert sum("because you follow Leaf blower ban" in body for body in bodies) == 1
