"""People found by an address that stood under another of their names, or that of a record merged into theirs."""

from django.db.models import CharField, Func

from officials.models import Alias, Person
from stories.models import Effect, LoggedAction


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
    if moved := _moved_from(slug):
        return Person.objects.with_page().filter(pk=moved).first()
    aliases = Alias.objects.alias(slug=Slug("name")).filter(slug=slug)
    people = Person.objects.with_page().filter(pk__in=aliases.values("person"))[:2]
    return people[0] if len(people) == 1 else None


def _moved_from(slug: str) -> int | None:
    """Return the number of the person to whom curators gave the address's page: renamed, or merged, once or again."""
    changes = Effect.objects.standing().filter(table=Person._meta.db_table, before__slug=slug)
    moves = changes.filter(action__act__in=[LoggedAction.Act.MERGE, LoggedAction.Act.EDIT])
    last = moves.order_by("-action").values_list("row", flat=True).first()
    merges = LoggedAction.objects.filter(act=LoggedAction.Act.MERGE, undone_by=None, redacted_at=None)
    while last and (into := merges.filter(before__gone=last).values_list("before__kept", flat=True).first()):
        last = int(into)
    return last
