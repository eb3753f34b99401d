"""What a curator says of a person: a public figure or not, and never to be taken for somebody else."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from officials.models import NotSame, Person
from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.models import Decision


@transaction.atomic
def mark_public_figure(pk: int, public: bool, by: User, now: datetime, reason: str = "") -> Decision:
    """A public figure has a page, a feed and a place in the search; a private person only stands by their words."""
    person = Person.objects.select_for_update().get(pk=pk)
    if person.redacted_at:
        raise CurationError("This person was removed from the records.")
    if person.public_figure == public:
        raise CurationError(f"{person} is {'a public figure' if public else 'private'} already.")
    person.public_figure = public
    person.save(update_fields=["public_figure"])
    about = {"person": person.pk}
    return log(
        Decision.Act.EDIT, by, now, before=about | {"public_figure": not public},
        after=about | {"public_figure": public}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def tell_apart(one: Person, other: Person, by: User, now: datetime, reason: str) -> Decision:
    """Remember that these two are different people, so that nobody merges them."""
    if one.pk == other.pk:
        raise CurationError("This is one and the same record.")
    if not reason.strip():
        raise CurationError("Say how you know that they are different people.")
    first, second = sorted((one, other), key=lambda person: person.pk)
    row, created = NotSame.objects.get_or_create(first=first, second=second, defaults={"reason": reason[:500]})
    if not created:
        raise CurationError(f"That is remembered already: {row.reason}")
    return log(
        Decision.Act.EDIT, by, now, after={"not_same": row.pk, "people": [first.pk, second.pk]}, reason=reason
    )  # fmt: skip
