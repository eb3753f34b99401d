"""Each announced change has reached its readers, or the operator hears of it once."""

import re
from datetime import timedelta

import pytest

from tests.factories import NOW, make_account
from tests.smtp import MailServer
from tests.votes.alerts.readers import make_followed, make_reader, make_scheduled, owe, run, subjects, text_of
from votes.alerts import announce, hold, proof
from votes.models import Announcement, Call, Delivery, FanOut, Fault, Message, Webhook

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def operator(settings: object, mail_server: MailServer) -> MailServer:
    settings.ADMINS = [("Operator", "operator@news.example")]
    return mail_server


def keys(now: object) -> list[str]:
    return [one.key for one in proof.reasons(now)]


def test_all_is_well_while_each_change_reaches_its_readers(mail_server: MailServer) -> None:
    make_followed()
    run(NOW)
    assert keys(NOW + HOUR) == []


def test_a_change_that_nobody_was_told_or_that_reached_some_is_found() -> None:
    vote = make_followed()
    late = NOW + HOUR
    announcement = Announcement.objects.get()
    assert keys(late) == [f"untold:{announcement.pk}"]
    announce.fan_out(NOW)
    assert keys(late) == [f"unreached:{announcement.pk}"]
    owe(vote)
    assert keys(late) == [f"unreached:{announcement.pk}"]
    assert keys(NOW + timedelta(minutes=10)) == []
    assert "1 reader has not been sent it" in proof.reasons(late)[0].says


def test_what_an_address_refuses_for_now_is_no_fault_and_what_was_given_up_is(mail_server: MailServer) -> None:
    vote = make_scheduled()
    make_reader(vote.issue)
    run(NOW)
    Delivery.objects.update(state="owed", closed_at=None)
    Message.objects.update(state="due", due_at=NOW + 3 * HOUR)
    assert keys(NOW + 2 * HOUR) == []
    Delivery.objects.update(state="lapsed", why="expired", closed_at=NOW)
    assert keys(NOW + 2 * HOUR) == [f"given_up:{Announcement.objects.get().pk}"]


def test_a_server_that_is_away_is_one_fault_however_many_mails_wait(settings: object) -> None:
    vote = make_scheduled()
    for _ in range(3):
        make_reader(vote.issue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    run(NOW)
    assert keys(NOW + HOUR) == ["server"]


def test_confirmations_that_stay_are_found_by_themselves() -> None:
    reader = make_reader()
    Message.objects.create(subscriber=reader, message_id="<1@x>", created_at=NOW, due_at=NOW)
    assert keys(NOW + HOUR) == ["confirmations"]


def test_an_editor_who_forgets_what_is_held_is_reminded_after_a_day() -> None:
    vote = make_followed()
    hold.begin(vote.body, make_account(), "Doubts.", NOW)
    run(NOW)
    assert keys(NOW + HOUR) == []
    assert keys(NOW + 30 * HOUR) == [f"held:{Announcement.objects.get().pk}"]


def test_a_row_that_fails_and_a_webhook_that_stopped_are_found() -> None:
    broken = Announcement.objects.create(kind="date", subject="vote:x", topics=["issue:1"], path="/", created_at=NOW)
    FanOut.objects.create(announcement=broken, due_at=NOW)
    run(NOW)
    assert keys(NOW + HOUR) == [f"setback:fan_out:{broken.pk}"]
    issue = make_scheduled().issue
    Webhook.objects.create(
        issue=issue, url="https://x.example/", made_at=NOW, made_by=make_account(), next_try_at=NOW, stopped_at=NOW
    )
    assert "webhook" in keys(NOW)[-1]
    assert Call.objects.count() == 0


def test_the_operator_is_told_of_a_fault_once_and_once_that_it_is_over(operator: MailServer) -> None:
    owe(make_followed())
    for minutes in (5, 20, 35, 50):
        proof.check(NOW + timedelta(minutes=minutes))
    begun = operator.messages[0]
    assert len(operator.messages) == 1
    assert (begun["To"], begun["Auto-Submitted"]) == ("operator@news.example", "auto-generated")
    assert re.fullmatch(r"\[Civictrack\] Fault: Announcement \d+: 1 reader has .*", str(begun["Subject"]))
    run(NOW + HOUR)
    for minutes in (65, 80):
        proof.check(NOW + timedelta(minutes=minutes))
    _, alert, over = operator.messages
    assert "operator" not in str(alert["To"])
    assert str(over["Subject"]).startswith("[Civictrack] Over: ")
    assert (over["In-Reply-To"], over["Message-ID"] != begun["Message-ID"]) == (begun["Message-ID"], True)
    assert "is over since" in text_of(over)


def test_a_fault_of_the_mail_itself_is_told_once_the_mail_is_back(settings: object, operator: MailServer) -> None:
    owe(make_followed())
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    run(NOW)
    proof.check(NOW + HOUR)
    assert Fault.objects.get().told_at is None
    settings.EMAIL_PORT = up
    run(NOW + 2 * HOUR)
    proof.check(NOW + 2 * HOUR)
    assert "Over: The mail server has taken no mail" in subjects(operator.messages)[-1]
    proof.check(NOW + 3 * HOUR)
    assert len(operator.messages) == 2


def test_without_an_operator_faults_are_kept_for_the_desk(settings: object) -> None:
    settings.ADMINS = []
    owe(make_followed())
    proof.check(NOW + HOUR)
    assert (Fault.objects.get().told_at, Fault.objects.open().count()) == (None, 1)


def test_a_check_that_no_longer_runs_is_missed(mail_server: MailServer) -> None:
    assert proof.missed_check(NOW) == []
    proof.check(NOW)
    assert proof.missed_check(NOW + timedelta(minutes=20)) == []
    assert [one.key for one in proof.missed_check(NOW + 2 * HOUR)] == ["check"]


def test_a_worker_that_never_ran_is_missed_once_something_was_announced() -> None:
    make_followed()
    assert [one.key for one in proof.missed_check(NOW + 2 * HOUR)] == ["check"]
