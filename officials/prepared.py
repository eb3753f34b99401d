"""Queries that are put into SQL once and asked many times, of other values each time: a large one takes longer to be
put together than to be answered.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from functools import wraps
from threading import Lock
from typing import Any

from django.db import connections
from django.db.models import Field, Lookup, QuerySet

# Stands for a value while a query is put together: nothing real, of its type, and another one for each.
STAND_INS: Mapping[type, Callable[[int], Any]] = {
    int: lambda number: 2**62 + number,
    str: lambda number: f"\ue000 stands for value {number}",
    list: lambda number: [2**61 + number],
    dt.date: lambda number: dt.date(1, 1, 1 + number),
    dt.datetime: lambda number: dt.datetime(1, 2, 1 + number, tzinfo=dt.UTC),
}
# Ways in which one query is asked; more than there are.
MOST = 500


class Among(Lookup):
    """Whether a value is one of a list, which is a single value of the query, however long it is."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, values = self.process_lhs(compiler, connection)
        return f"{sql} = ANY (%s)", (*values, self.rhs)


Field.register_lookup(Among)


class _Statement:
    """A query in SQL, with the places of the values that are given anew each time."""

    def __init__(self, rows: QuerySet[Any], stand_ins: list[Any]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        self._sql, self._values = self._compiler.as_sql()
        self._places = [
            (place, number)
            for place, value in enumerate(self._values)
            for number, stand_in in enumerate(stand_ins)
            if type(value) is type(stand_in) and value == stand_in
        ]
        missing = {n for n, one in enumerate(stand_ins) if one is not None} - {number for _, number in self._places}
        assert not missing, f"the query does not hold the values {sorted(missing)}, or holds something made of them"

    def ask(self, given: tuple[Any, ...]) -> QuerySet[Any]:
        """Return the rows of the query for these values, not yet fetched."""
        values = [*self._values]
        for place, number in self._places:
            values[place] = given[number]
        compiler: Any = copy.copy(self._compiler)
        compiler.connection = connections[self._rows.db]
        compiler.as_sql = lambda *_, **__: (self._sql, tuple(values))
        rows = self._rows.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return rows


def prepared(build: Callable[..., QuerySet[Any]]) -> Callable[..., QuerySet[Any]]:
    """Return a function that asks the same query as `build` makes, which is called once for each of the kinds of values
    that it is given by place, and each of the very values that it is given by name.

    So a value given by place goes into the query as it is, a list by `among` alone, and nothing in the query may hang
    on what it is but whether it is None; and nothing may hang on the moment at which it is made.
    """
    known: dict[Any, _Statement] = {}
    turn = Lock()

    @wraps(build)
    def ask(*given: Any, **named: Any) -> QuerySet[Any]:
        way = (*map(type, given), *named.items())
        statement = known.get(way)
        if statement is None:
            with turn:
                stand_ins = [None if one is None else STAND_INS[type(one)](number) for number, one in enumerate(given)]
                if len(known) >= MOST:
                    known.clear()
                statement = known[way] = _Statement(build(*stand_ins, **named), stand_ins)
        return statement.ask(given)

    return ask
