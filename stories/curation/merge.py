"""Two people in the records who are one: everything moves to the one that stays, and can move back."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from officials.models import Alias, NotSame, Person, Role
from stories.curation.choice import CurationError
from stories.curation.log import log
from stories.curation.turns import take_turn
from stories.models import Decision, Finding, Quote, Response
from votes.models import Ballot, Position, Subscription

MOVED = (Role, Alias, Position, Ballot, Quote, Response, Finding, Subscription)


@transaction.atomic
def merge(gone_id: int, kept_id: int, by: User, now: datetime, reason: str) -> Decision:
    """`gone` becomes another spelling of `kept`. Refused where the two are remembered as different people, or
    where both voted on one vote, which a curator must look at.
    """
    take_turn()
    gone, kept = (Person.objects.select_for_update().get(pk=pk) for pk in (gone_id, kept_id))
    _check(gone, kept)
    after: dict[str, Any] = {"gone": _values(gone), "kept": kept.pk, "moved": {}}
    for model in MOVED:
        after["moved"][model._meta.label] = _move(model, gone, kept)
    alias, created = Alias.objects.get_or_create(person=kept, name=gone.name)
    after["alias"] = alias.pk if created else None
    gone.delete()
    return log(Decision.Act.MERGE, by, now, before={"gone": gone_id, "kept": kept_id}, after=after, reason=reason)


def _check(gone: Person, kept: Person) -> None:
    if gone.pk == kept.pk:
        raise CurationError("A person can't be merged with themselves.")
    pair = Q(first=min(gone.pk, kept.pk), second=max(gone.pk, kept.pk))
    if known := NotSame.objects.filter(pair).first():
        raise CurationError(f"These two are remembered as different people: {known.reason}")
    both = Ballot.objects.filter(person=gone, vote__in=kept.ballots.values("vote"))
    if ballot := both.select_related("vote").first():
        raise CurationError(f"Both voted on “{ballot.vote}”, so they are hardly one person.")


def _values(person: Person) -> dict[str, Any]:
    names = ("id", "slug", "name", "links", "identifiers", "public_figure")
    return {name: getattr(person, name) for name in names}


def _move(model: Any, gone: Person, kept: Person) -> list[int]:
    """Point the rows at `kept`; a row that `kept` has already (the same role, the same stand) is left to go."""
    moved = []
    for row in model._default_manager.filter(person=gone):
        row.person = kept
        if _is_double(row):
            continue
        model._default_manager.filter(pk=row.pk).update(person=kept)
        moved.append(row.pk)
    return moved


def _is_double(row: Any) -> bool:
    try:
        row.validate_constraints()
    except ValidationError:
        return True
    return False


def unmerge(decision: Decision) -> None:
    """Bring the person back with everything that moved."""
    after = decision.after
    person = Person.objects.create(**after["gone"])
    for model in MOVED:
        model._default_manager.filter(pk__in=after["moved"][model._meta.label]).update(person=person)
    if after["alias"]:
        Alias.objects.filter(pk=after["alias"]).delete()
