"""Due work is taken once, hosts by turns, and a message that comes late or twice does nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stories import tasks
from stories.claiming import LEASE, claim, held
from stories.models import Entry, Source
from tests.factories import NOW, make_source

pytestmark = pytest.mark.django_db


def entries(host: str, count: int) -> list[int]:
    source = make_source()
    return [
        Entry.objects.create(source=source, guid=str(n), url=f"https://{host}/{n}", next_try_at=NOW, seen_at=NOW).pk
        for n in range(count)
    ]


def claimed(limit: int = 100) -> list[int]:
    return claim(Entry.objects.due(NOW), NOW, limit)


def test_hosts_take_turns(settings: Any) -> None:
    settings.FETCH_HOST_SPACING_SECONDS = 0
    busy, quiet = entries("beacon.example", 5), entries("wharf.example", 2)
    assert claimed() == [busy[0], quiet[0], busy[1], quiet[1], *busy[2:]]


def test_of_a_host_no_more_is_taken_than_its_pace_lets_through(settings: Any) -> None:
    settings.FETCH_HOST_SPACING_SECONDS = 5
    busy, quiet = entries("beacon.example", 9), entries("wharf.example", 2)
    assert set(claimed()) == {*busy[:3], *quiet}


def test_what_is_taken_is_not_taken_again_before_its_lease_runs_out() -> None:
    (pk,) = entries("beacon.example", 1)
    assert claimed() == [pk]
    assert claimed() == []
    assert held(Entry.objects.all(), pk, NOW + LEASE - timedelta(seconds=1))
    assert not held(Entry.objects.all(), pk, NOW + LEASE + timedelta(seconds=1))


def test_a_message_whose_work_is_done_does_nothing() -> None:
    """No server listens there: a poll would note a failure."""
    source = make_source(url="http://127.0.0.1:9/feed", next_poll_at=timezone.now() + timedelta(hours=1))
    tasks.poll_source(source.pk)
    tasks.poll_source(source.pk + 1000)
    (pk,) = entries("127.0.0.1:9", 1)
    tasks.take_in_entry(pk)
    assert Source.objects.get(pk=source.pk).last_fetch_at is None
    assert Entry.objects.get(pk=pk).problem == ""
