"""What no longer holds, or is no longer wanted, is not sent."""

from datetime import date, timedelta

import pytest

from tests.factories import NOW
from tests.smtp import MailServer
from tests.votes.alerts.readers import (
    DAY,
    change,
    make_announced,
    make_followed,
    make_reader,
    make_scheduled,
    move,
    on,
    owe,
    run,
    subjects,
)
from votes.alerts import announce, deliver, gathering, remind, subscribe
from votes.models import Delivery, Message, Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.fault]

SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(days=1)


def test_an_old_date_not_yet_sent_is_never_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    move(vote, DAY, SOON)
    announce.fan_out(SOON)
    assert deliver.send_due(SOON) == 0
    assert run(SOON) == 1
    assert subjects(mail_server.messages)[0].startswith("Vote moved: Leaf blower ban, April 1–7 → May 5")
    assert list(Delivery.objects.order_by("pk").values_list("state", "why")) == [("lapsed", "replaced"), ("sent", "")]
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["lapsed", "sent"]


def test_an_old_date_is_held_back_even_before_the_new_one_is_fanned_out(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    make_reader(vote.issue, kinds=["reminder"])
    move(vote, DAY, SOON)
    gathering.assemble(SOON)
    assert deliver.send_due(SOON) == 0
    assert Delivery.objects.count() == 1
    assert run(SOON) == 1


def test_who_left_in_the_meantime_is_sent_nothing(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    vote.issue.subscriptions.update(ended_at=NOW)
    assert (run(SOON), run(LATER)) == (0, 0)
    assert (Delivery.objects.get().state, Delivery.objects.get().why) == ("lapsed", "unwanted")


def test_who_left_one_of_two_subscriptions_still_gets_what_the_other_brings(mail_server: MailServer) -> None:
    vote = make_scheduled()
    reader = make_reader(vote.issue, vote.body)
    owe(vote)
    reader.subscriptions.filter(pk=Delivery.objects.get().subscription_id).update(ended_at=NOW)
    assert run(SOON) == 1


def test_an_announcement_that_was_redacted_is_not_sent(mail_server: MailServer) -> None:
    vote = make_followed()
    owe(vote)
    Delivery.objects.get().announcement.redact(NOW)
    assert run(SOON) == 0


def test_a_reminder_that_could_not_leave_before_the_vote_is_not_sent_after_it(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 17)))
    make_reader(vote.issue, kinds=["reminder"])
    remind.remind(NOW)
    announce.fan_out(NOW)
    gathering.assemble(NOW)
    assert run(NOW + timedelta(days=8)) == 0
    assert run(NOW + timedelta(days=8)) == 0
    assert (Message.objects.get().state, Delivery.objects.get().why) == ("lapsed", "expired")


def sent(mail_server: MailServer) -> list[str]:
    """What the mails say first."""
    return [subject.split(":")[0] for subject in subjects(mail_server.messages)]


def test_a_mail_that_failed_suppresses_no_reminder(mail_server: MailServer) -> None:
    """What was owed within twenty hours counted as just told, though it never left."""
    vote = make_scheduled(**on(date(2026, 3, 11)))
    make_reader(vote.issue)
    mail_server.refuse = "552 5.3.4 too large"
    assert run(NOW) == 0
    mail_server.refuse = None
    remind.remind(NOW + timedelta(hours=1))
    assert run(NOW + timedelta(hours=1)) == 1
    assert sent(mail_server) == ["Tomorrow"]


def test_a_deferred_mail_suppresses_no_reminder_and_is_not_sent_after_it(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 11)))
    make_reader(vote.issue)
    mail_server.refuse = "451 try again later"
    for minute in (0, 1, 6, 21):
        run(NOW + timedelta(minutes=minute))
    mail_server.refuse = None
    remind.remind(NOW + timedelta(minutes=30))
    run(NOW + timedelta(minutes=30))
    run(NOW + timedelta(hours=2))
    assert sent(mail_server) == ["Tomorrow"]
    assert Delivery.objects.get(announcement__kind="date").why == "known"


def test_who_was_sent_tomorrows_date_this_morning_is_not_reminded_of_it_at_noon(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 11)))
    make_reader(vote.issue)
    make_reader(vote.issue, kinds=["reminder"])
    run(NOW)
    remind.remind(NOW + timedelta(hours=2))
    assert run(NOW + timedelta(hours=2)) == 1
    assert sent(mail_server) == ["Vote expected", "Tomorrow"]


def test_a_date_and_its_reminder_due_together_are_one_mail(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 11)))
    make_reader(vote.issue)
    remind.remind(NOW)
    assert run(NOW) == 1
    assert sent(mail_server) == ["Vote expected"]


def test_a_change_undone_before_it_was_sent_costs_no_mail(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 4, 1)))
    make_reader(vote.issue)
    run(NOW)
    move(vote, DAY, NOW)
    announce.fan_out(NOW)
    move(vote, on(date(2026, 4, 1)), NOW)
    assert (run(NOW), run(LATER)) == (0, 0)
    assert list(Delivery.objects.order_by("pk").values_list("why", flat=True)) == ["", "replaced", "known"]


def test_a_change_undone_before_it_was_sent_costs_no_reminder_either(mail_server: MailServer) -> None:
    yesterday = NOW - timedelta(days=1)
    vote = make_scheduled(yesterday, **on(date(2026, 3, 17)), time="18:00")
    make_reader(vote.issue, now=yesterday)
    assert run(yesterday) == 1
    remind.remind(NOW)
    announce.fan_out(NOW)
    for hour in ("19:00", "18:00"):
        move(vote, {"time": hour}, NOW)
    assert run(NOW) == 1
    assert sent(mail_server)[-1] == "In 7 days"


def test_who_still_believes_another_day_is_told_when_it_was_though_it_is_over(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 4, 20)))
    make_reader(vote.issue)
    run(NOW)
    move(vote, on(date(2026, 3, 12)), NOW)
    assert run(NOW + timedelta(days=4)) == 1
    assert sent(mail_server)[-1] == "Vote was due"


def test_a_date_that_has_passed_is_not_told_to_who_never_heard_of_it(mail_server: MailServer) -> None:
    make_reader(make_scheduled(**on(date(2026, 3, 12))).issue)
    announce.fan_out(NOW)
    assert run(NOW + timedelta(days=4)) == 0
    assert Delivery.objects.get().why == "expired"


def test_a_weekly_reader_is_sent_the_result_in_place_of_the_date(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(date(2026, 3, 20)))
    make_reader(vote.issue, kinds=["date"], cadence="weekly")
    announce.fan_out(NOW)
    move(vote, {"status": "held", "outcome": "failed", "yes": 2, "no": 3}, NOW + timedelta(days=1))
    run(NOW + timedelta(days=1))
    assert run(NOW + timedelta(days=6)) == 1
    assert sent(mail_server) == ["Vote held"]


@pytest.mark.parametrize(("kind", "hours", "mails"), [("deadline", 1, 1), ("deadline", 3, 0), ("meeting", 3, 0)])
def test_an_event_is_told_until_it_opens_or_ends(mail_server: MailServer, kind: str, hours: int, mails: int) -> None:
    """It is 10 a.m. in Ferry."""
    event = make_announced(kind, **on(NOW.date()), time="12:00")
    make_reader(event.issues.get())
    announce.fan_out(NOW)
    assert run(NOW + timedelta(hours=hours)) == mails
    assert Delivery.objects.get().why == ("" if mails else "expired")


def test_who_still_believes_another_day_of_a_hearing_is_told_when_it_was_though_it_is_over(
    mail_server: MailServer,
) -> None:
    hearing = make_announced(**on(date(2026, 4, 20)))
    make_reader(hearing.issues.get())
    run(NOW)
    change(hearing, on(date(2026, 3, 12)), NOW)
    assert run(NOW + timedelta(days=4)) == 1
    assert sent(mail_server)[-1] == "Public hearing was due"


def test_a_change_of_an_event_undone_before_it_was_sent_costs_no_mail(mail_server: MailServer) -> None:
    hearing = make_announced(**on(date(2026, 4, 1)))
    make_reader(hearing.issues.get())
    run(NOW)
    change(hearing, DAY, NOW)
    announce.fan_out(NOW)
    change(hearing, on(date(2026, 4, 1)), NOW)
    assert (run(NOW), run(LATER)) == (0, 0)
    assert list(Delivery.objects.order_by("pk").values_list("why", flat=True)) == ["", "replaced", "known"]


def test_the_date_of_a_hearing_and_its_reminder_due_together_are_one_mail(mail_server: MailServer) -> None:
    hearing = make_announced(**on(date(2026, 3, 11)))
    make_reader(hearing.issues.get())
    remind.remind(NOW)
    assert run(NOW) == 1
    assert sent(mail_server) == ["Public hearing set"]


@pytest.mark.parametrize("when", ["fanned out", "gathered"])
def test_who_pauses_is_sent_nothing_new_of_what_is_on_its_way_and_the_change_of_what_they_know(
    mail_server: MailServer, when: str
) -> None:
    known, new = make_scheduled(), make_scheduled(**DAY)
    reader, other = make_reader(known.issue), make_reader(new.issue)
    run(NOW)
    Subscription.objects.create(subscriber=reader, issue=new.issue, confirmed_at=NOW)
    move(known, DAY, LATER)
    move(new, {"time": "18:00"}, LATER)
    announce.fan_out(LATER)
    if when == "gathered":
        gathering.assemble(LATER)
    subscribe.pause(reader, (LATER + timedelta(days=10)).date())
    mail_server.messages.clear()
    assert run(LATER) == 2
    assert {str(message["To"]) for message in mail_server.messages} == {reader.email, other.email}
    assert [(row.announcement.subject, row.state, row.why) for row in reader.deliveries.order_by("pk")][-2:] == [
        (f"vote:{known.pk}", "sent", ""),
        (f"vote:{new.pk}", "lapsed", "paused"),
    ]
