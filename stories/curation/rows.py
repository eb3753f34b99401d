"""A row that a curator changes in place: looked at before, checked, and kept if anything differs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model

from stories.curation.choice import CurationError
from stories.curation.log import log, mark_of
from stories.models import LoggedAction
from votes.snapshots import plain

CHANGED_MEANWHILE = "Someone else changed this {} while the page was open. Open it anew."


def values_of(row: Model, fields: Iterable[str]) -> dict[str, Any]:
    """Return the values of these fields, by column, as the log keeps them."""
    return {name: plain(getattr(row, name)) for name in fields}


def change_row(
    row: Any, fields: Iterable[str], values: Mapping[str, Any], seen: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the row, locked for the act whose turn it is, these values, and return those of the fields before and after.
    `seen` is the mark of those that were shown. Raises CurationError where it does not hold, or nothing differs.
    """
    noun, before = row._meta.verbose_name, values_of(row, fields)
    if seen not in (None, mark_of(before)):
        raise CurationError(CHANGED_MEANWHILE.format(noun))
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise CurationError("; ".join(error.messages)) from error
    after = values_of(row, fields)
    if before == after:
        raise CurationError("Nothing was changed.")
    row.save()
    return before, after


def log_change(
    row: Model, shown: Model, change: tuple[Mapping[str, Any], Mapping[str, Any]], by: User, now: datetime, reason: str
) -> LoggedAction:  # fmt: skip
    """Write down what changed of the row, before and after, and end the turn; `shown` is the caller's own of the same
    row, brought up to date.
    """
    shown.refresh_from_db()
    before, after = ({str(row._meta.model_name): row.pk, **values} for values in change)
    return log(LoggedAction.Act.EDIT, by, now, before=before, after=after, reason=reason)
