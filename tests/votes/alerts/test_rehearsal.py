"""What would be sent is said by doing it, and nothing stays."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_reader, make_scheduled, move, on, run
from votes.alerts import rehearsal
from votes.models import Announcement, Delivery, FanOut, Message, Subscriber

pytestmark = pytest.mark.django_db


def test_it_says_what_would_go_to_whom_and_why_and_changes_nothing(mail_server: MailServer) -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue)
    (letter,) = rehearsal.rehearse(NOW)
    assert (letter.to, letter.why, letter.is_sent) == (reader.email, "follows Leaf blower ban", True)
    assert "Leaf blower ban" in letter.says
    assert (Delivery.objects.count(), Message.objects.count()) == (0, 0)
    assert FanOut.objects.get().done_at is None
    assert run(NOW) == 1
    assert mail_server.messages[0]["To"] == letter.to
    assert rehearsal.rehearse(NOW) == []


def test_it_says_what_would_not_go_and_why_not(mail_server: MailServer) -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue)
    run(NOW)
    move(vote, on(date(2026, 4, 20)), NOW + timedelta(hours=1))
    reader.subscriptions.update(kinds=["date"], cadence="weekly")
    later = NOW + timedelta(hours=1)
    rehearsed = rehearsal.rehearse(later)
    assert [(letter.to, letter.is_sent) for letter in rehearsed] == [(reader.email, True)]
    reader.subscriptions.update(ended_at=later)
    Delivery.objects.update(state="owed", closed_at=None, message=None)
    assert [(letter.why, letter.is_sent) for letter in rehearsal.rehearse(later)] == [
        ("the reader no longer follows this", False)
    ]


def test_a_sample_is_what_a_reader_gets_and_nobody_is_kept_for_it() -> None:
    make_scheduled()
    email = rehearsal.sample(Announcement.objects.get(), "una@news.example", NOW)
    assert (email.to, Subscriber.objects.count(), Message.objects.count()) == (["una@news.example"], 0, 0)
    assert email.subject.startswith("Test: ")
    assert "Leaf blower ban" in str(email.body)


def test_what_cannot_be_put_into_words_is_named_by_its_number() -> None:
    broken = Announcement.objects.create(
        kind="date", subject="vote:9", topics=["issue:1"], path="/", new={"status": "x"}, created_at=NOW
    )
    assert "can’t be put into words" in rehearsal.title_of(broken, NOW)
