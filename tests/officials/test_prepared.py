"""Queries that are put together once, and asked of other values each time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from officials.models import Body, Role
from officials.nested import All, One, nested
from officials.prepared import prepared
from tests.factories import make_body, make_official, make_place
from votes.models import Issue

pytestmark = pytest.mark.django_db


def roles(built: list[str]) -> Callable[..., QuerySet[Role]]:
    @prepared
    def ask(body: int, names: list[str] | None, day: date | None, *, newest: bool) -> QuerySet[Role]:
        built.append("once")
        rows = Role.objects.filter(body=body).order_by("-since" if newest else "since")
        rows = rows.filter(person__name__among=names) if names is not None else rows
        return rows.filter(Q(since__lte=day) | Q(since=None)) if day else rows

    return ask


def test_one_query_is_put_together_once_for_each_way_in_which_it_is_asked() -> None:
    board, council = make_body("Harbor Board", make_place("Reedham")), make_body("Council")
    make_official("Ada Reed", board, since=date(2024, 5, 1))
    make_official("Bo Lund", board, since=date(2025, 5, 1))
    make_official("Cy Holm", council)
    built: list[str] = []
    ask = roles(built)

    def told(*given: Any, newest: bool = True) -> list[str]:
        return [str(role.person) for role in ask(*given, newest=newest)]

    assert told(board.pk, None, None) == ["Bo Lund", "Ada Reed"]
    assert told(council.pk, None, None) == ["Cy Holm"]
    assert len(built) == 1
    assert told(board.pk, None, None, newest=False) == ["Ada Reed", "Bo Lund"]
    assert told(board.pk, ["Ada Reed", "Cy Holm"], None) == ["Ada Reed"]
    assert told(council.pk, ["Ada Reed", "Cy Holm"], None) == ["Cy Holm"]
    assert told(board.pk, [], None) == []
    assert told(board.pk, ["Ada Reed", "Bo Lund"], date(2024, 12, 1)) == ["Ada Reed"]
    assert len(built) == 4


def test_what_belongs_to_the_rows_comes_along_anew_each_time() -> None:
    @prepared
    def bodies(number: int) -> QuerySet[Body]:
        return nested(Body.objects.filter(pk=number), roles=All(rows=Role.objects.all(), one={"person": One()}))

    board = make_body("Harbor Board")
    make_official("Ada Reed", board)
    assert [str(role.person) for body in bodies(board.pk) for role in body.roles.all()] == ["Ada Reed"]
    make_official("Bo Lund", board)
    assert len([role for body in bodies(board.pk) for role in body.roles.all()]) == 2


@pytest.mark.parametrize("used", [lambda _: Issue.objects.all(), lambda number: Issue.objects.all()[:number]])
def test_a_value_that_the_query_does_not_hold_as_it_is_is_refused(used: Callable[[int], QuerySet[Issue]]) -> None:
    with pytest.raises((AssertionError, ValueError)):
        prepared(used)(7)


@pytest.mark.django_db(transaction=True)
def test_threads_ask_it_through_their_own_connections() -> None:
    body = make_body("Harbor Board")
    make_official("Ada Reed", body)
    ask = roles([])

    def names(_: int) -> list[str]:
        try:
            return [str(role.person) for role in ask(body.pk, None, None, newest=True)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(names, range(8))) == [["Ada Reed"]] * 8
