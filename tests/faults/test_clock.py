"""A clock that is an hour off, that changes for the summer, that nobody wound for three days: each is told once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from officials.models import Place
from tests.factories import NOW
from tests.faults.scripted import ScriptedServer
from tests.votes.alerts.readers import make_reader, make_scheduled, on, run
from votes.alerts import announce, deliver, gathering, remind
from votes.alerts.handover import Letter
from votes.models import Delivery, Message

pytestmark = [pytest.mark.django_db, pytest.mark.fault]
HOUR, EIGHT = timedelta(hours=1), 8


@pytest.fixture
def smtp(settings: Any) -> Any:
    with ScriptedServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server


def whole_run(now: datetime) -> int:
    remind.remind(now)
    return run(now)


@pytest.mark.parametrize("off", [[HOUR, 0 * HOUR, HOUR, 2 * HOUR], [0 * HOUR, -HOUR, 0 * HOUR, HOUR]])
def test_a_clock_that_is_an_hour_off_and_set_right_sends_each_mail_once(
    smtp: ScriptedServer, off: list[timedelta]
) -> None:
    vote = make_scheduled(NOW - timedelta(hours=3), **on((NOW + timedelta(days=7)).date()))
    for cadence in ("at_once", "daily"):
        make_reader(vote.issue, cadence=cadence, now=NOW - timedelta(hours=3))
    for hours in (*off, timedelta(days=1), timedelta(days=1, hours=1)):
        whole_run(NOW + hours)
    assert set(smtp.accepted.values()) == {1}
    assert len(smtp.readers) == 2
    assert not Delivery.objects.filter(state="owed").exists()


def test_what_another_worker_took_as_its_clock_is_ahead_goes_out_by_one_of_them(smtp: ScriptedServer) -> None:
    """A lease that is over by the one's clock and not by the other's."""
    vote = make_scheduled()
    made = [make_reader(vote.issue) for _ in range(3)]
    run(NOW - timedelta(days=1))

    announce.fan_out(NOW)
    gathering.assemble(NOW)
    late = deliver._prepare([Letter(message) for message in deliver._claim(NOW)], deliver.Stencils(NOW), NOW)
    assert len(late) == len(made)
    for _ in made:
        assert deliver.send_due(NOW + 2 * HOUR) <= len(made)
    run_of_the_late = deliver._Run(NOW, deliver.get_connection(), float("inf"))
    run_of_the_late._send_all(late)
    run_of_the_late.server.close()
    assert sorted(smtp.readers) == sorted(reader.email for reader in made)
    assert set(smtp.accepted.values()) == {1}
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize("change", [date(2026, 3, 8), date(2026, 11, 1)])
def test_mornings_and_days_before_are_the_places_own_when_its_clock_changes(smtp: ScriptedServer, change: date) -> None:
    noon = datetime(change.year, change.month, change.day, 18, tzinfo=UTC) - timedelta(days=3)
    vote = make_scheduled(noon, **on(change + timedelta(days=1)))
    place = vote.body.place
    Place.objects.filter(pk=place.pk).update(time_zone="America/Chicago")
    place.refresh_from_db()
    reader = make_reader(vote.issue, kinds=["reminder"], leads=[1, 2], now=noon - HOUR)
    sent = []
    for hour in range(24 * 5):
        now = noon + hour * HOUR
        if whole_run(now):
            sent.append(now.astimezone(place.zone))
    assert [(moment.date(), moment.hour) for moment in sent] == [
        (change - timedelta(days=1), EIGHT),
        (change, EIGHT),
    ]
    assert smtp.readers[reader.email] == 2


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu"])
def test_a_zone_that_is_edited_meanwhile_loses_and_doubles_nothing(smtp: ScriptedServer, zone: str) -> None:
    vote = make_scheduled(NOW - timedelta(days=1), **on((NOW + timedelta(days=7)).date()))
    since = NOW - timedelta(days=2)
    made = [make_reader(vote.issue, cadence=cadence, now=since, leads=[3]) for cadence in ("at_once", "daily")]
    whole_run(NOW)
    Place.objects.filter(pk=vote.body.place_id).update(time_zone=zone)
    for hour in range(1, 24 * 7, 2):
        whole_run(NOW + hour * HOUR)
    for reader in made:
        sent = reader.deliveries.filter(state="sent").values_list("announcement__kind", flat=True)
        assert sorted(sent) == ["date", "reminder"]
    assert set(smtp.accepted.values()) == {1}


def test_after_three_days_without_a_clock_what_is_still_ahead_is_told_once(smtp: ScriptedServer) -> None:
    votes = [make_scheduled(NOW - timedelta(days=9), **on((NOW + timedelta(days=days)).date())) for days in (2, 8)]
    since = NOW - timedelta(days=8)
    gone, waits = (make_reader(vote.issue, kinds=["reminder"], leads=[7, 1], now=since) for vote in votes)
    whole_run(NOW - timedelta(days=5))
    smtp.accepted.clear()
    for minute in range(3):
        whole_run(NOW + timedelta(days=3, minutes=minute))
    assert (smtp.readers[gone.email], smtp.readers[waits.email]) == (0, 1), "of what is over nobody is reminded"
