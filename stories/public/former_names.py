"""Records found by an address that stood under another of their names, or that of a record merged into theirs."""

from typing import Any

from django.db.models import CharField, Func, Model, QuerySet
from django.shortcuts import get_object_or_404

from officials.models import Alias, Person
from stories.models import Effect, LoggedAction
from votes.models import Merged
from votes.subjects import make_key, read_key


class Slug(Func):
    """What Django's `slugify` makes of a name, worked out by the database: no row is loaded to be compared."""

    output_field = CharField()
    template = r"""btrim(regexp_replace(regexp_replace(
        lower(regexp_replace(normalize(%(expressions)s, NFKD), '[^\x01-\x7f]', '', 'g')),
        '[^a-z0-9_\s-]', '', 'g'), '[-\s]+', '-', 'g'), '-_')"""


def person_once_called(slug: str) -> Person | None:
    """Return whose page stood at this address under another of their names; None where several may be meant.

    A few queries that load two people at most, however many other names there are.
    """
    if moved := moved_from(Person, slug):
        return Person.objects.with_page().filter(pk=moved).first()
    aliases = Alias.objects.alias(slug=Slug("name")).filter(slug=slug)
    people = Person.objects.with_page().filter(pk__in=aliases.values("person"))[:2]
    return people[0] if len(people) == 1 else None


def once_at(records: QuerySet[Any], slug: str) -> Any:
    """Return the one of the records that stands at this address, or stood there before a merge; raises Http404."""
    return records.filter(slug=slug).first() or get_object_or_404(records, pk=moved_from(records.model, slug))


def moved_from(model: type[Model], slug: str) -> int | None:
    """Return the number of the record to which curators gave the address's page: renamed, or merged, once or again."""
    changes = Effect.objects.standing().filter(table=model._meta.db_table, before__slug=slug)
    moves = changes.filter(action__act__in=[LoggedAction.Act.MERGE, LoggedAction.Act.EDIT])
    last = moves.order_by("-action").values_list("row", flat=True).first()
    return last and (merged_into(model, last) or last)


def merged_into(model: type[Model], pk: int) -> int | None:
    """Return the number of the record that this one is now; None where it was merged into none."""
    key = make_key(model._meta.model_name or "", pk)
    kept = Merged.objects.filter(gone=key).values_list("kept", flat=True).first()
    return read_key(kept)[1] if kept else None
