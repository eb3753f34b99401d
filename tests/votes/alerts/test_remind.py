"""Reminders: on their day in the body's zone, once, and never with a day that no longer holds."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories import NOW
from tests.votes.alerts.readers import EVIDENCE, WEEK, make_reader, make_scheduled, move, on
from votes import schedule
from votes.alerts import announce, remind
from votes.models import Announcement, Delivery, Vote

pytestmark = pytest.mark.django_db

# The meeting is on April 1; these are 10 a.m. in Chicago.
EIGHT_DAYS_BEFORE = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
SEVEN_DAYS_BEFORE = EIGHT_DAYS_BEFORE + timedelta(days=1)
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
    title = Announcement.objects.latest("id").title
    assert title == "Leaf blower ban (Ferry City Council), the first week of April (April 1–7)"


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
    remind.remind(DAY_BEFORE)
    announce.fan_out(DAY_BEFORE)
    per_reader = Delivery.objects.filter(announcement__kind="reminder").values_list("subscriber", flat=True)
    assert len(per_reader) == len(set(per_reader)) == 2


def test_a_beat_that_slept_past_the_vote_sends_nothing() -> None:
    followed()
    assert remind.remind(THE_DAY + timedelta(days=1)) == 0


def test_a_meeting_that_has_begun_is_not_announced_for_this_morning() -> None:
    vote = make_scheduled(**on(APRIL_1), time=time(9))
    make_reader(vote.issue, leads=[0])
    assert remind.remind(THE_DAY) == 0
    assert remind.remind(THE_DAY - timedelta(hours=2)) == 1


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


def test_who_was_told_of_tomorrows_vote_this_morning_is_not_reminded_of_it_at_noon() -> None:
    vote = make_scheduled(DAY_BEFORE, **on(APRIL_1))
    make_reader(vote.issue)
    make_reader(vote.issue, kinds=["reminder"])
    announce.fan_out(DAY_BEFORE)
    noon = DAY_BEFORE + timedelta(hours=2)
    remind.remind(noon)
    announce.fan_out(noon)
    owed = Delivery.objects.order_by("id").values_list("announcement__kind", "subscription__kinds")
    assert list(owed) == [("date", ["date", "reminder", "result"]), ("reminder", ["reminder"])]


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
