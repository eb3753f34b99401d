"""Two records that are one: everything of the one moves to the other, which stays, and can move back. Or that are two,
which is remembered.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, UniqueConstraint

from officials.models import Person
from stories.curation.apart import APART, hand_on, known_apart
from stories.curation.choice import CurationError
from stories.curation.duplicates import is_offered_again, nearness
from stories.curation.followers import hand_over
from stories.curation.log import log, take_turn
from stories.curation.mergeable import MERGED, Kind
from stories.curation.people import person_in_turn
from stories.models import ArticleIssue, Finding, LoggedAction, Response
from votes import schedule
from votes.citation import Citation
from votes.models import Merged, Position, Vote
from votes.models.decisions import NEWS_FIELDS
from votes.subjects import key_of

# Of a person, what the log keeps; of any other record its name will do.
VALUES = ("id", "slug", "name", "links", "identifiers", "public_figure")


@transaction.atomic
def merge(
    gone_id: int, kept_id: int, by: User, now: datetime, reason: str, model: type[Model] = Person
) -> LoggedAction:  # fmt: skip
    """Make `gone` another spelling of `kept`, which its readers follow from then on. Raises CurationError where the two
    can't be one: people remembered as different, say, or votes that came out differently.
    """
    take_turn()
    kind = MERGED[model]
    gone, kept = (_in_turn(model, pk) for pk in (gone_id, kept_id))
    if gone_id == kept_id:
        raise CurationError(f"A {model._meta.verbose_name} can't be merged with itself.")
    if known := known_apart(gone, kept):
        raise CurationError(f"These two are remembered as different {model._meta.verbose_name_plural}: {known.reason}")
    kind.check(gone, kept)
    name = str(gone)
    before: dict[str, Any] = {"gone": gone_id, "kept": kept_id}
    after: dict[str, Any] = {"kept": kept_id}
    if model is Person:
        after |= {"gone": {name: getattr(gone, name) for name in VALUES}}
    else:
        about = {"of": model._meta.model_name, "into": kept_id}
        before, after = about | {"joined": gone_id}, about | {"joined": {"id": gone_id, "name": name}}
    hand_on(gone, kept)
    if kind.join:
        kind.join(gone, kept)
    for of, column in kind.moved:
        _move(of, column, gone, kept)
    hand_over(gone, kept)
    _lead_on(gone, kept)
    if isinstance(gone, Vote):
        _withdraw(gone, kept, Citation(reason, "The desk", "", by.get_username()), now)
    else:
        model._base_manager.filter(pk=gone_id).delete()
    _fill(kind, gone, kept)
    return log(LoggedAction.Act.MERGE, by, now, before=before, after=after, reason=reason)


@transaction.atomic
def tell_apart(one: Model, other: Model, by: User, now: datetime, reason: str) -> LoggedAction:
    """Remember that these two of a kind are different, so that nobody merges them and nobody is asked again, unless
    they come to be called more nearly the same: then it can be said again.
    """
    take_turn()
    model = type(one)
    if one.pk == other.pk:
        raise CurationError("This is one and the same record.")
    if not reason.strip():
        raise CurationError(f"Say how you know that they are different {model._meta.verbose_name_plural}.")
    first, second = (_in_turn(model, pk) for pk in sorted((one.pk, other.pk)))
    known, said = known_apart(first, second), {"reason": reason[:500], "near": nearness(first, second)}
    if known and not is_offered_again(known, first, second):
        raise CurationError(f"That is remembered already: {known.reason}")
    row, _ = APART[model].objects.update_or_create(first=first, second=second, defaults=said)
    after = {"not_same": row.pk, "of": model._meta.model_name, "pair": [first.pk, second.pk]}
    return log(LoggedAction.Act.EDIT, by, now, after=after, reason=reason)


def _in_turn(model: type[Model], pk: int) -> Any:
    """Return the record, for the act whose turn it is. Raises CurationError where it is no longer there."""
    if model is Person:
        return person_in_turn(pk)
    record = model._base_manager.select_for_update().filter(pk=pk).first()
    if record is None:
        raise CurationError(f"This {model._meta.verbose_name} was merged with another meanwhile; look at that one.")
    return record


def _move(model: type[Model], column: str, gone: Model, kept: Model) -> None:
    """Point the rows at `kept`; those that it has already go: the same role, the same stand."""
    rows = model._base_manager.filter(**{column: gone.pk})
    for row in rows.order_by("pk") if _unique_with(model, column) else ():
        if twin := _twin(row, column, kept):
            _fold(row, twin)
    rows.update(**{column: kept.pk})


def _unique_with(model: type[Model], column: str) -> list[tuple[str, ...]]:
    """Return the sets of columns, this one among them, in which no two rows may be equal."""
    listed = [tuple(fields) for fields in model._meta.unique_together]
    listed += [tuple(rule.fields) for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    return [fields for fields in listed if column in fields]


def _twin(row: Model, column: str, kept: Model) -> Any:
    """Return the row of `kept` that this one would equal; None where it may move."""
    for fields in _unique_with(type(row), column):
        columns = {field.name: field.attname for field in row._meta.concrete_fields}
        same: dict[str, Any] = {name: getattr(row, columns[name]) for name in fields} | {column: kept.pk}
        known = {name: value for name, value in same.items() if value is not None}
        empty = {f"{name}__isnull": True for name in same.keys() - known.keys()}
        if twin := type(row)._base_manager.filter(**known, **empty).first():
            return twin
    return None


def _fold(row: Model, twin: Any) -> None:
    """Let one of two equal rows go: the reports of a stand support the other and the replies to it stand beside that,
    which is shown if either was; a match that was accepted stays so.
    """
    if isinstance(row, Position):
        for model in (Finding, Response):
            model._base_manager.filter(position=row.pk).update(position=twin)
        if row.withdrawn_at is None:
            Position.every.filter(pk=twin.pk).exclude(withdrawn_at=None).update(withdrawn_at=None)
    accepted = ArticleIssue.State.ACCEPTED
    if isinstance(row, ArticleIssue) and row.state == accepted != twin.state:
        ArticleIssue.objects.filter(pk=twin.pk).update(state=accepted)
    type(row)._base_manager.filter(pk=row.pk).delete()


def _lead_on(gone: Model, kept: Model) -> None:
    """Have what was told under the key of the one, or of what became it before, concern the followers of the other."""
    Merged.objects.filter(kept=key_of(gone)).update(kept=key_of(kept))
    Merged.objects.create(gone=key_of(gone), kept=key_of(kept))


def _withdraw(gone: Vote, kept: Vote, citation: Citation, now: datetime) -> None:
    """Take a vote out of sight, which its ledger keeps from being deleted. Who knows the same of the other is told
    nothing.
    """
    is_same = all(getattr(gone, name) == getattr(kept, name) for name in NEWS_FIELDS)
    schedule.withdraw(gone, citation, now, silently=is_same)


def _fill(kind: Kind, gone: Any, kept: Any) -> None:
    """Give `kept` what it has not and `gone` had, and what both have in one list. Some of it can't be had twice, so it
    comes after the one that goes.
    """
    for names in kind.filled:
        if not any(getattr(kept, name) for name in names):
            for name in names:
                setattr(kept, name, getattr(gone, name))
    for name in kind.listed:
        setattr(kept, name, list({str(item): item for item in (*getattr(kept, name), *getattr(gone, name))}.values()))
    columns = [*(name for names in kind.filled for name in names), *kind.listed]
    if columns:
        kept.save(update_fields=columns)
