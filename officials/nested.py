"""Rows that come along inside another query's rows, as JSON: what prefetching asks for in a query of its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import DateField, DateTimeField, Field, Func, Model, OuterRef, QuerySet, TextField, TimeField
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

# How JSON has them, and back; all other types are the same in JSON.
READ: dict[type[Field[Any, Any]], Callable[[str], Any]] = {
    DateTimeField: dt.datetime.fromisoformat,
    DateField: dt.date.fromisoformat,
    TimeField: dt.time.fromisoformat,
}


class Row(Func):
    """Some values as an array of JSON, which psycopg reads."""

    function = "json_build_array"
    output_field = TextField()


@dataclass(frozen=True)
class One:
    """A row with the rows that belong to it: the `one` that a key of it names, and `many` that name it, as `All` of
    them. Without the fields to `leave`, which are fetched when they are asked for.
    """

    one: Mapping[str, One] = field(default_factory=dict)
    many: Mapping[str, All] = field(default_factory=dict)
    leave: Sequence[str] = ()


@dataclass(frozen=True)
class All(One):
    """All the `rows` of a query that belong to a row, in its order, each with what it `says`: names of annotations."""

    rows: QuerySet[Any] = field(kw_only=True)
    says: Sequence[str] = ()


# What was read already of one answer, by how it is read and by key.
Known = defaultdict["_Reader", dict[Any, Any]]


class _Reader:
    """How the rows of a model stand in JSON: columns, each of `one` and of `many`, and what it says."""

    def __init__(self, model: type[Model], shape: One, says: Sequence[str] = ()) -> None:
        fields = [f for f in model._meta.concrete_fields if not f.generated and f.name not in shape.leave]
        self._model = model
        self._says = says
        self._names = [field.attname for field in fields]
        self._key = self._names.index(model._meta.pk.attname)
        self._typed = [(place, READ[type(field)]) for place, field in enumerate(fields) if type(field) in READ]
        self._one = {name: _Reader(_model_at(model, name), one) for name, one in shape.one.items()}
        self._many = {name: _Many(model, name, all_) for name, all_ in shape.many.items()}

    def row(self, prefix: str = "") -> Row:
        own = (f"{prefix}{name}" for name in self._names)
        one = (reader.row(f"{prefix}{name}__") for name, reader in self._one.items())
        many = (reader.within(f"{prefix}pk") for reader in self._many.values())
        return Row(*own, *one, *many, *self._says)

    def read(self, row: list[Any], known: Known) -> Any:
        """Return the row of the model, None without one; one that several name is the same for all of them."""
        key = row[self._key]
        if key is None or key in known[self]:
            return known[self].get(key)
        count = len(self._names)
        for place, typed in self._typed:
            if row[place] is not None:
                row[place] = typed(row[place])
        found = self._of(row[:count])
        rest = iter(row[count:])
        for name, reader in self._one.items():
            found._state.fields_cache[name] = reader.read(next(rest), known)
        for many in self._many.values():
            many.give(found, next(rest), known)
        found.__dict__.update(zip(self._says, rest, strict=True))
        known[self][key] = found
        return found

    def _of(self, values: list[Any]) -> Any:
        """Return the row of the model with these values, as `from_db` does, in a tenth of its time: no field of ours
        does anything as it is set, and nobody listens.
        """
        found = self._model.__new__(self._model)
        found._state = ModelState()
        found._state.adding, found._state.db = False, DEFAULT_DB_ALIAS
        found.__dict__.update(zip(self._names, values, strict=True))
        return found


class _Many:
    """All the rows that belong to a model's by one name."""

    def __init__(self, model: type[Model], name: str, all_: All) -> None:
        relation: Any = model._meta.get_field(name)
        self._name = name
        self._rows = all_.rows
        self._path = relation.field.name if relation.auto_created else relation.related_query_name()
        # By what each of them names the row that it belongs to.
        self._back = relation.field.name if relation.one_to_many else ""
        self._reader = _Reader(all_.rows.model, all_, all_.says)

    def within(self, key: str) -> ArraySubquery:
        """Return the rows as one value of the row that has this key."""
        return ArraySubquery(self._rows.filter(**{self._path: OuterRef(key)}).values(nested=self._reader.row()))

    def give(self, row: Any, values: Iterable[list[Any]], known: Known) -> None:
        """Let the rows of that value be those of this row, as if they had been prefetched."""
        rows = [self._reader.read(value, known) for value in values]
        if self._back:
            for other in rows:
                other._state.fields_cache[self._back] = row
        row.__dict__.setdefault("_prefetched_objects_cache", {})[self._name] = rows


def load(rows: QuerySet[Any], **many: All) -> list[Any]:
    """Return the rows, each with those that belong to it by these names, in one query."""
    return list(nested(rows, **many))


def nested(rows: QuerySet[Any], **many: All) -> QuerySet[Any]:
    """Return the same, not yet fetched."""
    readers = {name: _Many(rows.model, name, all_) for name, all_ in many.items()}

    class WithMany(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            known: Known = defaultdict(dict)
            for row in super().__iter__():
                for name, reader in readers.items():
                    reader.give(row, row.__dict__.pop(f"all_{name}"), known)
                yield row

    whole: QuerySet[Any] = rows.annotate(**{f"all_{name}": reader.within("pk") for name, reader in readers.items()})
    whole._iterable_class = WithMany
    return whole


def _model_at(model: type[Model], name: str) -> type[Model]:
    related: Any = model._meta.get_field(name).related_model
    return related  # type: ignore[no-any-return]
