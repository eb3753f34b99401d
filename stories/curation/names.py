"""What is said of a person: their name and the other spellings by which stories name them, and whether they are a
public figure.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from officials.models import Alias, Person
from stories.curation.choice import CurationError
from stories.curation.log import log, mark_of, take_turn
from stories.curation.people import free_slug, person_in_turn
from stories.models import LoggedAction

# A person's name, slug and aliases as the log keeps them.
Names = dict[str, Any]
# Characters of a name, what the column holds.
LONGEST = 200


def names_of(person: Person) -> Names:
    """Return what the person is called now."""
    aliases = sorted(alias.name for alias in person.aliases.all())
    return {"name": person.name, "slug": person.slug, "aliases": aliases}


@transaction.atomic
def call(
    pk: int, name: str, others: Iterable[str], by: User, now: datetime, reason: str, seen: str | None = None
) -> LoggedAction:  # fmt: skip
    """Give a person this name and exactly these other spellings. What stories printed stays as printed. `seen` is the
    mark of the names that were shown.
    """
    take_turn()
    person = person_in_turn(pk)
    if seen not in (None, mark_of(names_of(person))):
        raise CurationError("The names were changed while this page was open. Open it anew.")
    was, name = names_of(person), _tidy(name)
    aliases = sorted({_tidy(other) for other in others} - {"", name})
    if (name, aliases) == (was["name"], was["aliases"]):
        raise CurationError("Nothing was changed.")
    if not name or max(map(len, (name, *aliases))) > LONGEST:
        raise CurationError(f"A name has between 1 and {LONGEST} characters.")
    if name != was["name"] and not reason.strip():
        raise CurationError("Say how you know the right name.")
    slug = was["slug"] if slugify(name) == slugify(was["name"]) else free_slug(Person, name, pk)
    _set(person, {"name": name, "slug": slug, "aliases": aliases})
    about = {"person": pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"was": was}, after=about | {"names": names_of(person)},
        reason=reason,
    )  # fmt: skip


def _set(person: Person, names: Names) -> None:
    person.name, person.slug = names["name"], names["slug"]
    person.save(update_fields=["name", "slug"])
    person.aliases.exclude(name__in=names["aliases"]).delete()
    for name in names["aliases"]:
        Alias.objects.get_or_create(person=person, name=name)


def _tidy(name: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


@transaction.atomic
def mark_public_figure(pk: int, public: bool, by: User, now: datetime, reason: str = "") -> LoggedAction:
    """Make a person public or private: a public figure has a page, a feed and a place in the search, anyone else only
    stands by their words.
    """
    take_turn()
    person = person_in_turn(pk)
    if person.public_figure == public:
        raise CurationError(f"{person} is {'a public figure' if public else 'private'} already.")
    person.public_figure = public
    person.save(update_fields=["public_figure"])
    about = {"person": person.pk}
    return log(
        LoggedAction.Act.EDIT, by, now, before=about | {"public_figure": not public},
        after=about | {"public_figure": public}, reason=reason,
    )  # fmt: skip
