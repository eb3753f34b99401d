"""Records that are remembered as two, of each kind: which, why, and what a merge makes of that."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from officials.models import Apart, Body, NotSame, NotSameBody, NotSamePlace, Person, Place
from votes.models import Issue, NotSameIssue, NotSameVote, Vote

# Where two of a kind are remembered as different.
APART: dict[type[Model], Any] = {
    Person: NotSame, Body: NotSameBody, Place: NotSamePlace, Issue: NotSameIssue, Vote: NotSameVote,
}  # fmt: skip
# By which field each is called.
CALLED: dict[type[Model], str] = {Person: "name", Body: "name", Place: "name", Issue: "title", Vote: "motion"}
# Told of one record at most.
MOST = 3


def known_apart(one: Model, other: Model) -> Apart | None:
    """Return what is remembered of two records of a kind; None where nobody said that they are two."""
    first, second = sorted((one.pk, other.pk))
    row: Apart | None = APART[type(one)].objects.filter(first=first, second=second).first()
    return row


def apart_from(record: Model) -> list[tuple[Apart, Any]]:
    """Return what is remembered of the record, each with the other one that it is not."""
    rows = APART[type(record)].objects.filter(Q(first=record.pk) | Q(second=record.pk)).order_by("pk")
    return [
        (row, row.second if row.first_id == record.pk else row.first) for row in rows.select_related("first", "second")
    ]


def with_apart(records: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records, each loaded with `apart`: the first that it is not, by number `pk` and `name`, and the
    `reason`.
    """
    own, called = {"first": OuterRef("pk")}, CALLED[records.model]
    pairs = APART[records.model].objects.filter(Q(**own) | Q(second=OuterRef("pk")))
    name = Case(When(**own, then=F(f"second__{called}")), default=F(f"first__{called}"))
    number = Case(When(**own, then=F("second")), default=F("first"))
    told = pairs.order_by("pk").values(told=JSONObject(pk=number, name=name, reason=F("reason")))[:MOST]
    annotated: QuerySet[Any] = records.annotate(apart=ArraySubquery(told))
    return annotated


def hand_on(gone: Model, kept: Model) -> None:
    """Tell `kept` apart from what `gone` was told apart from."""
    rows = APART[type(gone)].objects
    for row, other in apart_from(gone):
        if known_apart(kept, other) is None:
            first, second = sorted((other.pk, kept.pk))
            rows.filter(pk=row.pk).update(first=first, second=second)
