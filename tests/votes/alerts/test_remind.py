"""Reminders: on their day in the body's zone, once, and never with a day that no longer holds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, make_account, make_issue, make_official, number
from tests.smtp import MailServer
from tests.votes.alerts.readers import (
    DAY,
    EVIDENCE,
    WEEK,
    change,
    make_announced,
    make_reader,
    make_scheduled,
    move,
    on,
    run,
    subjects,
)
from votes import events, schedule
from votes.alerts import announce, gathering, hold, remind, subscribe
from votes.alerts.subscribe import confirm
from votes.alerts.topics import Topic, kind_of
from votes.alerts.wording import Telling, wording_of
from votes.models import Announcement, Delivery, Event, FanOut, Held, Issue, Setback, Subscriber, Subscription, Vote

pytestmark = pytest.mark.django_db

# The meeting is on April 1; these are 10 a.m. in Chicago.
EIGHT_DAYS_BEFORE = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
SEVEN_DAYS_BEFORE = EIGHT_DAYS_BEFORE + timedelta(days=1)
TWO_DAYS_BEFORE = EIGHT_DAYS_BEFORE + timedelta(days=6)
DAY_BEFORE = EIGHT_DAYS_BEFORE + timedelta(days=7)
THE_DAY = EIGHT_DAYS_BEFORE + timedelta(days=8)
APRIL_1 = date(2026, 4, 1)


def followed(**fields: object) -> Vote:
    vote = make_scheduled(**(fields or on(APRIL_1)))
    make_reader(vote.issue)
    announce.fan_out(NOW)
    return vote


def reminders() -> list[int | None]:
    return list(Announcement.objects.filter(kind="reminder").order_by("id").values_list("lead", flat=True))


def reminded() -> int:
    return Delivery.objects.filter(announcement__kind="reminder").count()


def test_a_reminder_is_written_on_its_day_and_once() -> None:
    followed()
    assert remind.remind(EIGHT_DAYS_BEFORE) == 0
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    assert remind.remind(SEVEN_DAYS_BEFORE + timedelta(minutes=1)) == 0
    assert remind.remind(DAY_BEFORE) == 1
    assert reminders() == [7, 1]


def test_days_are_counted_in_the_deciding_bodys_zone() -> None:
    followed()
    still_eight_days = datetime(2026, 3, 25, 4, 59, tzinfo=UTC)
    assert remind.remind(still_eight_days) == 0
    assert remind.remind(still_eight_days + timedelta(minutes=1)) == 1


def test_a_reminder_written_at_midnight_is_due_in_the_morning() -> None:
    followed()
    midnight = datetime(2026, 3, 25, 5, 0, tzinfo=UTC)
    remind.remind(midnight)
    announce.fan_out(midnight)
    assert Delivery.objects.latest("id").due_at == datetime(2026, 3, 25, 13, 0, tzinfo=UTC)


def test_days_count_from_the_first_day_of_a_window() -> None:
    followed(**WEEK)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    telling = Telling(Announcement.objects.latest("id"), SEVEN_DAYS_BEFORE)
    title = "In 7 days at the earliest: vote, Leaf blower ban, the first week of April (April 1–7)"
    assert wording_of(telling).title == title


def test_an_undated_vote_is_not_reminded_of() -> None:
    followed(phrase="soon")
    assert [remind.remind(NOW + timedelta(days=day)) for day in (0, 7, 30)] == [0, 0, 0]


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_vote_held_or_called_off_is_not_reminded_of(status: str) -> None:
    vote = followed()
    move(vote, {"status": status}, NOW)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 0


def test_a_vote_that_was_our_mistake_is_not_reminded_of() -> None:
    schedule.withdraw(followed(), EVIDENCE, NOW)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 0


def test_only_the_leads_that_someone_asked_for_are_written() -> None:
    vote = make_scheduled(**on(APRIL_1))
    make_reader(vote.body, leads=[3])
    make_reader(vote.issue, kinds=["result"], leads=[5])
    assert [remind.remind(EIGHT_DAYS_BEFORE + timedelta(days=day)) for day in range(9)] == [0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert reminders() == [3]


def test_a_beat_that_slept_makes_up_for_it_once() -> None:
    followed()
    remind.remind(SEVEN_DAYS_BEFORE + timedelta(days=3))
    announce.fan_out(SEVEN_DAYS_BEFORE + timedelta(days=3))
    assert (reminders(), reminded()) == ([7], 1)


def test_a_beat_that_slept_through_every_lead_sends_each_reader_one_reminder() -> None:
    vote = followed()
    make_reader(vote.issue, leads=[7])
    Delivery.objects.all().delete()
    remind.remind(DAY_BEFORE)
    announce.fan_out(DAY_BEFORE)
    gathering.assemble(DAY_BEFORE)
    per_reader = Delivery.objects.filter(state="owed").values_list("subscriber", flat=True)
    assert len(per_reader) == len(set(per_reader)) == 2
    assert Delivery.objects.get(state="lapsed").why == "outdone"


def test_a_beat_that_slept_past_the_vote_sends_nothing() -> None:
    followed()
    assert remind.remind(THE_DAY + timedelta(days=1)) == 0


@pytest.mark.parametrize(("before", "written"), [(timedelta(0), 0), (timedelta(hours=2), 1)])
def test_a_meeting_that_has_begun_is_not_announced_for_this_morning(before: timedelta, written: int) -> None:
    vote = make_scheduled(**on(APRIL_1), time=time(9))
    make_reader(vote.issue, leads=[0])
    assert remind.remind(THE_DAY - before) == written


def test_a_vote_learnt_of_three_days_before_gets_the_announcement_and_the_days_before_reminder() -> None:
    learnt = SEVEN_DAYS_BEFORE + timedelta(days=4)
    vote = make_scheduled(learnt, **on(APRIL_1))
    make_reader(vote.issue)
    for day in range(4):
        now = learnt + timedelta(days=day)
        remind.remind(now)
        announce.fan_out(now)
    assert reminders() == [1]
    assert list(Delivery.objects.order_by("id").values_list("announcement__kind", flat=True)) == ["date", "reminder"]


def test_a_moved_vote_is_reminded_of_before_its_new_day() -> None:
    vote = followed()
    remind.remind(SEVEN_DAYS_BEFORE)
    move(vote, on(date(2026, 4, 20)), SEVEN_DAYS_BEFORE)
    assert remind.remind(DAY_BEFORE) == 0
    assert remind.remind(datetime(2026, 4, 13, 15, 0, tzinfo=UTC)) == 1
    written = Announcement.objects.filter(kind="reminder").order_by("id")
    assert list(written.values_list("version", "lead")) == [(0, 7), (1, 7)]


def test_a_new_agenda_link_does_not_bring_the_same_reminder_again() -> None:
    vote = followed()
    remind.remind(SEVEN_DAYS_BEFORE)
    move(vote, {"agenda_url": "https://ferry.example/agenda"}, SEVEN_DAYS_BEFORE)
    assert remind.remind(SEVEN_DAYS_BEFORE + timedelta(days=1)) == 0


def test_who_subscribes_after_a_lead_has_passed_waits_for_the_next() -> None:
    vote = make_scheduled(**on(APRIL_1))
    late = SEVEN_DAYS_BEFORE + timedelta(days=2)
    make_reader(vote.issue, now=late)
    assert remind.remind(late) == 0
    assert remind.remind(DAY_BEFORE) == 1


def test_a_vote_of_which_no_reminder_can_be_written_holds_up_no_other() -> None:
    """A window from the year 1, which the database refuses by now, stopped all reminders, in every sweep."""
    old = make_scheduled()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE votes_vote DROP CONSTRAINT vote_window")
    Vote.objects.filter(pk=old.pk).update(earliest=date(1, 1, 1), latest=date(9999, 12, 31), precision="year")
    make_reader(old.issue, leads=[7, 60])
    followed()
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    assert not Setback.objects.exists()


def test_a_vote_that_raises_holds_up_no_other_reminder() -> None:
    bad = followed()
    make_reader(bad.issue, leads=[7])
    followed()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE officials_place DROP CONSTRAINT place_time_zone_is_real")
        cursor.execute("UPDATE officials_place SET time_zone = 'America/Low_Tide' WHERE id = %s", [bad.body.place_id])
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    setback = Setback.objects.get(sweep="remind")
    assert (setback.row, setback.next_try_at) == (bad.pk, SEVEN_DAYS_BEFORE + timedelta(minutes=1))
    assert "America/Low_Tide" in setback.problem


def known(**fields: Any) -> Vote:
    """A vote that was announced long before anyone follows it."""
    vote = make_scheduled(**fields)
    announce.fan_out(NOW)
    return vote


def confirmed(*topics: Topic, now: datetime, reader: Subscriber | None = None, **fields: Any) -> Subscriber:
    """Someone who asked to be told of the topics and says yes now."""
    reader = reader or Subscriber.objects.create(email=f"late{number()}@mail.example")
    asked = [Subscription.objects.create(subscriber=reader, **{kind_of(topic): topic}, **fields) for topic in topics]
    confirm(reader, [subscription.pk for subscription in asked], now)
    return reader


def sweep_until(end: datetime, start: datetime) -> None:
    """What the periodic tasks do in the hours until then."""
    while start <= end:
        remind.remind(start)
        run(start)
        start += timedelta(hours=1)


def test_who_says_yes_two_days_before_the_vote_is_told_of_it_at_once_and_once(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    sweep_until(TWO_DAYS_BEFORE, TWO_DAYS_BEFORE)
    confirmed(vote.issue, now=TWO_DAYS_BEFORE)
    run(TWO_DAYS_BEFORE)
    told = ["In 2 days: vote, Leaf blower ban, Wednesday, April 1"]
    assert subjects(mail_server.messages) == told
    sweep_until(TWO_DAYS_BEFORE + timedelta(hours=12), TWO_DAYS_BEFORE)
    assert subjects(mail_server.messages) == told
    sweep_until(THE_DAY, TWO_DAYS_BEFORE + timedelta(hours=13))
    assert [subject[:8] for subject in subjects(mail_server.messages)] == ["In 2 day", "Tomorrow"]


def test_who_says_yes_when_no_vote_is_near_is_told_nothing(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    confirmed(vote.issue, now=EIGHT_DAYS_BEFORE)
    sweep_until(EIGHT_DAYS_BEFORE, EIGHT_DAYS_BEFORE)
    assert mail_server.messages == []


def test_who_says_yes_on_the_day_of_a_lead_is_reminded_once_whether_the_sweep_has_been_or_not(
    mail_server: MailServer,
) -> None:
    vote = followed()
    run(NOW)
    confirmed(vote.issue, now=SEVEN_DAYS_BEFORE)
    sweep_until(SEVEN_DAYS_BEFORE, SEVEN_DAYS_BEFORE)
    confirmed(vote.issue, now=SEVEN_DAYS_BEFORE + timedelta(minutes=1))
    sweep_until(DAY_BEFORE - timedelta(days=1), SEVEN_DAYS_BEFORE + timedelta(minutes=2))
    reminded = Delivery.objects.filter(announcement__kind="reminder").values_list("subscriber", flat=True)
    assert len(reminded) == len(set(reminded)) == 3
    assert sum("In 7 days" in subject for subject in subjects(mail_server.messages)) == 3


def test_several_topics_that_lead_to_one_vote_bring_one_reminder(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    reader = confirmed(vote.issue, vote.body, vote, vote.body.place, now=TWO_DAYS_BEFORE, leads=[14, 7, 3])
    confirmed(vote.issue, now=TWO_DAYS_BEFORE, leads=[14])
    sweep_until(THE_DAY - timedelta(days=1), TWO_DAYS_BEFORE)
    assert Delivery.objects.filter(subscriber=reader).count() == 1
    assert len(mail_server.messages) == 2


def test_two_votes_that_are_near_come_in_one_mail(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    schedule.create(vote.issue, vote.body, "Ban leaf blowers at night", EVIDENCE, NOW, **on(date(2026, 4, 2)))
    confirmed(vote.issue, now=TWO_DAYS_BEFORE, leads=[7])
    run(TWO_DAYS_BEFORE)
    assert len(mail_server.messages) == 1
    assert reminded() == 2


def test_a_vote_within_hours_is_told_and_one_that_has_begun_is_not(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1), time=time(19))
    confirmed(vote.issue, now=THE_DAY)
    run(THE_DAY)
    assert [subject[:6] for subject in subjects(mail_server.messages)] == ["Today,"]
    nine_hours_later = THE_DAY + timedelta(hours=9)
    confirmed(vote.issue, now=nine_hours_later)
    run(nine_hours_later)
    assert len(mail_server.messages) == 1


def test_while_a_window_is_open_whoever_says_yes_is_told_that_it_may_be_any_day(mail_server: MailServer) -> None:
    vote = known(**WEEK)
    confirmed(vote.issue, now=THE_DAY + timedelta(days=2))
    sweep_until(THE_DAY + timedelta(days=4), THE_DAY + timedelta(days=2))
    assert [subject[:12] for subject in subjects(mail_server.messages)] == ["Any day now,"]


def test_at_night_whoever_says_yes_is_not_kept_waiting_until_morning(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    night = TWO_DAYS_BEFORE - timedelta(hours=9)
    confirmed(vote.issue, now=night)
    assert run(night) == 1


def test_who_was_reminded_of_the_vote_by_what_they_followed_before_is_not_told_again(mail_server: MailServer) -> None:
    vote = make_scheduled(**on(APRIL_1))
    reader = make_reader(vote.body)
    run(NOW)
    sweep_until(SEVEN_DAYS_BEFORE, SEVEN_DAYS_BEFORE)
    confirmed(vote.issue, reader=reader, now=TWO_DAYS_BEFORE)
    run(TWO_DAYS_BEFORE)
    assert [subject[:8] for subject in subjects(mail_server.messages)] == ["Vote exp", "In 7 day"]


def test_who_was_told_the_date_this_morning_is_not_told_again_at_noon(mail_server: MailServer) -> None:
    vote = make_scheduled(TWO_DAYS_BEFORE, **on(APRIL_1))
    reader = make_reader(vote.body, kinds=["date"])
    sweep_until(TWO_DAYS_BEFORE, TWO_DAYS_BEFORE)
    noon = TWO_DAYS_BEFORE + timedelta(hours=2)
    confirmed(vote.issue, reader=reader, now=noon)
    assert run(noon) == 0


def test_a_reminder_for_who_came_late_goes_to_nobody_else(mail_server: MailServer) -> None:
    learnt = SEVEN_DAYS_BEFORE + timedelta(days=4)
    vote = make_scheduled(learnt, **on(APRIL_1))
    early = make_reader(vote.issue, leads=[7])
    sweep_until(learnt, learnt)
    confirmed(vote.issue, now=TWO_DAYS_BEFORE)
    sweep_until(TWO_DAYS_BEFORE + timedelta(hours=5), TWO_DAYS_BEFORE)
    assert [row.announcement.kind for row in Delivery.objects.filter(subscriber=early)] == ["date"]


def test_who_comes_while_the_beat_sleeps_takes_nobodys_reminder(mail_server: MailServer) -> None:
    vote = followed()
    run(NOW)
    confirmed(vote.issue, now=TWO_DAYS_BEFORE)
    sweep_until(TWO_DAYS_BEFORE + timedelta(hours=1), TWO_DAYS_BEFORE)
    reminders_sent = Delivery.objects.filter(announcement__kind="reminder", message__state="sent")
    assert reminders_sent.values("subscriber").distinct().count() == reminders_sent.count() == 2


def test_what_has_changed_since_the_reminder_was_written_is_told_as_it_is_now(mail_server: MailServer) -> None:
    vote = followed()
    sweep_until(SEVEN_DAYS_BEFORE, SEVEN_DAYS_BEFORE)
    move(vote, {"location": "Ferry Library"}, SEVEN_DAYS_BEFORE + timedelta(days=1))
    run(SEVEN_DAYS_BEFORE + timedelta(days=1))
    late = confirmed(vote.issue, now=TWO_DAYS_BEFORE)
    assert run(TWO_DAYS_BEFORE) == 1
    assert mail_server.messages[-1]["To"] == late.email
    assert "Ferry Library" in mail_server.messages[-1].get_body(("plain",)).get_content()


def test_who_did_not_ask_for_reminders_gets_none(mail_server: MailServer) -> None:
    vote = known(**on(APRIL_1))
    confirmed(vote.issue, make_official(), now=TWO_DAYS_BEFORE, kinds=["date", "quote"])
    assert run(TWO_DAYS_BEFORE) == 0


def followed_event(kind: str = "hearing", **fields: Any) -> Event:
    event = make_announced(kind, **{**on(APRIL_1), **fields})
    make_reader(event.issues.get())
    run(NOW)
    return event


def test_a_hearing_is_reminded_of_on_the_same_days_as_a_vote_and_once(mail_server: MailServer) -> None:
    followed_event(time=time(18))
    sweep_until(THE_DAY, EIGHT_DAYS_BEFORE)
    assert subjects(mail_server.messages)[1:] == [
        "In 7 days: public hearing, Leaf blower ban, Wednesday, April 1, 6 p.m.",
        "Tomorrow, 6 p.m.: public hearing, Leaf blower ban",
    ]


@pytest.mark.parametrize(
    ("new", "reminded"),
    [({"status": "cancelled"}, 0), ({"status": "postponed"}, 1), ({"location": "Elm School"}, 1)],
)
def test_only_an_event_that_is_still_to_come_is_reminded_of(new: dict[str, object], reminded: int) -> None:
    change(followed_event(), new, NOW)
    assert remind.remind(SEVEN_DAYS_BEFORE) == reminded


def test_an_event_that_was_our_mistake_is_not_reminded_of() -> None:
    events.withdraw(followed_event(), EVIDENCE, NOW)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 0


def test_a_moved_deadline_is_reminded_of_before_its_new_day() -> None:
    deadline = followed_event("deadline")
    remind.remind(SEVEN_DAYS_BEFORE)
    change(deadline, on(date(2026, 4, 20)), SEVEN_DAYS_BEFORE)
    assert remind.remind(DAY_BEFORE) == 0
    assert remind.remind(datetime(2026, 4, 13, 15, 0, tzinfo=UTC)) == 1


def test_an_event_at_which_a_vote_is_taken_is_reminded_of_as_that_vote(mail_server: MailServer) -> None:
    vote = followed()
    make_announced("meeting", issue=vote.issue, votes=[vote], **on(APRIL_1))
    run(NOW)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    assert Announcement.objects.get(kind="reminder").subject == f"vote:{vote.pk}"


@pytest.mark.parametrize(("hours", "reminded"), [(-2, 1), (2, 0)])
def test_a_deadline_with_an_hour_is_over_at_that_hour(hours: int, reminded: int) -> None:
    deadline = make_announced("deadline", **on(APRIL_1), time=time(10))
    make_reader(deadline.issues.get(), leads=[0])
    assert remind.remind(THE_DAY + timedelta(hours=hours)) == reminded


def test_a_deadline_without_an_hour_lasts_all_day_in_its_place() -> None:
    deadline = make_announced("deadline", **on(APRIL_1))
    make_reader(deadline.issues.get(), leads=[0])
    before_midnight = datetime(2026, 4, 2, 4, 30, tzinfo=UTC)
    assert remind.remind(before_midnight + timedelta(hours=1)) == 0
    assert remind.remind(before_midnight) == 1


def test_days_before_an_event_without_a_place_count_in_utc() -> None:
    issue = make_issue("Leaf blower ban")
    Issue.objects.update(body=None, place=None)
    issue.refresh_from_db()
    make_announced("deadline", issue=issue, **on(APRIL_1))
    make_reader(issue)
    midnight = datetime(2026, 3, 25, tzinfo=UTC)
    assert remind.remind(midnight - timedelta(minutes=1)) == 0
    assert remind.remind(midnight) == 1


def test_who_says_yes_shortly_before_a_hearing_is_told_of_it_at_once_and_once(mail_server: MailServer) -> None:
    hearing = make_announced(**on(APRIL_1))
    announce.fan_out(NOW)
    confirmed(hearing.issues.get(), now=TWO_DAYS_BEFORE)
    sweep_until(TWO_DAYS_BEFORE + timedelta(hours=5), TWO_DAYS_BEFORE)
    assert [subject.split(",")[0] for subject in subjects(mail_server.messages)] == ["In 2 days: public hearing"]


def test_a_vote_and_an_event_of_the_same_number_fail_each_for_itself() -> None:
    hearing = followed_event()
    followed()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE officials_place DROP CONSTRAINT place_time_zone_is_real")
        cursor.execute("UPDATE officials_place SET time_zone = 'America/Low_Tide' WHERE id = %s", [hearing.place_id])
    assert remind.remind(SEVEN_DAYS_BEFORE) == 1
    assert list(Setback.objects.values_list("sweep", "row")) == [("remind_events", hearing.pk)]


def test_a_vote_about_a_motion_is_not_reminded_of() -> None:
    make_reader(make_scheduled(**on(APRIL_1), classification="procedural").issue)
    assert remind.remind(SEVEN_DAYS_BEFORE) == 0


def test_a_deadline_at_midnight_lasts_until_the_end_of_its_day(mail_server: MailServer) -> None:
    event = make_announced("deadline", time="00:00", status="scheduled", **DAY)
    noon = datetime(2026, 5, 5, 12, tzinfo=event.zone)
    assert remind.is_ahead(event, event.zone, noon)
    assert not remind.is_ahead(event, event.zone, noon + timedelta(hours=12))
    make_reader(event.issues.get(), kinds=["reminder"], leads=[0])
    remind.remind(noon)
    run(noon)
    assert subjects(mail_server.messages) == ["Today, midnight: deadline, Leaf blower ban"]


def test_a_hearing_is_reminded_of_though_the_vote_there_was_called_off() -> None:
    vote = make_scheduled(**DAY)
    make_reader(vote.issue, leads=[1])
    make_announced("hearing", issue=vote.issue, votes=[vote])
    move(vote, {"status": "cancelled"}, NOW)
    remind.remind(datetime(2026, 5, 4, 12, tzinfo=UTC))
    assert [one.subject.split(":")[0] for one in Announcement.objects.filter(kind="reminder")] == ["event"]


IN_APRIL = {"earliest": APRIL_1, "latest": date(2026, 4, 30), "precision": "month", "phrase": "by the end of April"}


def test_a_wide_window_is_reminded_of_near_its_end_as_well(mail_server: MailServer) -> None:
    make_reader(make_scheduled(**IN_APRIL).issue, kinds=["reminder"], leads=[7, 1])
    for day in range(55):
        now = NOW + timedelta(days=day)
        remind.remind(now)
        run(now)
    assert [subject.partition(": ")[0] for subject in subjects(mail_server.messages)] == [
        "In 7 days at the earliest", "Tomorrow at the earliest",
        "Any day now, in 7 days at the latest", "Any day now, tomorrow at the latest",
    ]  # fmt: skip


def test_a_week_is_reminded_of_before_it_begins_alone(mail_server: MailServer) -> None:
    make_reader(make_scheduled(**WEEK).issue, kinds=["reminder"], leads=[7, 1])
    for day in range(40):
        remind.remind(NOW + timedelta(days=day))
        run(NOW + timedelta(days=day))
    assert len(mail_server.messages) == 2


def test_a_lead_longer_than_the_window_does_not_count_to_its_end(mail_server: MailServer) -> None:
    make_reader(make_scheduled(**IN_APRIL).issue, kinds=["reminder"], leads=[30])
    for day in range(55):
        remind.remind(NOW + timedelta(days=day))
    assert Announcement.objects.filter(kind="reminder", to_end=True).count() == 0


def test_readers_are_counted_once_a_day_and_when_a_date_has_changed() -> None:
    vote = make_scheduled(**on(APRIL_1))
    make_reader(vote.issue, kinds=["reminder"])

    def asks(now: datetime) -> bool:
        with CaptureQueriesContext(connection) as queries:
            remind.remind(now)
        return any("unnest" in query["sql"] for query in queries)

    assert [asks(NOW), asks(NOW + timedelta(minutes=1)), asks(NOW + timedelta(days=1))] == [True, False, True]
    move(vote, {"time": "18:00"}, NOW + timedelta(days=1))
    assert [asks(NOW + timedelta(days=1, minutes=1)), asks(NOW + timedelta(days=1, minutes=2))] == [True, False]


def test_a_first_reader_on_the_very_day_is_reminded_though_it_was_looked_at(mail_server: MailServer) -> None:
    vote = make_scheduled(NOW - timedelta(days=1), **on((NOW + timedelta(days=7)).date()))
    assert remind.remind(NOW) == 0
    reader = make_reader(vote.issue, kinds=["reminder"], now=NOW + timedelta(hours=1))
    remind.catch_up(reader, list(reader.subscriptions.all()), NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=1, minutes=1)
    remind.remind(later)
    run(later)
    assert len(mail_server.messages) == 1


def test_what_is_to_be_fanned_out_is_found_without_walking_what_was() -> None:
    make_scheduled()
    announce.fan_out(NOW)
    waiting = FanOut.objects.filter(done_at=None, due_at__lte=NOW).order_by("due_at", "pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "fan_out_due" in waiting.values("pk").explain()


@pytest.mark.parametrize("others_have_it", [False, True])
def test_a_lead_asked_for_today_reminds_today(mail_server: MailServer, others_have_it: bool) -> None:
    vote = make_scheduled(NOW - timedelta(days=20), **on((NOW + timedelta(days=3)).date()))
    since = NOW - timedelta(days=19)
    if others_have_it:
        make_reader(vote.issue, kinds=["reminder"], leads=[3], now=since)
    reader = make_reader(vote.issue, kinds=["reminder"], leads=[7], now=since)
    for day in (NOW - timedelta(days=4), NOW):
        remind.remind(day)
        run(day + timedelta(hours=12))
    mail_server.messages.clear()
    later = NOW + timedelta(hours=12, minutes=5)
    [wish] = reader.subscriptions.all()
    for _ in range(2):
        subscribe.change(wish, ["reminder"], [7, 3], "at_once", later)
        remind.remind(later)
        run(later)
    assert [str(message["To"]) for message in mail_server.messages] == [reader.email]


@pytest.mark.parametrize("released", [True, False])
def test_who_comes_late_to_a_held_body_waits_for_the_editor_too(mail_server: MailServer, released: bool) -> None:
    una = make_account()
    vote = make_scheduled(NOW - timedelta(days=20), **on((NOW + timedelta(days=3)).date()))
    first = make_reader(vote.issue, now=NOW - timedelta(days=19), kinds=["reminder"], leads=[7])
    for day in (NOW - timedelta(days=4), NOW):
        remind.remind(day)
        run(day + timedelta(hours=12))
    hold.begin(vote.body, una, "The clerk doubts the day.", NOW)
    reader = make_reader(vote.issue, now=NOW, kinds=["reminder"], leads=[7])
    # The vote has got a time since: the reminder of then does not say so.
    move(vote, {"time": "18:00"}, NOW)
    assert remind.catch_up(reader, list(reader.subscriptions.all()), NOW) == 1
    mail_server.messages.clear()
    later = NOW + timedelta(hours=12)
    run(later)
    assert not reader.messages.exists()
    [held] = Held.objects.waiting().filter(announcement__kind="reminder")
    assert (hold.release if released else hold.drop)(held.pk, una, "", later)
    run(later)
    [delivery] = reader.deliveries.all()
    assert (delivery.state, delivery.why) == (("sent", "") if released else ("lapsed", "dropped"))
    assert first.deliveries.filter(announcement=held.announcement).count() == 0
