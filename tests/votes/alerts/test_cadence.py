"""When a mail is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories import NOW, make_official
from tests.votes.alerts.readers import EVIDENCE, SETTLED, make_announced, make_reader, make_scheduled, on
from votes.alerts import announce
from votes.models import Delivery
from votes.subjects import key_of

pytestmark = [pytest.mark.django_db, pytest.mark.fault]


@pytest.mark.parametrize(
    ("cadence", "due"),
    [
        ("at_once", NOW),
        # 8 a.m. in Chicago, on daylight saving time since March 8; NOW is a Tuesday, 10 a.m. there.
        ("daily", datetime(2026, 3, 11, 13, 0, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 16, 13, 0, tzinfo=UTC)),
    ],
)
def test_a_mail_is_due_in_the_morning_of_the_place_it_is_about(cadence: str, due: datetime) -> None:
    make_reader(make_scheduled().issue, cadence=cadence)
    announce.fan_out(NOW)
    assert Delivery.objects.get().due_at == due


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [
        # On Thursday, and the next digest is on Monday.
        (date(2026, 3, 12), time(18), NOW + timedelta(hours=8)),
        (date(2026, 3, 11), None, NOW),
        (date(2026, 3, 10), time(11), NOW),
        (date(2026, 3, 20), None, datetime(2026, 3, 16, 13, 0, tzinfo=UTC)),
    ],
)
def test_a_digest_tells_of_no_vote_later_than_two_days_before_it(day: date, hour: time | None, due: datetime) -> None:
    make_reader(make_scheduled(**on(day), time=hour).issue, cadence="weekly")
    announce.fan_out(NOW)
    assert Delivery.objects.get().due_at == due


def test_what_somebody_says_two_days_before_the_vote_waits_for_no_digest() -> None:
    vote = make_scheduled(**on(date(2026, 3, 12)))
    person = make_official("Pia Lund")
    make_reader(vote.issue, kinds=["quote"], cadence="weekly")
    topics = [key_of(vote.issue), key_of(person)]
    new = {"speaker": "Pia Lund", "issue": "Leaf blower ban"}
    announce.tell(announce.News("quote", "quote:1", 1, topics, "/en/", EVIDENCE, new), NOW - SETTLED)
    announce.fan_out(NOW)
    assert Delivery.objects.get(announcement__kind="quote").due_at == NOW


def test_a_digest_tells_of_no_deadline_later_than_two_days_before_it() -> None:
    deadline = make_announced("deadline", **on(date(2026, 3, 12)), time=time(18))
    make_reader(deadline.issues.get(), cadence="weekly")
    announce.fan_out(NOW)
    assert Delivery.objects.get().due_at == NOW + timedelta(hours=8)


def test_what_somebody_says_two_days_before_a_hearing_waits_for_no_digest() -> None:
    issue = make_announced(**on(date(2026, 3, 12))).issues.get()
    make_reader(issue, kinds=["quote"], cadence="weekly")
    new = {"speaker": "Pia Lund", "issue": "Leaf blower ban"}
    announce.tell(announce.News("quote", "quote:1", 1, [key_of(issue)], "/en/", EVIDENCE, new), NOW - SETTLED)
    announce.fan_out(NOW)
    assert Delivery.objects.get(announcement__kind="quote").due_at == NOW
