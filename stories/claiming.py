"""Taking due rows so that no other worker does: a lease in the database, which a killed worker's rows outlive."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, QuerySet, Value, Window
from django.db.models.functions import RowNumber

LEASE = timedelta(minutes=10)
"""Longer than any one fetch and its reading may take."""
WAKING = timedelta(seconds=15)
"""How often due work is looked for."""
MOST_OF_A_HOST = 50
Row = TypeVar("Row", bound=models.Model)


class Host(Func):
    """The host, with its port, of the URL in a column."""

    function = "substring"
    arity = 2

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value("^[a-z]+://([^/]+)"), output_field=models.TextField())


@transaction.atomic
def claim(rows: QuerySet[Any], now: datetime, limit: int) -> list[int]:
    """Take due rows that nobody holds, the hosts by turns and of each no more than its pace lets through until
    the next look: a site with much to read does not keep the others waiting.
    """
    turn = Window(RowNumber(), partition_by=[Host("url")], order_by=[str(name) for name in rows.query.order_by])
    fair = rows.annotate(turn=turn).filter(turn__lte=_of_a_host()).order_by("turn", "pk").values_list("pk", flat=True)
    wanted = list(fair[:limit])
    free = rows.filter(pk__in=wanted).select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    taken = set(free)
    ids = [pk for pk in wanted if pk in taken]
    rows.model.objects.filter(pk__in=ids).update(claimed_until=now + LEASE)
    return ids


def _of_a_host() -> int:
    spacing = settings.FETCH_HOST_SPACING_SECONDS
    return min(ceil(WAKING.total_seconds() / spacing), MOST_OF_A_HOST) if spacing else MOST_OF_A_HOST


def held(rows: QuerySet[Row], pk: int, now: datetime) -> Row | None:
    """The row, if its claim still stands. A message that comes late or twice finds its work done and the claim gone."""
    return rows.filter(pk=pk, claimed_until__gt=now).first()
