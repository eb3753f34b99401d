"""Due work is taken once, hosts by turns, and a message that comes late or twice does nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from stories import tasks
from stories.jobs.leases import LEASE, MOST_OF_A_BATCH, claim, claim_batches, give_back, held, release_lost
from stories.models import Entry, Source
from tests.factories import NOW, make_source

pytestmark = pytest.mark.django_db
A_SECOND = timedelta(seconds=1)


def entries(host: str, count: int) -> list[int]:
    source = make_source()
    return [
        Entry.objects.create(source=source, guid=str(n), url=f"https://{host}/{n}", next_try_at=NOW, seen_at=NOW).pk
        for n in range(count)
    ]


def claimed(limit: int = 100) -> list[int]:
    return claim(Entry.objects.due(NOW), NOW, limit)


def batches(limit: int) -> list[list[int]]:
    return list(claim_batches(Entry.objects.due(NOW), NOW, limit))


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
    assert claim(Entry.objects.due(NOW + LEASE + A_SECOND), NOW + LEASE + A_SECOND, 100) == [pk]


def test_a_message_is_void_when_its_lease_is_over_or_its_work_claimed_anew() -> None:
    now = timezone.now()
    (pk,) = entries("beacon.example", 1)
    claim(Entry.objects.due(now), now, 1)
    assert [entry.pk for entry in held(Entry.objects.all(), [pk], now + LEASE)] == [pk]
    assert held(Entry.objects.all(), [pk], now + LEASE - A_SECOND) == []
    Entry.objects.update(claimed_until=now - A_SECOND)
    assert held(Entry.objects.all(), [pk], now - A_SECOND) == []


def test_little_work_is_spread_and_much_goes_in_batches_of_many_hosts(settings: Any) -> None:
    settings.FETCH_HOST_SPACING_SECONDS = 0
    for number in range(MOST_OF_A_BATCH):
        entries(f"host-{number}.example", 10)
    settings.CELERY_WORKER_CONCURRENCY = 3
    assert [len(batch) for batch in batches(6)] == [2, 2, 2]
    much = batches(9 * MOST_OF_A_BATCH)
    assert [len(batch) for batch in much[:9]] == [MOST_OF_A_BATCH] * 9
    hosts = dict(Entry.objects.values_list("pk", "url"))
    assert all(len({hosts[pk].split("/")[2] for pk in batch}) > MOST_OF_A_BATCH * 0.8 for batch in much)


def test_what_may_have_killed_its_worker_takes_no_others_with_it_the_next_time(settings: Any) -> None:
    settings.FETCH_HOST_SPACING_SECONDS = 0
    pks = entries("beacon.example", 20)
    suspects = {pks[3], pks[7]}
    Entry.objects.filter(pk__in=suspects).update(claimed_until=NOW - A_SECOND)
    found = batches(100)
    assert [batch for batch in found if suspects & set(batch)] == [[pk] for pk in sorted(suspects)]
    assert sorted(pk for batch in found for pk in batch) == pks


def test_what_is_given_back_is_due_at_once() -> None:
    pks = entries("beacon.example", 3)
    claimed()
    give_back(Entry.objects.filter(pk__in=pks[:2]))
    assert claimed() == pks[:2]


def test_a_message_whose_work_is_done_does_nothing() -> None:
    """No server listens there: a poll would note a failure."""
    later = timezone.now() + timedelta(hours=1)
    source = make_source(url="http://127.0.0.1:9/feed", next_poll_at=later)
    tasks.poll_sources([source.pk, source.pk + 1000], later)
    (pk,) = entries("127.0.0.1:9", 1)
    tasks.take_in_entries([pk], later)
    assert Source.objects.get(pk=source.pk).last_fetch_at is None
    assert Entry.objects.get(pk=pk).problem == ""


def test_what_was_claimed_is_free_again_when_the_queue_was_emptied(settings: Any) -> None:
    with Redis.from_url(settings.REDIS_URL) as queue:
        pks = entries("beacon.example", 2)
        release_lost([Entry, Source])
        assert claimed() == pks
        release_lost([Entry, Source])
        assert claimed() == []
        queue.flushdb()
        release_lost([Entry, Source])
        assert claimed() == pks


def test_two_workers_never_claim_the_same_source(source: Source) -> None:
    later = NOW + LEASE + timedelta(seconds=1)
    assert claim(Source.objects.due(NOW), NOW, 20) == [source.pk]
    assert claim(Source.objects.due(NOW), NOW, 20) == []
    assert claim(Source.objects.due(later), later, 20) == [source.pk]
