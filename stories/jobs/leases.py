"""Leases: due rows taken so that no other worker does, in the database, where a killed worker's rows outlive it."""

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

# Longer than any one fetch and its reading may take.
LEASE = timedelta(minutes=10)
# How often due work is looked for.
WAKING = timedelta(seconds=15)
# The key in Redis that is gone when the queue was emptied.
MARK = "claims:handed-out"
MOST_OF_A_HOST = 50
# A batch is one worker's for a while; little work is still shared out, for all processes to have some.
MOST_OF_A_BATCH = 30
Row = TypeVar("Row", bound=models.Model)


class URLHost(Func):
    """The host, with its port, of the URL in a column."""

    function = "substring"
    arity = 2

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value("^[a-z]+://([^/]+)"), output_field=models.TextField())


def claim(rows: QuerySet[Any], now: datetime, limit: int) -> list[int]:
    """Take due rows that nobody holds and return their keys.

    The hosts come by turns, and of each no more than its pace lets through until the next look: a site with much to
    read does not keep the others waiting.
    """
    return list(_claimed(rows, now, limit))


def claim_batches(rows: QuerySet[Any], now: datetime, limit: int) -> Iterator[list[int]]:
    """Take due rows like `claim` and yield their keys in shares for a worker each.

    What was claimed before and is due again may have killed its worker: such a row goes alone, so that it takes no
    others with it the next time.
    """
    claimed = _claimed(rows, now, limit)
    yield from ([pk] for pk, before in claimed.items() if before)
    fresh = [pk for pk, before in claimed.items() if not before]
    size = min(MOST_OF_A_BATCH, ceil(len(fresh) / settings.CELERY_WORKER_CONCURRENCY))
    yield from (fresh[at : at + size] for at in range(0, len(fresh), size or 1))


@transaction.atomic
def _claimed(rows: QuerySet[Any], now: datetime, limit: int) -> dict[int, datetime | None]:
    """Return the keys of the rows taken, in their turns, each with the lease that it had before."""
    turn = Window(RowNumber(), partition_by=[URLHost("url")], order_by=[*map(str, rows.query.order_by), "pk"])
    spacing = settings.FETCH_HOST_SPACING_SECONDS
    of_a_host = min(ceil(WAKING.total_seconds() / spacing), MOST_OF_A_HOST) if spacing else MOST_OF_A_HOST
    fair = rows.annotate(turn=turn).filter(turn__lte=of_a_host).order_by("turn", "pk").values_list("pk", flat=True)
    wanted = list(fair[:limit])
    free = rows.filter(pk__in=wanted).select_for_update(skip_locked=True, of=("self",))
    leases = dict(free.values_list("pk", "claimed_until"))
    rows.model.objects.filter(pk__in=leases).update(claimed_until=now + LEASE)
    return {pk: leases[pk] for pk in wanted if pk in leases}


def held(rows: QuerySet[Row], pks: Sequence[int], until: datetime) -> list[Row]:
    """Return the rows of these keys whose claim still stands, in this order.

    A message that comes late or twice finds its work done or claimed anew, and the claim that it speaks of gone.
    """
    claimed = rows.filter(claimed_until=until).in_bulk(pks) if until > timezone.now() else {}
    return [claimed[pk] for pk in pks if pk in claimed]


def release_lost(claimed: Sequence[type[models.Model]]) -> None:
    """Free every claim when the queue was emptied, a restart of Redis without its data included.

    The messages that spoke of them are gone then; a mark in Redis, gone with them, tells. Work in progress
    meanwhile is done twice at worst, and stored once.
    """
    with Redis.from_url(settings.REDIS_URL) as redis:
        if redis.set(MARK, "1", nx=True):
            for model in claimed:
                model._default_manager.exclude(claimed_until=None).update(claimed_until=None)


def give_back(rows: Sequence[models.Model]) -> None:
    """Free the claims of rows not begun, which are due again at once."""
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(claimed_until=None)
