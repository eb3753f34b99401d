"""No column of the database is in a file that nobody put on the list, or can be forgotten."""

from django.apps import apps
from django.db import models

from civictrack.open_data.kinds import KINDS, Worked
from tests.civictrack.open_data.unlisted import COLUMNS, TABLES


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)} - {"id"}


def test_every_column_of_every_table_is_listed_or_said_not_to_be_public() -> None:
    """A new column is in neither: put it into one."""
    listed = {kind.model: kind for kind in KINDS.values()}
    links = {kind.field(name).remote_field.through for kind in KINDS.values() for name in kind.columns
             if kind.type_of(name) == "references"}  # fmt: skip
    problems = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if model in listed:
            of_it = {name.rpartition(".")[2] for name in COLUMNS if name.rpartition(".")[0] == label}
            problems += [f"{label}.{name}" for name in fields_of(model) - set(listed[model].columns) - of_it]
            both = of_it & {name for name, is_ in listed[model].columns.items() if not isinstance(is_, Worked)}
            problems += [f"{label}.{name} is in both" for name in both]
            problems += [f"{label}.{name} is no column" for name in of_it - fields_of(model)]
        elif model not in links and label not in TABLES:
            problems.append(label)
    assert problems == []


def test_what_is_said_not_to_be_public_is_there() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(TABLES) <= labels
    assert not {kind.model._meta.label for kind in KINDS.values()} & set(TABLES)


def test_what_is_referred_to_comes_first() -> None:
    names = [*KINDS]
    for name, kind in KINDS.items():
        for column in kind.columns:
            assert kind.type_of(column)
            to = kind.refers_to(column)
            assert not to or names.index(to) <= names.index(name)
