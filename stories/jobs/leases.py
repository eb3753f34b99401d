"""Taking due rows so that no other worker does: a lease in the database, which a killed worker's rows outlive."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from redis import Redis

LEASE = timedelta(minutes=10)
"""Longer than any one fetch and its reading may take."""
WAKING = timedelta(seconds=15)
"""How often due work is looked for."""
MARK = "claims:handed-out"
MOST_OF_A_HOST = 50
MOST_OF_A_BATCH = 30
"""A batch is one worker's for a while; little work is still shared out, for all processes to have some."""
Row = TypeVar("Row", bound=models.Model)


class Host(Func):
    """The host, with its port, of the URL in a column."""

    function = "substring"
    arity = 2

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value("^[a-z]+://([^/]+)"), output_field=models.TextField())


def claim(rows: QuerySet[Any], now: datetime, limit: int) -> list[int]:
    """Take due rows that nobody holds, the hosts by turns and of each no more than its pace lets through until
    the next look: a site with much to read does not keep the others waiting.
    """
    return list(_claimed(rows, now, limit))


def claim_batches(rows: QuerySet[Any], now: datetime, limit: int) -> Iterator[list[int]]:
    """Like `claim`, in shares for a worker each. What was claimed before and is due again may have killed its
    worker: such a row goes alone, so that it takes no others with it the next time.
    """
    claimed = _claimed(rows, now, limit)
    yield from ([pk] for pk, before in claimed.items() if before)
    fresh = [pk for pk, before in claimed.items() if not before]
    size = min(MOST_OF_A_BATCH, ceil(len(fresh) / settings.CELERY_WORKER_CONCURRENCY))
    yield from (fresh[at : at + size] for at in range(0, len(fresh), size or 1))


@transaction.atomic
def _claimed(rows: QuerySet[Any], now: datetime, limit: int) -> dict[int, datetime | None]:
    """The rows taken, in their turns, each with the lease that it had before."""
    turn = Window(RowNumber(), partition_by=[Host("url")], order_by=[*map(str, rows.query.order_by), "pk"])
    fair = rows.annotate(turn=turn).filter(turn__lte=_of_a_host()).order_by("turn", "pk").values_list("pk", flat=True)
    wanted = list(fair[:limit])
    free = rows.filter(pk__in=wanted).select_for_update(skip_locked=True, of=("self",))
    leases = dict(free.values_list("pk", "claimed_until"))
    rows.model.objects.filter(pk__in=leases).update(claimed_until=now + LEASE)
    return {pk: leases[pk] for pk in wanted if pk in leases}


def _of_a_host() -> int:
    spacing = settings.FETCH_HOST_SPACING_SECONDS
    return min(ceil(WAKING.total_seconds() / spacing), MOST_OF_A_HOST) if spacing else MOST_OF_A_HOST


def held(rows: QuerySet[Row], pks: Sequence[int], until: datetime) -> list[Row]:
    """The rows whose claim still stands, in this order. A message that comes late or twice finds its work done or
    claimed anew, and the claim that it speaks of gone.
    """
    found = rows.filter(claimed_until=until).in_bulk(pks) if until > timezone.now() else {}
    return [found[pk] for pk in pks if pk in found]


def release_lost(claimed: Sequence[type[models.Model]]) -> None:
    """Free every claim when the queue was emptied, a restart of Redis without its data included: the messages that
    spoke of them are gone. A mark in Redis tells. Work in progress meanwhile is done twice at worst, and stored once.
    """
    with Redis.from_url(settings.REDIS_URL) as redis:
        if redis.set(MARK, "1", nx=True):
            for model in claimed:
                model._default_manager.exclude(claimed_until=None).update(claimed_until=None)


def give_back(rows: Sequence[models.Model]) -> None:
    """Rows not begun are due again at once."""
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(claimed_until=None)
