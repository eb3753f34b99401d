"""Two people in the records who are one: everything moves to the one that stays, and can move back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q

from officials.models import Alias, NotSame, Person, Role
from stories.curation.choice import CurationError
from stories.curation.log import log, take_turn
from stories.models import Finding, LoggedAction, Quote, Response
from votes.models import Ballot, Position, Subscription

# What makes two stands one.
STAND = ("issue", "stance", "basis", "conditional", "matter", "since")
# Of what both had, undoing brings these back.
RESTORED = (Role, Alias, Position)
# What a person has, and their values without it.
MOVED = (Role, Alias, Position, Ballot, Quote, Response, Finding, Subscription)
VALUES = ("id", "slug", "name", "links", "identifiers", "public_figure")


@transaction.atomic
def merge(gone_id: int, kept_id: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Make `gone` another spelling of `kept`. Raises CurationError where the two are remembered as different people,
    or where both voted on one vote, which a curator must look at.
    """
    take_turn()
    gone, kept = (Person.objects.select_for_update().get(pk=pk) for pk in (gone_id, kept_id))
    _check(gone, kept)
    values = {name: getattr(gone, name) for name in VALUES}
    after: dict[str, Any] = {"gone": values, "kept": kept.pk, "moved": {}, "apart": _move_apart(gone, kept)}
    doubles: list[Model] = []
    for model in MOVED:
        after["moved"][model._meta.label] = _move(model, gone, kept, doubles)
    after["doubles"], after["reports"] = serializers.serialize("json", doubles), _fold(doubles, kept)
    alias, created = Alias.objects.get_or_create(person=kept, name=gone.name)
    after["alias"] = alias.pk if created else None
    gone.delete()
    return log(LoggedAction.Act.MERGE, by, now, before={"gone": gone_id, "kept": kept_id}, after=after, reason=reason)


def _check(gone: Person, kept: Person) -> None:
    if gone.pk == kept.pk:
        raise CurationError("A person can't be merged with themselves.")
    pair = Q(first=min(gone.pk, kept.pk), second=max(gone.pk, kept.pk))
    if known := NotSame.objects.filter(pair).first():
        raise CurationError(f"These two are remembered as different people: {known.reason}")
    both = Ballot.objects.filter(person=gone, vote__in=kept.ballots.values("vote"))
    if ballot := both.select_related("vote").first():
        raise CurationError(f"Both voted on “{ballot.vote}”, so they are hardly one person.")


def _move(model: Any, gone: Person, kept: Person, doubles: list[Model]) -> list[int]:
    """Point the rows at `kept` and return their ids; one that `kept` has already (the same role, the same stand) is
    added to `doubles`.
    """
    moved = []
    for row in model._default_manager.filter(person=gone):
        row.person = kept
        if _is_double(row):
            doubles += [row] if model in RESTORED else []
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


def _fold(doubles: Iterable[Model], kept: Person) -> dict[str, list[int]]:
    """Let the reports of a stand that both have support the one that stays; return which they were, by stand."""
    reports = {}
    for row in doubles:
        if isinstance(row, Position):
            same = {name: getattr(row, name) for name in STAND}
            findings = Finding.objects.filter(position=row)
            reports[str(row.pk)] = list(findings.values_list("pk", flat=True))
            findings.update(position=Position.objects.get(person=kept, **same))
            Position.objects.filter(pk=row.pk).delete()
    return reports


def _move_apart(gone: Person, kept: Person) -> list[dict[str, Any]]:
    """Tell `kept` apart from whom `gone` was told apart from; return how it was remembered, for undoing."""
    known = NotSame.objects.filter(Q(first=gone) | Q(second=gone))
    remembered: list[dict[str, Any]] = [dict(row) for row in known.values("pk", "first_id", "second_id", "reason")]
    for row in remembered:
        other = row["second_id"] if row["first_id"] == gone.pk else row["first_id"]
        first, second = sorted((other, kept.pk))
        row["moved"] = not NotSame.objects.filter(first=first, second=second).exists()
        if row["moved"]:
            NotSame.objects.filter(pk=row["pk"]).update(first=first, second=second)
    return remembered


def unmerge(action: LoggedAction) -> None:
    """Bring the person back with everything that moved."""
    after = action.after
    person = Person.objects.create(**after["gone"])
    for model in MOVED:
        model._default_manager.filter(pk__in=after["moved"][model._meta.label]).update(person=person)
    if after["alias"]:
        Alias.objects.filter(pk=after["alias"]).delete()
    for double in serializers.deserialize("json", after.get("doubles", "[]")):
        double.object.person = person  # type: ignore[attr-defined]
        double.save()
    for position, findings in after.get("reports", {}).items():
        Finding.objects.filter(pk__in=findings, position__person=after["kept"]).update(position=position)
    for row in after.get("apart", []):
        _tell_apart_again(row)


def _tell_apart_again(row: dict[str, Any]) -> None:
    """Remember it as before, unless that was taken back since or the other person is gone."""
    people = {"first_id": row["first_id"], "second_id": row["second_id"]}
    if row["moved"]:
        NotSame.objects.filter(pk=row["pk"]).update(**people)
    elif Person.objects.filter(pk__in=people.values()).count() == len(people):
        NotSame.objects.create(pk=row["pk"], reason=row["reason"], **people)
