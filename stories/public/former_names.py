"""People found by an address that stood under another of their names."""

from django.db.models import CharField, Func

from officials.models import Alias, Person


class Slug(Func):
    """What Django's `slugify` makes of a name, worked out by the database: no row is loaded to be compared."""

    output_field = CharField()
    template = r"""btrim(regexp_replace(regexp_replace(
        lower(regexp_replace(normalize(%(expressions)s, NFKD), '[^\x01-\x7f]', '', 'g')),
        '[^a-z0-9_\s-]', '', 'g'), '[-\s]+', '-', 'g'), '-_')"""


def person_once_called(slug: str) -> Person | None:
    """Return whose page stood at this address under another of their names; None where several may be meant.

    One query that loads two people at most, however many other names there are.
    """
    aliases = Alias.objects.alias(slug=Slug("name")).filter(slug=slug)
    people = Person.objects.with_page().filter(pk__in=aliases.values("person"))[:2]
    return people[0] if len(people) == 1 else None
