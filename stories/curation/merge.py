"""Two people in the records who are one: everything moves to the one that stays, and can move back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q

from officials.models import Alias, NotSame, Person, Role
from stories.curation.choice import CurationError
from stories.curation.followers import hand_over
from stories.curation.log import log, take_turn
from stories.curation.people import person_in_turn
from stories.models import Finding, LoggedAction, Quote, Response
from votes.models import Ballot, Position

# What makes two stands one.
STAND = ("issue", "stance", "basis", "conditional", "matter", "since")
# What a person has, and of the person what the log keeps.
MOVED = (Role, Alias, Position, Ballot, Quote, Response, Finding)
VALUES = ("id", "slug", "name", "links", "identifiers", "public_figure")


@transaction.atomic
def merge(gone_id: int, kept_id: int, by: User, now: datetime, reason: str) -> LoggedAction:
    """Make `gone` another spelling of `kept`, whom its readers follow from then on. Raises CurationError where the two
    are remembered as different people, or where both voted on one vote, which a curator must look at.
    """
    take_turn()
    gone, kept = person_in_turn(gone_id), person_in_turn(kept_id)
    _check(gone, kept)
    values = {name: getattr(gone, name) for name in VALUES}
    _move_apart(gone, kept)
    doubles: list[Model] = []
    for model in MOVED:
        doubles += _move(model, gone, kept)
    _fold(doubles, kept)
    hand_over(gone, kept)
    Alias.objects.get_or_create(person=kept, name=gone.name)
    if gone.public_figure and not kept.public_figure:
        Person.objects.filter(pk=kept_id).update(public_figure=True)
    gone.delete()
    about = {"gone": gone_id, "kept": kept_id}
    return log(
        LoggedAction.Act.MERGE, by, now, before=about, after={"gone": values, "kept": kept_id}, reason=reason
    )  # fmt: skip


def _check(gone: Person, kept: Person) -> None:
    if gone.pk == kept.pk:
        raise CurationError("A person can't be merged with themselves.")
    pair = Q(first=min(gone.pk, kept.pk), second=max(gone.pk, kept.pk))
    if known := NotSame.objects.filter(pair).first():
        raise CurationError(f"These two are remembered as different people: {known.reason}")
    both = Ballot.objects.filter(person=gone, vote__in=kept.ballots.values("vote"))
    if ballot := both.select_related("vote").first():
        raise CurationError(f"Both voted on “{ballot.vote}”, so they are hardly one person.")


def _move(model: Any, gone: Person, kept: Person) -> list[Model]:
    """Point the rows at `kept`; return those that `kept` has already: the same role, the same stand."""
    doubles = []
    for row in model._base_manager.filter(person=gone).order_by("pk"):
        row.person = kept
        if _is_double(row):
            doubles.append(row)
        else:
            model._base_manager.filter(pk=row.pk).update(person=kept)
    return doubles


def _is_double(row: Any) -> bool:
    if isinstance(row, Position):  # also of one that is withdrawn, which validation would not see
        return Position.every.filter(person=row.person_id, **_stand_of(row)).exists()
    try:
        row.validate_constraints()
    except ValidationError:
        return True
    return False


def _fold(doubles: Iterable[Model], kept: Person) -> None:
    """Let the reports of a stand that both have support the one that stays, and the replies to it stand beside that
    one; the other of two equal rows goes.
    """
    for row in doubles:
        if isinstance(row, Position):
            same = Position.every.get(person=kept, **_stand_of(row))
            Finding.objects.filter(position=row.pk).update(position=same)
            Response.objects.filter(position=row.pk).update(position=same)
            if row.withdrawn_at is None:
                Position.every.filter(pk=same.pk).exclude(withdrawn_at=None).update(withdrawn_at=None)
        type(row)._base_manager.filter(pk=row.pk).delete()


def _stand_of(position: Position) -> dict[str, Any]:
    return {name: getattr(position, name) for name in STAND}


def _move_apart(gone: Person, kept: Person) -> None:
    """Tell `kept` apart from whom `gone` was told apart from."""
    for row in NotSame.objects.filter(Q(first=gone) | Q(second=gone)):
        other = row.second_id if row.first_id == gone.pk else row.first_id
        first, second = sorted((other, kept.pk))
        if not NotSame.objects.filter(first=first, second=second).exists():
            NotSame.objects.filter(pk=row.pk).update(first=first, second=second)
